"""Who got an answer owes a word of what it did, in time; who it is about reads it and objects."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework import delays
from integrity.casework.rules import service as rules
from integrity.credit.checks import duties, outcomes, partitions
from integrity.credit.checks.duty_models import CheckDuty, DutyState
from integrity.credit.checks.outcome_models import CheckOutcome, Outcome, OutcomeReason
from integrity.credit.checks.outcomes import Said
from integrity.people.subjects.models import Subject
from tests.checks.makers import CLERK, make_check
from tests.factories import NOW, TODAY, example_code, make_body, make_enterprise, make_user
from tests.sanctions.makers import later, make_listed

MEALS, ROOMS = "M-S-GOV-16", "M-S-GOV-17"
TOMORROW = TODAY + timedelta(days=1)
APPLIED = Said(Outcome.APPLIED)


def make_owed(body: Subject | None = None, about: Subject | None = None) -> CheckDuty:
    """What a body owes for an answer with two measures."""
    subject = about or make_body("示例被查局")
    make_listed(subject, measures=(MEALS, ROOMS))
    made = make_check({"q": {"code": subject.uscc}}, body=body)
    duties.fill(on=TOMORROW)
    return db.session.scalars(sa.select(CheckDuty).filter_by(check_id=made.id)).one()


def say(duty: CheckDuty, at=NOW, **said: Said) -> None:
    told = {{"meals": MEALS, "rooms": ROOMS}[name]: one for name, one in said.items()}
    outcomes.report(duty.check, duty.key, told, by=CLERK, at=at)


def make_contested(body: Subject | None = None, about: Subject | None = None) -> CheckDuty:
    duty = make_owed(body, about)
    say(duty, meals=APPLIED, rooms=APPLIED)
    duties.contest(duty, "本事项不涉及用房", by=make_user(Role.OFFICER, duty.about), at=NOW)
    return duty


def test_every_night_answers_with_something_to_execute_become_duties_once() -> None:
    duty = make_owed()
    make_check(
        {"a": {"code": make_enterprise().uscc}, "b": {"code": example_code(99_999_999)}, "c": {}}
    )

    again = duties.fill(on=TOMORROW)

    assert again == 0
    assert (duty.state, duty.checked_on, duty.verdict) == (DutyState.AWAITED, TODAY, "restrict")
    assert duty.step_due_on == rules.due("LOCAL-CHECK-OUTCOME", TODAY).due_on
    assert db.session.scalars(sa.select(CheckDuty)).all() == [duty]


def test_nothing_is_owed_for_today_or_for_how_things_stood_on_an_earlier_day() -> None:
    listed = make_body()
    make_listed(listed, measures=(MEALS,), at=later(-30))
    make_check({"q": {"code": listed.uscc}}, as_of=later(-3).date())
    make_check({"q": {"code": listed.uscc}}, at=later(1))

    assert duties.fill(on=TOMORROW) == 0
    assert duties.fill(on=TOMORROW + timedelta(days=1)) == 1


def test_only_a_word_on_every_measure_ends_it() -> None:
    duty = make_owed()

    say(duty, meals=APPLIED)
    half = duty.state
    say(duty, rooms=Said(Outcome.NOT_APPLIED, "没有申请", OutcomeReason.NOT_TOUCHING))

    assert (half, duty.state) == (DutyState.AWAITED, DutyState.REPORTED)


def test_what_is_said_before_the_night_is_owed_no_more_and_can_be_objected_to() -> None:
    listed = make_body()
    make_listed(listed, measures=(MEALS,))
    made = make_check({"q": {"code": listed.uscc}})
    outcomes.report_whole(made, "q", APPLIED, by=CLERK, at=NOW)

    assert duties.fill(on=TOMORROW) == 0
    assert duties.of_result(made, "q").state is DutyState.REPORTED


def test_who_is_late_stands_among_the_delays_of_the_office() -> None:
    duty = make_owed()
    day = duty.step_due_on + timedelta(days=1)

    [late] = [d for d in delays.counts(day) if d.thing == "check_duty"]

    assert (late.number, late.state, late.who) == (1, DutyState.AWAITED, "owing")


def test_a_right_objection_makes_the_body_report_anew_and_the_same_word_ends_nothing() -> None:
    duty = make_contested()

    duties.return_(duty, "用房与本事项无关", by=make_user(Role.OFFICE), at=NOW)
    say(duty, rooms=APPLIED)
    returned = duty.state
    say(duty, rooms=Said(Outcome.NOT_APPLIED, "已纠正", OutcomeReason.NOT_TOUCHING), at=later(1))

    assert (returned, duty.state) == (DutyState.RETURNED, DutyState.REPORTED)
    assert duty.answer == "用房与本事项无关"


def test_a_body_does_not_end_a_dispute_by_saying_something_else() -> None:
    duty = make_contested()

    say(duty, rooms=Said(Outcome.NOT_GRANTED, "另有原因"), at=later(1))

    assert duty.state is DutyState.CONTESTED


def test_what_was_kept_and_is_restated_may_be_objected_to_again() -> None:
    duty = make_contested()
    duties.keep(duty, "有依据", by=make_user(Role.OFFICE), at=NOW)
    with pytest.raises(NotAllowed):
        duties.contest(duty, "不服", by=make_user(Role.OFFICER, duty.about), at=NOW)

    say(duty, rooms=Said(Outcome.NOT_GRANTED, "另有原因"), at=later(1))
    duties.contest(duty, "不服", by=make_user(Role.OFFICER, duty.about), at=later(1))

    assert (duty.state, duty.answer) == (DutyState.CONTESTED, "")


def test_nobody_of_the_body_that_checked_answers_an_objection_to_it() -> None:
    office = make_body("领导小组办公室")
    duty = make_contested(body=office)

    with pytest.raises(duties.OwnMatter):
        duties.keep(duty, "有依据", by=make_user(Role.OFFICE, office), at=NOW)


def test_the_desk_shows_what_is_owed_and_the_page_leads_to_the_form(login) -> None:
    body = make_body("示例审批局")
    duty = make_owed(body)
    client = login(make_user(Role.CLERK, body))

    assert "示例被查局（示例许可）" in client.get("/desk/").text
    page = client.get(f"/checks/outcomes/{duty.id}").text

    assert f"/checks/{duty.check.ref}/outcome?key=q" in page
    assert "使用情况待登记" in page and "登记期限" in page
    assert duty.ref in client.get("/checks/outcomes").text


def test_who_it_is_about_reads_what_was_done_without_who_did_it_and_objects(login) -> None:
    listed = make_body("示例被查局")
    duty = make_owed(about=listed)
    say(duty, meals=APPLIED, rooms=Said(Outcome.NOT_GRANTED, "申请人撤回"))
    client = login(make_user(Role.OFFICER, listed))

    assert duty.ref in client.get("/checks/outcomes/about-us").text
    page = client.get(f"/checks/outcomes/{duty.id}").text
    assert "已采用核查结果" in page and "申请人撤回" in page
    assert CLERK.name not in page and duty.check.ref not in page
    address = f"/checks/outcomes/{duty.id}/do/contest_outcome"
    assert client.post(address, data={"why": ""}).status_code == 422
    assert (
        client.post(address, data={"why": "与本事项无关", "moves": duty.moves}).status_code == 302
    )

    office = login(make_user(Role.OFFICE))
    assert duty.ref in office.get("/desk/").text
    answer = f"/checks/outcomes/{duty.id}/do/return_outcome"
    assert office.post(answer, data={"why": "无关", "moves": duty.moves}).status_code == 302
    db.session.refresh(duty)
    assert duty.state is DutyState.RETURNED


def test_others_see_nothing_of_it(login) -> None:
    duty = make_contested()

    for role, body in ((Role.SUPPLIER, make_enterprise()), (Role.CLERK, make_body())):
        client = login(make_user(role, body))
        assert client.get(f"/checks/outcomes/{duty.id}").status_code == 404
        assert client.post(f"/checks/outcomes/{duty.id}/do/contest_outcome").status_code == 404
    own = login(make_user(Role.CLERK, duty.body))
    assert own.post(f"/checks/outcomes/{duty.id}/do/keep_outcome").status_code == 403


def test_what_hangs_on_a_check_goes_with_it() -> None:
    duty = make_owed()
    say(duty, meals=APPLIED)

    partitions.retire(on=TODAY.replace(year=TODAY.year + 6))

    assert db.session.scalars(sa.select(CheckDuty)).all() == []
    assert db.session.scalars(sa.select(CheckOutcome)).all() == []
