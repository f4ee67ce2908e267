"""A matter of the application list, proposed by one of the office and adopted by another."""

from typing import Any

from integrity.base.permissions import Role
from integrity.credit.matters import service
from integrity.credit.matters.models import Matter
from tests.factories import NOW, make_body, make_user

SAID: dict[str, Any] = {
    "name": "示例许可",
    "kind": "licensing",
    "measures": [],
    "everybody": True,
    "bodies": [],
    "legal_basis": "示例清单〔2026〕1号",
    "reasons": "示例理由",
}


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def make_proposal(code: str = "SX-1", by: Any = None, **more: Any) -> Matter:
    """One that waits for another person."""
    return service.propose(code, **(SAID | more), by=by or office(), at=NOW)


def make_matter(code: str = "SX-1", **more: Any) -> Matter:
    """One that is on the list from today on."""
    made = make_proposal(code, **more)
    service.adopt(made, by=office(), at=NOW)
    return made
