"""The nights of the warnings: raised by rule, kept while they stand, ended by themselves."""

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.outbox import Message
from integrity.base.permissions import Role
from integrity.casework.streams import of_bodies
from integrity.casework.warnings import words
from integrity.casework.warnings.models import Ending, Rule
from integrity.streams.courts.models import CaseOutcome
from integrity.streams.courts.notes import CaseNote
from integrity.streams.courts.reasons import OpenReason
from tests.complaints.makers import make_accepted
from tests.courts.makers import make_case
from tests.factories import TODAY, make_body, make_user
from tests.makers import MAKERS
from tests.statements import statements
from tests.targets.makers import make_target
from tests.warnings.makers import DAY, change_rule, make_due, night, warnings

pytestmark = pytest.mark.usefixtures("app")
APART = {"pledges", "lawsuits", "decisions"}  # of firms; what no figure counts
BODIES = sorted(set(MAKERS) - APART)


def only(**said):
    found = warnings(**{"rule": Rule.SOON} | said)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("name", BODIES)
def test_what_is_due_soon_is_warned_of_in_every_stream_and_only_once(name):
    item = make_due(name, 7)

    night()
    again = night()

    assert again == {"raised": 0, "ended": 0}
    warning = only(stream=name, item_id=item.id)
    assert (warning.rule, warning.subject_id) == (Rule.SOON, item.subject_id)
    assert warning.item_ref == item.ref
    assert (warning.day, warning.ended_on) == (item.due_on, None)


def test_what_is_due_later_than_the_rule_says_is_not_warned_of():
    make_due("courts", 40)

    night()

    assert warnings(rule=Rule.SOON) == []


def test_a_changed_number_acts_the_same_night_and_so_does_a_rule_that_is_switched_off():
    item = make_due("courts", 30)
    night()
    change_rule("LOCAL-WARN-SOON", "30", TODAY + DAY)

    night(1)
    raised = only(item_id=item.id)
    change_rule("LOCAL-WARN-SOON", "", TODAY + 2 * DAY, year=2027)
    night(2)

    assert (raised.raised_on, raised.threshold) == (TODAY + DAY, 30)
    assert (raised.ending, raised.ended_on) == (Ending.RULE, TODAY + 2 * DAY)


def test_a_claim_ends_no_warning_until_somebody_else_says_it_is_done():
    item = make_due("courts", 7)
    night()
    item.claim(TODAY, TODAY)
    night(1)
    claimed = only().ended_on
    item.deny_claim()
    night(2)
    denied = only().ended_on

    item.claim(TODAY + 3 * DAY, TODAY + 3 * DAY)
    item.confirm_claim()
    item.outcome = CaseOutcome.PERFORMED
    night(5)

    assert (claimed, denied) == (None, None)
    assert (only().ending, only().ended_on) == (Ending.DONE, TODAY + 3 * DAY)
    assert only().late_on is None


def test_what_became_late_in_a_night_that_was_left_out_ends_by_the_day_of_the_fact():
    item = make_due("commitments", 3)
    night()

    night(20)

    warning = only(item_id=item.id)
    late_on = item.due_on + DAY
    assert (warning.ending, warning.late_on, warning.ended_on) == (Ending.LATE, late_on, late_on)


def test_a_claim_made_in_time_stands_past_the_day_and_is_late_when_it_is_denied():
    item = make_due("courts", 3)
    night()
    item.claim(TODAY, TODAY)

    night(10)
    waiting = only().ended_on
    item.deny_claim()
    night(11)

    assert waiting is None
    assert (only().ending, only().late_on) == (Ending.LATE, item.due_on + DAY)


def test_more_time_ends_a_warning_because_its_reason_is_gone():
    item = make_due("courts", 3)
    night()

    item.due_on = TODAY + 90 * DAY
    night(1)

    assert (only().ending, only().ended_on) == (Ending.GONE, TODAY + DAY)


def test_another_body_that_must_do_it_is_warned_anew():
    item = make_due("courts", 7)
    night()
    other = make_body("乙示例局")

    item.subject_id = other.id
    night(1)

    old, new = warnings(item_id=item.id)
    assert (old.ending, new.ending, new.subject_id) == (Ending.GONE, None, other.id)


