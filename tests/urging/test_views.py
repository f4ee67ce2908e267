"""The pages of urging: the office chooses what is overdue, the body reads what was sent to it."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.urging.models import Urging, UrgingKind, UrgingState
from tests.courts.makers import make_assigned
from tests.factories import TODAY, make_body, make_user
from tests.statements import statements

DAY = timedelta(days=1)
SAID = {"kind": "letter", "words": "示例：请立即履行", "answer_until": str(TODAY + 10 * DAY)}


@pytest.fixture
def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def made_late(days=20, name="示例局"):
    case = make_assigned(due_on=TODAY - days * DAY, body=make_body(name))
    db.session.flush()
    return case


def urgings():
    return db.session.scalars(sa.select(Urging).order_by(Urging.id)).all()


def test_the_office_sees_what_is_overdue_with_the_step_that_the_rules_propose(login, office):
    case = made_late(20)

    page = login(office).get("/desk/urging/").text

    assert case.title in page
    assert re.search(r"col-proposed[^>]*>\s*<span>督办函", page)
    assert f'value="courts:{case.id}"' in page


def test_one_may_ask_for_those_due_for_a_step(login, office):
    fresh, old = made_late(12, "甲示例局"), made_late(40, "乙示例局")

    page = login(office).get("/desk/urging/?step=talk").text

    assert old.title in page
    assert f"courts:{fresh.id}" not in page


def test_what_was_chosen_is_urged_with_what_was_typed(login, office):
    case = made_late()

    answer = login(office).post(f"/desk/urging/new?item=courts:{case.id}", data=SAID)

    assert answer.status_code == 302
    assert [(u.kind, u.subject_id) for u in urgings()] == [(UrgingKind.LETTER, case.subject_id)]


def test_without_a_day_to_answer_the_page_comes_back_as_it_was(login, office):
    case = made_late()

    answer = login(office).post(
        f"/desk/urging/new?item=courts:{case.id}", data=SAID | {"answer_until": ""}
    )

    assert answer.status_code == 422
    assert "请填写答复期限" in answer.text
    assert "示例：请立即履行" in answer.text
    assert urgings() == []


def test_no_step_is_chosen_for_anybody(login, office):
    case = made_late()

    answer = login(office).post(f"/desk/urging/new?item=courts:{case.id}", data=SAID | {"kind": ""})

    assert answer.status_code == 422
    assert urgings() == []


@pytest.mark.parametrize("key", ["", "courts", "courts:x", "nothing:1", "courts:99999999999"])
def test_what_is_not_overdue_cannot_be_urged(login, office, key):
    answer = login(office).post(f"/desk/urging/new?item={key}", data=SAID)

    assert answer.status_code == 422
    assert urgings() == []


def test_a_body_urges_nobody(login):
    case = made_late()

    client = login(make_user(Role.OFFICER, case.subject))

    assert client.get("/desk/urging/").status_code == 403
    assert client.post(f"/desk/urging/new?item=courts:{case.id}", data=SAID).status_code == 403


def test_the_page_of_an_overdue_thing_offers_to_urge_to_the_office_only(login, office):
    case = made_late()

    assert "/desk/urging/new?item=" in login(office).get(f"/courts/{case.ref}").text
    officer = make_user(Role.OFFICER, case.subject)
    assert "/desk/urging/new?item=" not in login(officer).get(f"/courts/{case.ref}").text


def test_the_body_sees_a_step_when_it_was_sent_and_never_the_note_of_the_office(login, office):
    case = made_late()
    client = login(office)
    client.post(f"/desk/urging/new?item=courts:{case.id}", data=SAID | {"note": "示例内部备注"})
    urging = urgings()[0]
    officer = make_user(Role.OFFICER, case.subject)

    hidden = login(officer).get(f"/desk/urging/{urging.ref}")
    urging.state = UrgingState.SENT
    db.session.flush()
    page = login(officer).get(f"/desk/urging/{urging.ref}")

    assert hidden.status_code == 404
    assert page.status_code == 200
    assert "示例内部备注" not in page.text
    assert f"/courts/{case.ref}" in page.text
    assert f"/desk/urging/{urging.ref}" in login(officer).get(f"/courts/{case.ref}").text


def test_no_other_body_sees_what_was_sent(login, office):
    case = made_late()
    login(office).post(f"/desk/urging/new?item=courts:{case.id}", data=SAID)
    urgings()[0].state = UrgingState.SENT
    db.session.flush()

    other = login(make_user(Role.OFFICER, make_body("别的示例局")))

    assert other.get(f"/desk/urging/{urgings()[0].ref}").status_code == 404
    assert urgings()[0].ref not in other.get("/desk/urging/made/").text


def test_the_page_of_whom_to_urge_asks_no_more_for_more_rows(login, office):
    made_late(20, "甲示例局")
    client = login(office)
    client.get("/desk/urging/")  # what only a first page asks is asked
    with statements() as few:
        client.get("/desk/urging/")
    for number in range(10):
        made_late(20 + number, f"示例{number}局")
    client.get("/desk/urging/")  # and who is to be told of them is

    with statements() as many:
        client.get("/desk/urging/")

    assert len(many) == len(few)
