"""The pages on which people of the finding body confirm batches of records."""

from datetime import date

import pytest

from integrity.base.permissions import Role
from integrity.credit.records.models import RecordState
from tests.factories import make_body, make_record, make_user

RIPE = {"object_until": date(2026, 11, 1)}
BATCH = "/records/confirmations/commitments/overdue"


@pytest.fixture(autouse=True)
def _app(app):
    return app


def test_the_office_confirms_chosen_records_with_one_reason(client, login):
    login(make_user(Role.OFFICE))
    chosen, left = make_record(**RIPE), make_record(**RIPE)

    page = client.get(BATCH)
    client.post(BATCH, data={"records": [str(chosen.id)], "why": "示例：已核对承诺文本"})

    assert chosen.ref in page.text and left.ref in page.text
    assert (chosen.state, left.state) == (RecordState.CONFIRMED, RecordState.PROPOSED)


def test_nothing_is_chosen_beforehand_and_without_a_reason_nothing_is_confirmed(client, login):
    login(make_user(Role.OFFICE))
    record = make_record(**RIPE)

    page = client.get(BATCH)
    answer = client.post(BATCH, data={"whole": "y", "why": ""})

    assert " checked" not in page.text
    assert answer.status_code == 422 and record.state is RecordState.PROPOSED


def test_who_comes_second_is_told_that_the_batch_is_confirmed(client, login):
    login(make_user(Role.OFFICE))
    record = make_record(**RIPE)
    data = {"records": [str(record.id)], "why": "示例：已核对"}

    client.post(BATCH, data=data)
    again = client.post(BATCH, data=data)

    assert again.status_code == 422


def test_the_office_says_which_body_finds_and_then_no_longer_sees_the_batch(client, login):
    body, record = make_body("示例督查局"), make_record(**RIPE)
    login(make_user(Role.OFFICE))

    client.post("/desk/competence/commitments", data={"body": str(body.id)})

    assert record.ref not in client.get(BATCH).text
    login(make_user(Role.OFFICER, body))
    assert record.ref in client.get(BATCH).text
    assert client.get(f"/records/{record.id}/confirm").status_code == 200


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.CLERK, Role.AUDITOR, Role.COURT])
def test_others_confirm_nothing(client, login, role):
    login(make_user(role))

    assert client.get(BATCH).status_code == 403
    assert client.get("/records/confirmations/").status_code == 403
