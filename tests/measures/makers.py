"""A measure that may be attached, unless a test says otherwise."""

from datetime import date
from itertools import count
from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework import drafting
from integrity.casework.rules.models import Verified
from integrity.credit.measures import drafts, ledger
from integrity.credit.measures.draft_models import DraftState, MeasureDraft
from integrity.credit.measures.ledger_models import LedgerRow, Matter
from integrity.credit.measures.models import BasisLevel, Measure, MeasureClass, MeasureKind
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_body, make_user

_numbers = count(1)


def make_measure(**more: Any) -> Measure:
    values: dict[str, Any] = {
        "code": f"T-{next(_numbers)}",
        "kind": MeasureKind.SANCTION,
        "category": MeasureClass.GOVERNMENT_BODY,
        "name": "示例措施",
        "content": "示例内容",
        "applies_to": "government-body;enterprise;person",
        "lists": "serious;correction;watch",
        "grounds": "",
        "sizes": "",
        "organ": "",
        "period": "",
        "executing_unit": "有关部门",
        "legal_basis": "示例条例第一条",
        "basis_level": BasisLevel.LAW,
        "effective_from": date(2020, 1, 1),
        "effective_to": None,
        "verified": Verified.PRIMARY,
    }
    measure = Measure(**(values | more))
    db.session.add(measure)
    db.session.flush()
    return measure


TYPED: dict[str, Any] = {
    "kind": "sanction",
    "category": "administrative",
    "name": "示例措施",
    "content": "示例内容",
    "base_item": "",
    "applies_to": ["government-body", "enterprise"],
    "sizes": [],
    "lists": ["serious"],
    "grounds": [],
    "conditions": "有履行能力而拒不履行",
    "legal_basis": "示例条例第二条",
    "basis_level": "law",
    "effective_from": date(2020, 1, 1),
    "effective_to": None,
    "organ": "",
    "period": "",
    "executing_unit": "示例单位",
    "matters": "示例事项001",
    "clerk": "示例：不予办理",
    "reasons": "示例理由",
}
"""What is typed to draft a measure."""


def make_draft(
    owner: Subject | None = None, replaces: Measure | None = None, **typed: Any
) -> MeasureDraft:
    """One that waits for its review."""
    body = owner or (replaces.owner if replaces else None) or make_body()
    by = make_user(Role.OFFICER, body)
    made = drafts.draft(body, replaces, by=by, at=NOW, **(TYPED | typed))
    drafting.submit(made, by=by, at=NOW)
    return made


def make_row(owner: Subject | None = None, file_title: str = "示例文件") -> LedgerRow:
    """A file on the ledger that its owner has to settle."""
    by = make_user(Role.OFFICE, make_body("领导小组办公室"))
    body = owner or make_body()
    return ledger.enter(file_title, Matter.SHARING, "示例不符之处", body, by=by, at=NOW)


def put_in_force(draft: MeasureDraft) -> Any:
    """What two of the office made of it."""
    one, other = (make_user(Role.OFFICE, make_body("领导小组办公室")) for _ in range(2))
    if draft.state is DraftState.SUBMITTED:
        drafts.review(draft, True, "示例", by=one, at=NOW)
    drafts.approve(draft, by=other, at=NOW)
    return draft.measure