def test_a_body_that_was_late_again_and_again_is_warned_until_it_is_not():
    body = make_body()
    for days in (170, 100, 20):
        item = make_due("commitments", -days, body)
        item.closed_on = item.due_on + DAY
    night()
    stands = only(rule=Rule.REPEATED)
    said = words.why(stands)

    night(20)

    assert (stands.subject_id, stands.counted) == (body.id, 3)
    assert "180 天内" in said and "3 件逾期" in said
    assert (stands.ending, stands.ended_on) == (Ending.GONE, TODAY + 20 * DAY)
    assert stands.late_on is None


def test_a_warning_of_a_body_notes_what_became_late_after_it():
    body = make_body()
    for _time in range(3):
        make_due("commitments", -100, body)
    late, before = make_due("commitments", 5, body), make_due("courts", 5, body)

    night()
    night(8)

    warning = only(rule=Rule.REPEATED)
    assert before.due_on + DAY == late.due_on + DAY == warning.late_on
    assert (warning.counted, warning.ended_on) == (4, None)


def test_a_body_whose_overdue_things_grow_is_warned_by_how_many():
    body = make_body()
    old = [make_due("commitments", -days, body) for days in (300, 250, 200)]
    for days in (25, 20, 15, 10, 5, 4):
        make_due("commitments", -days, body)
    old[0].closed_on = TODAY - 10 * DAY

    night()

    assert only(rule=Rule.GROWING).counted == 5


def test_many_complaints_warn_the_body_of_their_number_alone():
    body = make_body()
    for _time in range(5):
        make_accepted(body)

    night()

    warning = only(rule=Rule.CROWDED)
    assert (warning.subject_id, warning.counted, warning.item_id) == (body.id, 5, None)


def test_the_same_reason_again_is_warned_of_with_its_name():
    case = make_case()
    case.subject_id = make_body().id
    for _time in range(3):
        note(case, OpenReason.FUNDS)
    note(case, OpenReason.TALKS)

    night()

    warning = only(rule=Rule.EXCUSE)
    assert (warning.code, warning.counted) == (OpenReason.FUNDS, 3)
    assert "资金尚未安排" in words.why(warning)


def note(case, reason):
    said = {"words": "示例", "next_step": "示例", "next_on": TODAY, "by_name": "示例", "on": TODAY}
    db.session.add(CaseNote(case=case, reason=reason, **said))
    db.session.flush()


def test_a_source_that_falls_silent_is_warned_of_until_it_is_heard_again():
    target = make_target()
    target.set_on, target.due_on = TODAY - 90 * DAY, TODAY + 400 * DAY
    night()
    warning = only(stream="targets", rule=Rule.SILENCE)

    target.set_on = TODAY
    night(1)

    assert warning.subject_id == target.measured_by_id
    assert warning.day == TODAY - 90 * DAY
    assert (warning.ending, warning.ended_on) == (Ending.GONE, TODAY + DAY)


def test_who_can_act_is_told_and_the_office_only_of_what_is_more_than_one_thing():
    body = make_body()
    officer, head = make_user(Role.OFFICER, body), make_user(Role.HEAD, body)
    office, other = (
        make_user(Role.OFFICE, make_body("办公室")),
        make_user(Role.OFFICER, make_body("别局")),
    )
    for _time in range(3):
        make_due("commitments", -100, body)
    make_due("commitments", 5, body)

    night()
    night()

    told = sa.select(Message.person_id, Message.event).where(Message.thing == "early_warning")
    people = {person.id for person in (officer, head, office, other)}
    rows = db.session.execute(told.where(Message.person_id.in_(people)))
    events = {(row[0], row[1].partition("/")[0]) for row in rows}
    assert events == {
        (officer.id, "soon"), (officer.id, "repeated"),
        (head.id, "repeated"), (office.id, "repeated"),
    }  # fmt: skip


def test_a_night_asks_as_much_of_many_things_as_of_few():
    make_due("commitments", 5)
    night()
    with statements() as few:
        night(1)
    for _time in range(20):
        make_due("commitments", 5)

    with statements() as many:
        night(2)

    assert len(many) == len(few)
    assert len(few) <= 20 * len(of_bodies())
