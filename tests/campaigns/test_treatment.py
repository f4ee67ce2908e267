"""What becomes of a finding: disputed, ordered, looked at by two, struck off; and the report."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.breaches import PROBLEM_NAMES, Problem
from integrity.casework.documents import service as documents
from integrity.casework.documents.paper import Table
from integrity.credit.records.models import RecordState
from integrity.people.subjects import competence
from integrity.streams.campaigns import figures, finding, grounds, reports, service, treatment
from integrity.streams.campaigns.models import Campaign, Finding, FindingState, Source
from integrity.streams.courts import service as courts
from integrity.streams.rectifications.models import RectificationState
from tests.campaigns.makers import (
    SHEET,
    make_campaign,
    make_finding,
    make_inspected,
    make_ordered,
    office,
    put_right,
    report_of,
)
from tests.courts.makers import judge_of, make_performing
from tests.factories import NOW, TODAY, make_body, make_record, make_user

pytestmark = pytest.mark.usefixtures("app")
LONG_AGO = date(2026, 6, 1)


@pytest.mark.parametrize(
    "words",
    [
        "换届后新任领导不了解",
        "经办人已经调离",
        "机构改革后职能调整",
        "财政资金紧张",
        "预算没有到位",
    ],
)
def test_no_excuse_of_the_law_disputes_a_finding(words: str) -> None:
    found = make_finding()

    with pytest.raises(grounds.NoGround, match="不能据此不整改"):
        treatment.dispute(found, "never_owed", words, by=make_user(), at=NOW)

    assert found.state is FindingState.FOUND


@pytest.mark.parametrize(
    ("decide", "state"),
    [(treatment.uphold, FindingState.DISMISSED), (treatment.reject, FindingState.CONFIRMED)],
)
def test_a_dispute_is_decided_by_name_and_with_reasons(decide: Any, state: FindingState) -> None:
    found = make_finding()
    treatment.dispute(found, "done", "供应商已经确认收款", by=make_user(), at=NOW)
    by = office()

    decide(found, "核对了付款凭证", by=by, at=NOW)

    assert (found.state, found.decided_by_name) == (state, by.name)
    assert found.decided_why == "核对了付款凭证"


def test_the_competent_body_decides_and_the_office_does_not() -> None:
    """The office said itself whether a debt was one."""
    industry = make_body("示例工业和信息化局")
    competence.register("arrears", industry.id, by=office(), at=NOW)
    found = make_finding()
    treatment.dispute(found, "done", "供应商已经确认收款", by=make_user(), at=NOW)

    with pytest.raises(treatment.NotCompetent, match="工业和信息化局"):
        treatment.reject(found, "没有付款凭证", by=office(), at=NOW)

    treatment.reject(found, "没有付款凭证", by=make_user(Role.FINDER, industry), at=NOW)
    assert found.state is FindingState.CONFIRMED


def test_no_body_decides_about_itself() -> None:
    body = make_body("领导小组办公室")
    found = make_finding(body)
    treatment.dispute(found, "done", "已经确认", by=make_user(), at=NOW)

    with pytest.raises(treatment.NotCompetent):
        treatment.uphold(found, "已经付清", by=make_user(Role.OFFICE, body), at=NOW)


def test_a_body_is_heard_before_it_is_ordered_and_its_silence_stops_nothing() -> None:
    found = make_finding()
    until = found.step_due_on
    assert until is not None

    with pytest.raises(treatment.NotYet):
        treatment.order(found, "示例", by=office(), at=clock.at(until, 9))

    treatment.order(found, "示例", by=office(), at=clock.at(until + timedelta(days=1), 9))
    assert found.order and found.order.problem is Problem.ARREARS


def test_the_order_is_the_one_that_is_open_or_that_of_the_record_of_the_breach() -> None:
    body = make_body()
    case = make_performing(body=body, due_on=LONG_AGO)
    record = make_record(
        body, RecordState.CONFIRMED, stream="courts", rule="not-performed", item_id=case.id
    )
    first, second = (make_campaign(body) for _ in range(2))
    made = []
    for campaign in (first, second):
        finding.find(campaign, by=office(), at=NOW)
        of_it = sa.select(Finding).where(Finding.campaign_id == campaign.id)
        found = db.session.scalars(of_it).one()
        treatment.admit(found, "办公室主任", by=make_user(Role.OFFICER, body), at=NOW)
        made.append(treatment.order(found, "示例：立即履行", by=office(), at=NOW))

    assert made[0] is made[1] and made[0].record_id == record.id


def test_only_what_the_body_reported_is_looked_at_on_the_spot() -> None:
    found = make_ordered()

    with pytest.raises(treatment.NotYet, match="还没有报告"):
        treatment.inspect(found, TODAY, by=office(), at=NOW, **SHEET)


def test_nothing_is_struck_off_while_its_own_stream_says_that_it_is_owed() -> None:
    """Who owes and the office could have struck off a judgment that the court knew unpaid."""
    body = make_body()
    case = make_performing(body=body, due_on=LONG_AGO)
    campaign = make_campaign(body)
    finding.find(campaign, by=office(), at=NOW)
    found = db.session.scalars(sa.select(Finding)).one()
    officer = make_user(Role.OFFICER, body)
    treatment.admit(found, "办公室主任", by=officer, at=NOW)
    treatment.order(found, "示例：立即履行", by=office(), at=NOW)
    courts.perform(case, TODAY, "示例", by=officer, at=NOW)
    put_right(found)

    with pytest.raises(treatment.NotYet, match="权利人、法院"):
        treatment.inspect(found, TODAY, by=office(), at=NOW, **SHEET)

    courts.confirm(case, TODAY, by=judge_of(case), at=NOW)
    treatment.inspect(found, TODAY, by=office(), at=NOW, **SHEET)
    treatment.strike(found, "核对无误", by=office(), at=NOW)
    assert found.state is FindingState.STRUCK


def test_two_people_strike_off_and_the_order_is_verified_with_it() -> None:
    one = office()
    found = make_inspected(by=one)

    with pytest.raises(treatment.SameInspector):
        treatment.strike(found, "核对无误", by=one, at=NOW)

    treatment.strike(found, "核对无误", by=office(), at=NOW)
    assert found.order and found.order.state is RectificationState.VERIFIED
    assert (found.inspected_by_name, found.struck_on) == (one.name, TODAY)
    (sheet,) = documents.of_thing("finding", found.id)
    assert f"{one.name}、{found.struck_by_name}" in sheet.content and SHEET["seen"] in sheet.content


def test_what_the_second_does_not_agree_with_is_open_again_with_its_old_day() -> None:
    found = make_inspected()
    due = found.due_on

    treatment.send_back(found, "现场仍未修复", by=office(), at=NOW)

    assert found.state is FindingState.ORDERED and found.due_on == due
    assert found.order and found.order.state is RectificationState.ANSWERED


def test_a_body_says_every_week_how_far_it_is() -> None:
    found = make_ordered()
    officer = make_user(Role.OFFICER, found.subject)

    for days, words in ((0, "已经申请资金"), (1, "已经付一半"), (7, "已经付清")):
        treatment.report(found, words, by=officer, at=clock.at(TODAY + timedelta(days=days), 9))
    db.session.flush()
    db.session.expire(found)

    assert [progress.words for progress in found.progress] == ["已经付清", "已经付一半"]


def test_a_campaign_is_not_closed_over_what_nobody_has_decided() -> None:
    found = make_finding()
    report = report_of(found.campaign, found.subject)
    reports.sign_zero(report, "示例", by=make_user(Role.HEAD, found.subject), at=NOW)

    with pytest.raises(service.NotDone, match="1 项"):
        service.close(found.campaign, "示例", by=office(), at=NOW)


def test_nor_before_the_bodies_had_their_time_to_report() -> None:
    campaign = make_campaign(make_body())
    after = campaign.report_until

    with pytest.raises(service.NotDone):
        service.close(campaign, "示例", by=office(), at=NOW)

    assert after is not None
    service.close(campaign, "示例", by=office(), at=clock.at(after + timedelta(days=1), 9))
    assert campaign.closed_on == after + timedelta(days=1)


def made_of_everything() -> Campaign:
    """Three bodies, of which one is silent, and a finding in every state that may be left."""
    bodies = [make_body(name) for name in ("甲示例局", "乙示例局", "丙示例局")]
    campaign = make_campaign(*bodies)
    head = make_user(Role.HEAD, bodies[0])
    reports.sign_zero(report_of(campaign, bodies[0]), "示例", by=head, at=NOW)
    make_ordered(bodies[0], campaign=campaign, problem=Problem.OLD_PROMISES_IGNORED)
    struck = make_inspected(bodies[0], campaign=campaign)
    treatment.strike(struck, "核对无误", by=office(), at=NOW)
    told = make_finding(bodies[1], campaign, source=Source.SELF)
    treatment.order(told, "示例", TODAY + timedelta(days=30), by=office(), at=NOW)
    wrong = make_finding(bodies[1], campaign, Problem.JUDGMENT_REFUSED)
    treatment.dispute(wrong, "other_body", "由另一单位履行", by=make_user(), at=NOW)
    treatment.uphold(wrong, "已经核对判决书", by=office(), at=NOW)
    return campaign


def test_every_figure_of_the_closing_report_is_counted_from_its_items() -> None:
    """What the report says is what anybody counts in the list of findings."""
    campaign = made_of_everything()
    assert campaign.report_until
    at = clock.at(campaign.report_until + timedelta(days=1), 9)

    service.close(campaign, "治理到位", by=office(), at=at)

    items = db.session.scalars(sa.select(Finding)).all()
    paper = documents.of_thing("campaign", campaign.id)[-1].paper
    tables = [part for part in paper.body if isinstance(part, Table)]
    states = (FindingState.DISMISSED, FindingState.ORDERED, FindingState.STRUCK)
    sources = (Source.RULE, Source.SELF, Source.LEAD)
    for row, problem in zip(tables[0].rows, [*Problem, None], strict=True):
        of = [one for one in items if problem in (None, one.problem)]
        found, by = Counter(one.state for one in of), Counter(one.source for one in of)
        counted = (len(of), *(by[s] for s in sources), *(found[s] for s in states))
        name = str(PROBLEM_NAMES[problem]) if problem else "合计"
        assert row == (name, *map(str, counted))
    left = [one for one in items if one.state is FindingState.ORDERED]
    assert len(tables[1].rows) == len(left) == 2
    words = " ".join(part for part in paper.body if isinstance(part, str))
    assert "应当整改3项，已销号1项，销号率33.3%" in words
    assert (
        "纳入范围3个单位，报告问题1个，零报告1个（其中与排查结果不符1个），逾期未报告1个" in words
    )
    assert "逾期未报告的单位：丙示例局" in words
    assert figures.findings(campaign).of() == len(items)
