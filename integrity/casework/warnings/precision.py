"""How good each rule is: of what it warned of, how much became late, counted from the warnings."""

from dataclasses import dataclass

import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.i18n import percent
from integrity.casework.figures import RANKED
from integrity.casework.warnings.models import EarlyWarning, Ending, Rule


@dataclass(frozen=True)
class Precision:
    """Warnings of a rule: all, those that became late, those that ended without, those still open.

    changed: those that ended because the rule was switched off or changed; they say nothing of it.
    """

    total: int = 0
    late: int = 0
    spared: int = 0
    open: int = 0
    changed: int = 0

    @property
    def share(self) -> str:
        """Late of all of which it is known; not said of fewer than RANKED."""
        known = self.late + self.spared
        return percent(self.late, known) if known >= RANKED else "—"


def is_late() -> sa.ColumnElement[bool]:
    """What it warned of has come."""
    return EarlyWarning.late_on.is_not(None)


def is_open() -> sa.ColumnElement[bool]:
    """It stands, and nothing became late so far."""
    return sa.and_(EarlyWarning.ended_on.is_(None), ~is_late())


def by_rule() -> dict[Rule, Precision]:
    """The numbers of every rule, by one statement."""
    ended = sa.and_(EarlyWarning.ended_on.is_not(None), ~is_late())
    by_change = EarlyWarning.ending == Ending.RULE
    conditions = (is_late(), ended & ~by_change, is_open(), ended & by_change)
    numbers = (sa.func.count(sa.case((condition, 1))) for condition in conditions)
    wanted = sa.select(EarlyWarning.rule, sa.func.count(), *numbers).group_by(EarlyWarning.rule)
    rows = db.session.execute(wanted).all()
    found = {rule: Precision(*counted) for rule, *counted in map(tuple, rows)}
    return {rule: found.get(rule, Precision()) for rule in Rule}
