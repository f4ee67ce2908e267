"""A suit as the court tells of it, and brought to a stage."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.subjects.models import Subject
from integrity.streams.courts.models import CreditorKind
from integrity.streams.lawsuits import service
from integrity.streams.lawsuits.models import Lawsuit
from tests.factories import NOW, make_body, make_user

_numbers = count(1)


def make_suit(body: Subject | None = None, court: Subject | None = None, **more: Any) -> Lawsuit:
    """A suit that was brought."""
    court = court or make_body("示例人民法院")
    values: dict[str, Any] = {
        "case_no": f"（2026）鲁01民初{next(_numbers)}号",
        "cause": "买卖合同纠纷",
        "creditor_kind": CreditorKind.ENTERPRISE,
        "amount": Decimal(120000),
        "sued_on": date(2026, 6, 1),
    }
    suit = service.Suit(body=body or make_body(), **(values | more))
    made = service.bring(court, suit, by=make_user(Role.COURT, court), at=NOW)
    db.session.flush()
    return made


def make_lost(until: date, **more: Any) -> Lawsuit:
    """A suit that the body lost."""
    suit = make_suit(**more)
    service.lose(suit, date(2026, 10, 1), until, by=judge_of(suit), at=NOW)
    db.session.flush()
    return suit


def judge_of(suit: Lawsuit) -> Any:
    return make_user(Role.COURT, suit.court)
