"""What the register can be narrowed by; all of it stays in the address."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from commitments.fields import RESPONSIBLE
from commitments.models import (
    CATEGORY_NAMES,
    OUTCOME_NAMES,
    PUBLIC,
    STATE_NAMES,
    THEME_NAMES,
    Commitment,
)
from integrity.base.db import db
from integrity.casework import fields as usual
from integrity.pages.fields import Field, Kind, narrowed_by


def _filter(name: str, label: Any, asked: Callable[[], Mapping[Any, Any]], column: Any) -> Field:
    return Field(name, label, Kind(asked=asked), filter=lambda value, on: column == value)


def _states() -> dict[str, Any]:
    """Drafts are nothing to ask for, but for those who may see some."""
    public = {state.value: STATE_NAMES[state] for state in PUBLIC}
    drafts = {state.value: name for state, name in STATE_NAMES.items() if state not in PUBLIC}
    return public | (drafts if current_user.is_authenticated else {})


def _years() -> dict[str, str]:
    ends = sa.select(sa.func.min(Commitment.due_on), sa.func.max(Commitment.due_on))
    first, last = db.session.execute(ends).one()
    years = range(last.year, first.year - 1, -1) if first and last else range(0)
    return {str(year): str(year) for year in years}


FILTERS = (
    _filter("category", _l("类别"), lambda: CATEGORY_NAMES, Commitment.category),
    _filter("theme", _l("主题"), lambda: THEME_NAMES, Commitment.theme),
    usual.key_field(Commitment),
    _filter("state", _l("状态"), _states, Commitment.state),
    _filter("outcome", _l("核验结果"), lambda: OUTCOME_NAMES, Commitment.outcome),
    usual.lateness("commitments", Commitment),
    replace(RESPONSIBLE, filter=lambda body, on: Commitment.subject_id == body.id),
    Field(
        "year",
        _l("应完成年份"),
        Kind(asked=_years),
        filter=lambda year, on: Commitment.due_on.between(
            date(int(year), 1, 1), date(int(year), 12, 31)
        ),
    ),
)
Filters = narrowed_by(FILTERS)
