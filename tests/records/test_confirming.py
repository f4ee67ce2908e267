"""The pages on which people of the finding body confirm batches of records."""

from datetime import date

import pytest

from integrity.base.permissions import Role
from integrity.credit.objections import service as objections
from integrity.credit.records.models import RecordState
from tests.factories import NOW, TODAY, make_body, make_record, make_user

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


PHONE = "13800138000"
NAMED = f"示例：由李示例（{PHONE}）负责的承诺逾期未完成"
RELEASED = "示例：承诺逾期未完成"


@pytest.fixture
def named(login):
    """A record whose words name somebody, and a person of the office."""
    login(make_user(Role.OFFICE))
    return make_record(summary=NAMED, **RIPE)


def test_one_that_may_name_a_person_is_not_confirmed_with_others(client, named):
    page = client.get(BATCH)
    client.post(BATCH, data={"records": [str(named.id)], "whole": "y", "why": "示例：已核对"})

    assert f"“{PHONE}”（电话号码）" in page.text and f"/records/{named.id}/confirm" in page.text
    assert named.state is RecordState.PROPOSED


def test_whoever_confirms_it_says_what_everybody_reads(client, named):
    address = f"/records/{named.id}/confirm"
    page = client.get(address).text
    said = {"why": "示例：已核对", "public_text": NAMED}
    refused = client.post(address, data=said)
    client.post(address, data=said | {"public_text": RELEASED})

    assert NAMED in page and "由李某（（略））负责" in page
    assert refused.status_code == 422 and "可能涉及个人信息" in refused.text
    assert (named.state, named.public_text) == (RecordState.CONFIRMED, RELEASED)
    assert "李示例" in client.get(f"/records/{named.id}").text
    client.post("/logout")
    for address in (f"/records/{named.id}", f"/search/?q={named.ref}"):
        public = client.get(address).text
        assert RELEASED in public and "李示例" not in public and "已核对" not in public
    assert named.ref not in client.get(f"/search/?q={PHONE}").text


def test_of_a_rejected_objection_everybody_reads_the_answer_that_was_released(client, login):
    said = {"decided_on": TODAY, "grade": "general", "public": True, "until": date(2027, 11, 1)}
    record = make_record(state=RecordState.CONFIRMED, **said)
    owner, one = make_user(Role.OFFICER, record.subject), make_user(Role.OFFICE)
    filed = objections.file(record, "示例：经办人已补办手续", by=owner, at=NOW)
    objections.accept(filed, by=one, at=NOW)
    answer = {"why": "示例：由李示例核实，异议不成立", "public_text": "示例：由李示例核实"}

    page = login(one).post(f"/objections/{filed.id}/do/reject", data=answer)
    assert page.status_code == 422 and "疑似姓名" in page.text
    answer["public_text"] = "示例：经核实，材料不足以证明已按期完成"
    assert client.post(f"/objections/{filed.id}/do/reject", data=answer).status_code == 302
    client.post("/logout")

    public = client.get(f"/records/{record.id}").text
    assert answer["public_text"] in public
    assert "李示例" not in public and "补办手续" not in public
