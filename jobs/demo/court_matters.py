"""Today at the invented court: a settlement in parts, a case that is open for a reason, a suit."""

from datetime import date, timedelta
from decimal import Decimal

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.streams.courts import handed_down, listings, notes, settlements
from integrity.streams.courts.models import CaseState, CourtCase, CreditorKind
from integrity.streams.courts.reasons import OpenReason
from integrity.streams.lawsuits import service as lawsuits
from jobs.demo.decisions import EXAMPLE
from jobs.demo.participants import COURT, Participants


def leave_open(players: Participants, today: date) -> None:
    """One case is settled in two parts; the others say why they are open; one body lost a suit."""
    judge, at = players.people["court"], clock.at(today, 10)
    wanted = sa.select(CourtCase).where(CourtCase.state == CaseState.PERFORMING)
    cases = db.session.scalars(wanted.order_by(CourtCase.id)).all()
    for case in cases[1:4]:
        said = ("年度资金不足，已提出列入预算申请（示例）。", "报送预算申请（示例）")
        day, officer = today + timedelta(days=20), players.officer(case.subject_id)
        notes.add(case, OpenReason.FUNDS, *said, day, "示例承办人", by=officer, at=at)
    for case in cases[:1]:
        half = (case.outstanding / 2).quantize(Decimal("0.01"))
        days = (today + timedelta(days=30), today + timedelta(days=60))
        parts = [(days[0], half, ""), (days[1], case.outstanding - half, "")]
        officer = players.officer(case.subject_id)
        settlements.settle(case, today, EXAMPLE, parts, by=officer, at=at)
        settlements.agree(case, today, by=judge, at=at)
    for case in cases[1:2]:
        listings.propose(case, EXAMPLE, by=judge, at=at)
        _hand_down(case, today)
    suit = lawsuits.Suit(
        case_no=f"（{today.year}）示0199民初7号",
        body=players.bodies[0],
        cause="买卖合同纠纷（示例）",
        creditor_kind=CreditorKind.ENTERPRISE,
        amount=Decimal(180_000),
        sued_on=today - timedelta(days=90),
    )
    lost = lawsuits.bring(players.subjects[COURT], suit, by=judge, at=at)
    day = today + timedelta(days=10)
    lawsuits.lose(lost, today - timedelta(days=5), day, by=judge, at=at)


def _hand_down(case: CourtCase, today: date) -> None:
    """A list from the city names a case that is known here and one that is not."""
    for number in (case.case_no, f"（{today.year}）示0198执3号"):
        row = handed_down.HandedDown(
            list_no=f"示信办〔{today.year}〕9号",
            handed_by="示例市信用主管部门（示例）",
            handed_on=today - timedelta(days=7),
            answer_by=today + timedelta(days=14),
            case_no=number,
            key=handed_down.key(number),
            body_name=case.subject.name,
        )
        db.session.add(row)
