"""A body that inspects, its rule, and subjects it inspects less or more often."""

from typing import Any

from integrity.base.permissions import Role
from integrity.credit.inspections import service
from integrity.credit.inspections.models import InspectionRule
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.sanctions.models import ListEntry
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_body, make_enterprise, make_user
from tests.sanctions.makers import make_listed

SAID: dict[str, Any] = {
    "matter": "示例食品安全检查",
    "usual": 4,
    "reduced": 2,
    "raised": 8,
    "floor": 1,
    "floor_basis": "示例食品条例第五条",
    "legal_basis": "示例检查计划",
}


def make_rule(body: Subject | None = None, at: Any = NOW, **said: Any) -> InspectionRule:
    body = body or make_body()
    by = make_user(Role.OFFICER, body)
    return service.set_rule(body, **(SAID | said), by=by, at=at)


def make_good(subject: Subject | None = None) -> ListEntry:
    """One on the red list, to be inspected less often."""
    return make_listed(
        subject or make_enterprise(),
        kind=ListKind.RED,
        ground=Ground.GOOD_CREDIT,
        record=False,
        measures=("M-I-ADM-03", "M-I-ADM-07"),
    )


def make_watched(subject: Subject | None = None) -> ListEntry:
    """One on the watch list, to be inspected more often."""
    return make_listed(
        subject or make_enterprise(),
        kind=ListKind.WATCH,
        ground=Ground.MARKET_AND_ORDER,
        record=False,
        measures=("M-S-ADM-03",),
    )
