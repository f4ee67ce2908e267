"""Typical cases and models of good faith as everybody reads them, for the public log."""

from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.addresses import path_to
from integrity.base.publications.kinds import Kind
from integrity.credit.cases.models import TypicalCase
from integrity.credit.cases.visibility import published
from integrity.credit.records.models import CreditRecord


def _case(case: TypicalCase) -> dict[str, Any]:
    """Who is not named to everybody is not named here."""
    said = {name: getattr(case, name) for name in ("ref", "kind", "title", "text", "published_on")}
    named = case.subject if case.is_named else None
    return said | {"sent_by": case.sent_by.name, "named": named.name if named else None}


def _broken(ids: sa.Select[Any]) -> sa.ColumnElement[bool]:
    """Models of whom a record moved: who breaks faith is shown as one no more."""
    theirs = sa.select(CreditRecord.subject_id).where(CreditRecord.id.in_(ids))
    return TypicalCase.subject_id.in_(theirs)


CASES = Kind(
    "cases",
    _l("典型案例和诚信典型"),
    TypicalCase,
    lambda on: published(),
    _case,
    lambda case: path_to("cases.item", number=case.id),
    (joinedload(TypicalCase.sent_by), joinedload(TypicalCase.subject)),
    also={CreditRecord.__tablename__: _broken},
)
