"""过惩相当: what may follow hangs on the act and its gravity, and ends in its own time."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.service import NoBasis, WrongMeasure
from integrity.credit.offences.service import named
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions import linting, measure_ends, removals, service
from integrity.credit.sanctions.models import ListEntry, RemovalGround
from integrity.credit.sanctions.pushes.models import Push
from jobs import daily
from tests.api.makers import bearer, make_token
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.measures.makers import make_draft, make_measure
from tests.sanctions.makers import MEASURE, later, make_heard, make_listed, make_receivers
from tests.statements import statements

YEAR = date(2027, 11, 20)
"""The last day of a measure of one year that is taken today."""


def graded(grade: str | None) -> ListEntry:
    """One heard for the serious list, on a record of this gravity."""
    record = make_record(
        state=RecordState.CONFIRMED, stream="arrears", rule="unpaid-after-due-day", grade=grade
    )
    return make_heard(record.subject, record_id=record.id)


def of_act(code: str) -> ListEntry:
    found = make_heard(make_enterprise(), ground=Ground.HEALTH_AND_LIFE, record=False)
    found.offence = named(code)
    db.session.flush()
    return found


def decide(entry: ListEntry, *codes: str) -> None:
    service.decide_first(entry, "示例", codes, by=make_user(Role.OFFICE), at=NOW)


@pytest.mark.parametrize("grade", ["minor", "general"])
def test_what_the_law_keeps_for_grave_cases_does_not_follow_a_lighter_record(grade: str) -> None:
    """Watch and serious list once offered the same: flight bans for whoever was late by a day."""
    entry = graded(grade)

    with pytest.raises(NoBasis, match="过惩相当"):
        decide(entry, MEASURE)
    decide(entry, "M-S-GOV-14")


@pytest.mark.parametrize("grade", ["serious", "tier1", None])
def test_it_follows_a_grave_record_and_where_no_record_says_more_the_list_does(
    grade: str | None,
) -> None:
    decide(graded(grade), MEASURE)


def test_a_general_measure_of_a_paper_of_the_watch_list_takes_no_grave_one() -> None:
    grave = make_measure(severity="serious", applies_to="enterprise")
    entry = make_heard(
        make_enterprise(), kind=ListKind.WATCH, ground=Ground.MARKET_AND_ORDER, record=False
    )

    with pytest.raises(NoBasis, match="过惩相当"):
        decide(entry, grave.code)


def test_a_measure_for_one_act_follows_no_other_and_nothing_that_is_not_named() -> None:
    """A food ban once followed arrears."""
    for other in (of_act("SX1-02"), of_act("")):
        with pytest.raises(NoBasis, match="SX1-04 安全生产"):
            decide(other, "M-S-ADM-34")
    decide(of_act("SX1-04"), "M-S-ADM-34")


def test_a_measure_for_a_group_of_acts_follows_each_of_it() -> None:
    measure = make_measure(offences="SX1", applies_to="enterprise")

    decide(of_act("SX1-07"), measure.code)


def test_the_second_decider_is_refused_too_where_the_record_was_found_lighter_meanwhile() -> None:
    entry = graded("serious")
    decide(entry, MEASURE)
    db.session.get_one(CreditRecord, entry.record_id).grade = "general"
    db.session.flush()
    db.session.expire(entry)

    with pytest.raises(NoBasis, match="过惩相当"):
        service.decide_second(entry, "示例", by=make_user(Role.OFFICE), at=NOW)


def test_the_page_of_the_decision_says_what_is_kept_back_and_why(client, login) -> None:
    entry = graded("general")
    login(make_user(Role.OFFICE, make_body("领导小组办公室")))
    address = f"/lists/entries/{entry.id}/do/decide"

    page = client.get(address).text
    sent = client.post(address, data={"reasons": "示例保留", "measures": MEASURE})

    assert "不相当" in page and "限制公务消费" in page and f'value="{MEASURE}"' not in page
    assert sent.status_code == 422 and "示例保留" in sent.text


def test_the_lint_names_a_measure_that_no_longer_is_in_proportion() -> None:
    measure = make_measure()
    entry = make_listed(measures=(measure.code,))
    measure.offences = "SX2-17"

    assert [f.code for f in linting.lint(TODAY) if f.entry_id == entry.id] == [measure.code]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"offences": ["SX9-99"]}, "没有这些失信行为代码"),
        ({"offences": ["SX2-17"], "grounds": ["health-and-life"]}, "不符"),
    ],
)
def test_a_draft_names_acts_that_exist_and_are_of_its_grounds(
    typed: dict[str, Any], says: str
) -> None:
    with pytest.raises(WrongMeasure, match=says):
        make_draft(**typed)


def test_a_draft_keeps_the_acts_and_the_gravity_and_its_page_says_them(client, login) -> None:
    draft = make_draft(offences=["SX2-17"], severity="serious")
    login(make_user(Role.OFFICER, draft.owner))

    page = client.get(f"/measures/drafts/{draft.id}").text

    assert (draft.offences, draft.severity) == ("SX2-17", "serious")
    assert "SX2-17 围标串标" in page and "严重以上" in page


def test_a_measure_ends_before_its_entry_and_who_takes_it_is_told_once(client) -> None:
    """A ban of one year on an entry of three dropped out of the interface without a word."""
    measure, other = make_measure(period="BAN-LICENCE-78"), make_measure()
    (body,) = make_receivers(1)
    entry = make_listed(measures=(measure.code, other.code))
    night = later((YEAR - TODAY).days + 1)
    token = make_token("pushes", body)
    since = night.isoformat().replace("+", "%2B")
    changed = f"/api/v1/pushes?updated_since={since}"

    assert measure_ends.tell_ended(on=YEAR, at=night) == 0
    assert client.get(changed, headers=bearer(token)).json["items"] == []
    assert daily.expire(night.date(), night)["measures"] == 1
    assert measure_ends.tell_ended(on=night.date() + timedelta(days=1), at=night) == 0

    (item,) = client.get(changed, headers=bearer(token)).json["items"]
    assert [(c["kind"], c["measure"]) for c in item["changes"]] == [("measure-ended", measure.code)]
    assert "一项措施期限届满" in client.get(f"/lists/entries/{entry.id}").text


def test_the_push_says_which_measure_ended(client, login) -> None:
    measure = make_measure(period="BAN-LICENCE-78", name="示例一年禁止措施")
    (body,) = make_receivers(1)
    make_listed(measures=(measure.code,))
    push = db.session.scalars(sa.select(Push)).one()
    measure_ends.tell_ended(on=date(2027, 11, 21), at=later(366))
    login(make_user(Role.OFFICER, body))

    page = client.get(f"/pushes/{push.id}").text

    assert "一项措施期限届满，停止执行：示例一年禁止措施" in page


def test_one_that_outlasts_its_entry_is_told_at_its_own_end_and_one_revoked_never() -> None:
    measure = make_measure(period="BAN-LICENCE-78")
    make_receivers(1)
    repaired, revoked = (make_listed(measures=(measure.code,)) for _ in range(2))
    service.repair(repaired, "示例", by=make_user(Role.OFFICE), at=later(1))
    by, paper = make_user(Role.OFFICE), "示例撤销决定书"
    removals.propose_removal(
        revoked, RemovalGround.DOCUMENT_REVOKED, paper, "示例", by=by, at=later(1)
    )
    removals.remove(revoked, "示例", by=make_user(Role.OFFICE), at=later(1))

    assert measure_ends.tell_ended(on=date(2027, 11, 21), at=later(366)) == 1
    assert repaired.attachments[0].told_on and not revoked.attachments[0].told_on


def test_a_night_asks_as_much_for_twenty_as_for_one() -> None:
    measure = make_measure(period="BAN-LICENCE-78")
    make_receivers(2)
    make_listed(measures=(measure.code,))
    with statements() as one:
        measure_ends.tell_ended(on=date(2027, 11, 21), at=later(366))
    for _ in range(5):
        make_listed(measures=(measure.code,))
    with statements() as more:
        assert measure_ends.tell_ended(on=date(2027, 11, 21), at=later(366)) == 5

    assert len(more) == len(one)
