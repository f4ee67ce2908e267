"""A court, its case, and the case brought to a state."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.subjects.models import Subject
from integrity.streams.courts import service, settlements
from integrity.streams.courts.models import CourtCase, CreditorKind
from tests.factories import NOW, make_body, make_user

_numbers = count(1)


def make_data(body: Subject | None = None, **more: Any) -> service.CaseData:
    values: dict[str, Any] = {
        "case_no": f"（2026）鲁01执{next(_numbers)}号",
        "cause": "建设工程施工合同纠纷",
        "owed": Decimal("120000.00"),
        "received_on": date(2026, 6, 1),
        "creditor_kind": CreditorKind.ENTERPRISE,
    }
    return service.CaseData(body=body or make_body(), **(values | more))


def make_case(
    body: Subject | None = None,
    court: Subject | None = None,
    at: datetime = NOW,
    **more: Any,
) -> CourtCase:
    """A case as the court pushed it."""
    court = court or make_body("示例人民法院")
    case = service.receive(
        court,
        make_data(body, **more),
        source="test",
        external_id=str(next(_numbers)),
        by=make_user(Role.COURT, court),
        at=at,
    )
    db.session.flush()
    return case


def make_assigned(due_on: date | None = None, at: datetime = NOW, **more: Any) -> CourtCase:
    """A case with its body; due by the rule, or on a given day."""
    case = make_case(at=at, **more)
    service.assign(case, by=make_user(Role.OFFICE), at=at)
    case.due_on = due_on or case.due_on
    db.session.flush()
    return case


def make_performing(at: datetime = NOW, **more: Any) -> CourtCase:
    """A case that its body has begun to perform."""
    case = make_assigned(at=at, **more)
    service.accept(case, by=officer_of(case), at=at)
    service.start(case, by=officer_of(case), at=at)
    return case


def make_reported(done_on: date, at: datetime = NOW, **more: Any) -> CourtCase:
    """A case of which the body says that it performed."""
    case = make_performing(at=at, **more)
    service.perform(case, done_on, "付款凭证", by=officer_of(case), at=at)
    db.session.flush()
    return case


def officer_of(case: CourtCase) -> Any:
    return make_user(Role.OFFICER, case.subject)


def judge_of(case: CourtCase) -> Any:
    return make_user(Role.COURT, case.court)


def make_agreed(parts: list[Any], at: datetime = NOW, **more: Any) -> CourtCase:
    """A case whose settlement the body reported and the court confirmed."""
    case = make_performing(at=at, **more)
    day = local_day(at)
    service.settle(case, day, "和解协议", parts, by=officer_of(case), at=at)
    settlements.agree(case, day, by=judge_of(case), at=at)
    db.session.flush()
    return case
