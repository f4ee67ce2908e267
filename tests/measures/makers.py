"""A measure that may be attached, unless a test says otherwise."""

from datetime import date
from itertools import count
from typing import Any

from integrity.base.db import db
from integrity.casework.rules.models import Verified
from integrity.credit.measures.models import BasisLevel, Measure, MeasureClass, MeasureKind

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
