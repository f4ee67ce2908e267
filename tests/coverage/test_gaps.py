"""Every month a body is asked why it made no check; what it explains is told beside the rate."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.outbox import Message
from integrity.base.permissions import Role
from integrity.credit.coverage import gaps, rates, service
from integrity.credit.coverage.gap_models import CoverageGap, GapState
from integrity.credit.coverage.models import Approval, GapReason
from integrity.people.subjects.models import Subject
from jobs import daily
from tests.coverage.makers import MATTER, SYSTEM, make_approval
from tests.factories import NOW, TODAY, make_body, make_user
from tests.matters.makers import make_matter

LAST = TODAY.replace(day=1) - timedelta(days=1)
"""A day of the month that is over."""


def make_gap(body: Subject | None = None, number: int = 2, on: date = LAST) -> CoverageGap:
    """A month of which a body has so many approvals without a check."""
    body = body or make_body("示例审批局")
    said = [service.Said(MATTER, f"示例{n}号", on) for n in range(number)]
    service.report(body, said, by=SYSTEM, at=NOW)
    gaps.ask(on=TODAY, at=NOW)
    return db.session.scalars(sa.select(CoverageGap).filter_by(body_id=body.id)).one()


def approvals(gap: CoverageGap) -> list[Approval]:
    return list(db.session.scalars(gaps.missing(gap).order_by(Approval.id)))


def test_a_body_is_asked_once_for_the_month_that_is_over() -> None:
    gap = make_gap(number=3)
    make_approval(make_body("示例乙局"))  # of this month

    assert gaps.ask(on=TODAY, at=NOW) == 0
    assert (gap.state, gap.number, gap.month) == (GapState.ASKED, 3, LAST.replace(day=1))
    assert gap.step_due_on is not None and gap.step_due_on > TODAY


def test_a_month_that_was_reported_late_is_asked_for_as_well() -> None:
    """Who reported October in December was never asked for it."""
    body = make_body("示例审批局")
    early = LAST.replace(day=1) - timedelta(days=40)
    make_approval(body, on=early)
    make_approval(body, "示例2号", on=early - timedelta(days=500))

    assert (gaps.ask(on=TODAY, at=NOW), gaps.ask(on=TODAY, at=NOW)) == (1, 0)
    [gap] = db.session.scalars(sa.select(CoverageGap))
    assert gap.month == early.replace(day=1)


@pytest.mark.parametrize("accepted", [True, False])
def test_what_is_reported_after_the_explanation_is_asked_for_again(accepted: bool) -> None:
    """A body that kept some back was done with the month."""
    gap = make_gap(number=1)
    clerk = make_user(Role.CLERK, gap.body)
    gaps.explain_all(gap, GapReason.DOWN, "系统故障", by=clerk, at=NOW)
    if accepted:
        gaps.accept(gap, "属实", by=make_user(Role.OFFICE), at=NOW)
    assert gaps.ask(on=TODAY, at=NOW) == 0
    make_approval(gap.body, "示例9号", on=LAST)

    assert (gaps.ask(on=TODAY, at=NOW), gaps.ask(on=TODAY, at=NOW)) == (1, 0)
    assert (gap.state, gap.number) == (GapState.ASKED, 2)
    assert gap.step_due_on is not None and gap.step_due_on > TODAY
    assert [a.gap_reason for a in approvals(gap)] == [GapReason.DOWN, None]


def test_only_what_the_list_asks_to_be_checked_is_asked_for() -> None:
    body = make_body("示例审批局")
    make_matter("SX-9", everybody=False, bodies=[])
    make_approval(body, matter="SX-9", on=LAST)

    assert gaps.ask(on=TODAY, at=NOW) == 0


def test_the_body_is_reminded_by_message_once_a_month() -> None:
    gap = make_gap()
    clerk = make_user(Role.CLERK, gap.body)
    db.session.flush()

    for _night in range(2):
        daily.ask_for_missing_checks(TODAY, NOW)

    told = sa.select(Message).where(Message.person_id == clerk.id)
    assert len(db.session.scalars(told).all()) == 1


def test_one_by_one_or_together_and_only_when_all_is_explained_the_office_has_its_turn() -> None:
    gap = make_gap(number=3)
    clerk = make_user(Role.CLERK, gap.body)
    first = approvals(gap)[0]

    gaps.explain(gap, GapReason.DOWN, "接口中断", [first.id], by=clerk, at=NOW)
    half = gap.state
    gaps.explain_all(gap, GapReason.OVERLOOKED, "疏漏", by=clerk, at=NOW)

    assert (half, gap.state) == (GapState.ASKED, GapState.EXPLAINED)
    assert [a.gap_reason for a in approvals(gap)] == [
        GapReason.DOWN, GapReason.OVERLOOKED, GapReason.OVERLOOKED,
    ]  # fmt: skip


def test_what_is_explained_and_accepted_stands_beside_the_rate_and_changes_nothing_of_it() -> None:
    gap = make_gap(number=10)
    rows = rates.by_body(LAST.replace(day=1), TODAY)
    before = db.session.execute(rows).one()

    gaps.explain_all(gap, GapReason.DOWN, "接口中断", by=make_user(Role.CLERK, gap.body), at=NOW)
    gaps.accept(gap, "情况属实", by=make_user(Role.OFFICE), at=NOW)
    after = db.session.execute(rows).one()

    assert gap.state is GapState.ACCEPTED
    assert (before.total, before.checked, before.explained) == (10, 0, 0)
    assert (after.total, after.checked, after.explained) == (10, 0, 10)


def test_what_is_sent_back_counts_as_not_explained_and_is_explained_anew() -> None:
    gap = make_gap()
    clerk = make_user(Role.CLERK, gap.body)
    gaps.explain_all(gap, GapReason.OTHER, "不清楚", by=clerk, at=NOW)

    gaps.send_back(gap, "请写明", by=make_user(Role.OFFICE), at=NOW)
    rows = rates.by_body(LAST.replace(day=1), TODAY)
    assert db.session.execute(rows).one().explained == 0
    gaps.explain_all(gap, GapReason.OVERLOOKED, "疏漏", by=clerk, at=NOW)

    assert gap.state is GapState.EXPLAINED


def test_nobody_accepts_what_their_own_body_explains() -> None:
    office = make_body("领导小组办公室")
    gap = make_gap(office)
    gaps.explain_all(gap, GapReason.OTHER, "疏漏", by=make_user(Role.CLERK, office), at=NOW)

    with pytest.raises(gaps.OwnGap):
        gaps.accept(gap, "同意", by=make_user(Role.OFFICE, office), at=NOW)


def test_nothing_is_explained_of_what_had_a_check() -> None:
    gap = make_gap()
    clerk = make_user(Role.CLERK, gap.body)

    with pytest.raises(gaps.WrongExplanation):
        gaps.explain(gap, GapReason.OTHER, "疏漏", [0], by=clerk, at=NOW)


def test_a_clerk_explains_by_page_and_the_office_answers_and_others_see_nothing(login) -> None:
    gap = make_gap()
    client = login(make_user(Role.CLERK, gap.body))
    page = f"/coverage/gaps/{gap.id}"
    first, _second = approvals(gap)
    typed = {"reason": "overlooked", "why": "工作疏漏"}

    assert gap.title in client.get("/desk/").text
    assert first.case_no in client.get(page).text
    single = f"/coverage/items/{first.id}/explain"
    assert client.post(single, data=typed | {"why": ""}).status_code == 422
    assert client.post(single, data=typed).status_code == 302
    assert client.post(f"{page}/do/explain_gap", data=typed).status_code == 302
    db.session.refresh(gap)
    assert gap.state is GapState.EXPLAINED
    assert client.post(f"{page}/do/accept_gap", data={"why": "x"}).status_code == 403

    assert login(make_user(Role.CLERK, make_body())).get(page).status_code in (403, 404)
    office = login(make_user(Role.OFFICE))
    assert gap.title in office.get("/desk/").text
    assert office.post(f"{page}/do/accept_gap", data={"why": "属实"}).status_code == 302
    assert "没有核查、已说明原因" in office.get("/coverage/").text
    assert "工作疏漏" in office.get("/coverage/items/?state=missing").text
    assert clock.today() == TODAY
