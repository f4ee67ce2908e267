"""What a party to procurement broke is announced in the medium named for that, and says so."""

from datetime import timedelta

import pytest
from flask import current_app

from integrity.base.permissions import Role
from integrity.casework.key_fields import KeyField
from integrity.casework.rules import service as rules
from integrity.credit.records.models import RecordState
from integrity.doors.desk import core_tasks
from tests.commitments.makers import make_published
from tests.factories import TODAY, make_body, make_record, make_user

DAY = timedelta(days=1)
SAID = {
    "medium": "示例政府采购网",
    "address": "https://www.example.gov.cn/cggg/1.html",
    "announced_on": TODAY.isoformat(),
}


@pytest.fixture
def procured(app):
    """A public record of something that belongs to procurement."""
    promise = make_published()
    promise.key_field = KeyField.PROCUREMENT
    return counted(item_id=promise.id)


def counted(**more):
    return make_record(state=RecordState.CONFIRMED, public=True, decided_on=TODAY - 3 * DAY, **more)


def waiting(user):
    with current_app.test_request_context():
        return list(core_tasks._announcements(user))


def test_the_office_says_where_it_was_announced_and_everybody_reads_it(procured, client, login):
    office, address = make_user(Role.OFFICE), f"/records/{procured.id}"
    login(office)
    assert [task.url for task in waiting(office)] == [address]
    assert f"{address}/announce" in client.get(address).text

    client.post(f"{address}/announce", data=SAID)

    assert waiting(office) == []
    client.get("/logout")
    page = client.get(address).text
    assert "示例政府采购网" in page and SAID["address"] in page


def test_its_day_is_counted_from_the_confirmation(procured):
    (task,) = waiting(make_user(Role.OFFICE))

    assert task.day == rules.due("LOCAL-PROC-ANNOUNCE", procured.decided_on).due_on


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"announced_on": str(TODAY - 4 * DAY)}, "不能早于确认日"),
        ({"announced_on": str(TODAY + DAY)}, "还没有到"),
        ({"address": "javascript:alert(1)"}, "请填写以 https"),
        ({"medium": " "}, "请填写公告媒体"),
    ],
)
def test_what_cannot_be_so_is_refused_and_what_was_typed_stays(
    procured, client, login, change, said
):
    login(make_user(Role.OFFICE))

    answer = client.post(f"/records/{procured.id}/announce", data=SAID | change)

    assert answer.status_code == 422 and said in answer.text
    assert (SAID | change)["address"] in answer.text


def test_who_comes_second_is_told_that_it_was_announced(procured, client, login):
    login(make_user(Role.OFFICE))
    address = f"/records/{procured.id}/announce"

    client.post(address, data=SAID)

    assert client.post(address, data=SAID | {"medium": "示例另一媒体"}).status_code == 409


def test_only_public_records_of_procurement_are_announced(app, client, login):
    login(make_user(Role.OFFICE))
    elsewhere = counted()

    assert client.get(f"/records/{elsewhere.id}/announce").status_code == 409
    assert "/announce" not in client.get(f"/records/{elsewhere.id}").text


def test_nobody_but_the_office_announces(procured, client, login):
    officer = make_user(Role.OFFICER, make_body())
    login(officer)

    assert client.post(f"/records/{procured.id}/announce", data=SAID).status_code == 403
    assert waiting(officer) == []
