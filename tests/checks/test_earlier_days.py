"""What was in force and known on an earlier day, marked as no ground for a decision today."""

from datetime import timedelta

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.checks import outcomes, service
from integrity.credit.checks.models import Verdict
from integrity.credit.checks.outcome_models import Outcome
from integrity.credit.checks.outcomes import Said
from integrity.credit.checks.queries import WrongBatch, WrongQuery
from integrity.credit.objections import service as objections
from integrity.credit.records import service as records
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions import service as sanctions
from tests.checks.makers import CLERK, ask, make_check
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.sanctions.makers import later, make_listed, make_nominated


def ago(days: int):
    return TODAY - timedelta(days=days)


def make_known(days: int = 60) -> None:
    """Something that happened so long ago, from which on this system knows what happened."""
    make_nominated(make_body(), at=later(-days))


def test_an_entry_is_answered_as_it_stood_then() -> None:
    make_known()
    body = make_body()
    entry = make_listed(body, at=later(-30))
    office = make_user(Role.OFFICE)
    sanctions.revoke(entry, "撤销", by=office, at=later(-10))

    verdicts = [ask({"code": body.uscc}, ago(days)).verdict for days in (31, 30, 11, 10)]

    assert verdicts == [Verdict.CLEAR, Verdict.RESTRICT, Verdict.RESTRICT, Verdict.CLEAR]
    answer = ask({"code": body.uscc}, ago(11)).answer
    assert answer["entries"][0]["ended_on"] == ago(10).isoformat()


@pytest.mark.parametrize("end", ["repair", "withdraw"])
def test_a_record_is_answered_as_it_stood_then_like_an_entry(end: str) -> None:
    """Records repaired or withdrawn since were hidden of a day on which they counted."""
    make_known()
    state = RecordState.CONFIRMED if end == "repair" else RecordState.DISPUTED
    record = make_record(state=state, decided_on=ago(30), until=ago(-30), public=True)
    getattr(records, end)(record, by=CLERK, at=later(-10), why="示例")
    db.session.flush()

    verdicts = [
        ask({"code": record.subject.uscc}, ago(days)).verdict for days in (31, 30, 11, 10, 0)
    ]

    assert verdicts == [
        Verdict.CLEAR,
        Verdict.CAUTION,
        Verdict.CAUTION,
        Verdict.CLEAR,
        Verdict.CLEAR,
    ]
    [then] = ask({"code": record.subject.uscc}, ago(11)).answer["records"]
    assert (then["ended_on"], then["summary"], then["url"]) == (ago(10).isoformat(), "", None)


def test_whether_it_was_disputed_is_told_as_of_that_day() -> None:
    make_known()
    body, officer = make_body(), make_user(Role.OFFICER)
    entry = make_listed(body, at=later(-30))
    record = db.session.get(records.CreditRecord, entry.record_id)
    filed = objections.file(record, "示例", by=officer, at=later(-20))
    objections.accept(filed, by=CLERK, at=later(-19))
    record.decided_on, record.until = ago(30), ago(-30)
    objections.reject(filed, "示例", by=make_user(Role.OFFICE), at=later(-5))
    db.session.flush()

    told = [
        ask({"code": body.uscc}, ago(days)).answer["entries"][0]["disputed"]
        for days in (21, 20, 6, 5)
    ]

    assert told == [False, True, True, False]


def test_an_answer_about_an_earlier_day_is_marked_and_no_ground_for_a_decision() -> None:
    """A past day gave a clean receipt for somebody who is listed now."""
    make_known()
    body = make_body()
    make_listed(body)

    made = make_check({"q": {"code": body.uscc}}, as_of=ago(1))
    told = service.as_json(made)

    assert (told["as_of"], told["current"]) == (ago(1).isoformat(), False)
    assert told["results"]["q"]["as_of"] == ago(1).isoformat()
    assert "不能作为今天的核查结果" in told["results"]["q"]["explanations"]["as_of"]
    with pytest.raises(WrongQuery, match="不能作为办理依据"):
        outcomes.report_whole(made, "q", Said(Outcome.APPLIED), by=CLERK, at=NOW)


def test_an_answer_about_today_is_current() -> None:
    told = service.as_json(make_check({"q": {"code": make_enterprise().uscc}}, as_of=TODAY))

    assert told["current"] is True
    assert "as_of" not in told["results"]["q"]["explanations"]


def test_days_before_anything_was_known_and_days_to_come_are_refused() -> None:
    make_known(60)
    body = make_body()

    with pytest.raises(WrongBatch, match="无法还原"):
        ask({"code": body.uscc}, ago(61))
    with pytest.raises(WrongBatch, match="不能晚于今天"):
        ask({"code": body.uscc}, ago(-1))


def test_a_subject_that_was_merged_cannot_be_answered_for_an_earlier_day() -> None:
    make_known()
    old, new = make_body("示例撤并局"), make_body("示例新局")
    old.merged_into_id = new.id

    then, now = ask({"code": old.uscc}, ago(5)), ask({"code": old.uscc})

    assert then.verdict is Verdict.ERROR
    assert "无法还原" in then.answer["error"]
    assert (now.verdict, now.subject_id) == (Verdict.CLEAR, new.id)
