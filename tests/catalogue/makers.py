"""A change of the catalogue that waits for its review, unless a test says otherwise."""

from datetime import date, datetime
from itertools import count
from typing import Any

from integrity.base.permissions import Role
from integrity.casework import drafting
from integrity.credit.catalogue import drafts
from integrity.credit.catalogue.draft_models import CatalogueDraft
from integrity.credit.catalogue.models import CatalogueItem
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_body, make_user

_numbers = count(1)
TYPED: dict[str, Any] = {
    "name": "示例信息事项",
    "category": "administrative",
    "sense": "neutral",
    "applies_to": ["enterprise"],
    "source": "示例局",
    "cycle": "monthly",
    "sharing": "all",
    "condition": "",
    "publicity": "public",
    "period": "",
    "person_ground": "",
    "columns": "",
    "legal_basis": "示例条例第三条",
    "basis_level": "law",
    "effective_from": date(2020, 1, 1),
    "effective_to": None,
    "reasons": "示例理由",
}
"""What is typed to propose an item."""


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def make_catalogue_draft(
    body: Subject | None = None, replaces: CatalogueItem | None = None, **typed: Any
) -> CatalogueDraft:
    """One that waits for its review."""
    by = make_user(Role.OFFICER, body or make_body())
    code = typed.pop("code", None) or f"T-{next(_numbers)}"
    made = drafts.draft(code, replaces, by.body, by=by, at=NOW, **(TYPED | typed))
    drafting.submit(made, by=by, at=NOW)
    return made


def approved(draft: CatalogueDraft, at: datetime = NOW) -> Any:
    """The version that two of the office made of it."""
    drafts.review(draft, True, "示例", by=office(), at=at)
    drafts.approve(draft, by=office(), at=at)
    return draft.item
