"""Who must act in a state of a thing, and by when."""

import enum
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from integrity.casework.rules import service as rules


class Side(enum.StrEnum):
    """Who must act in a state."""

    OFFICE = "office"
    OWING = "owing"  # the body or enterprise that owes
    OWED = "owed"  # the other side: supplier, complainant, who is harmed
    COURT = "court"
    FINDER = "finder"  # the body that by law finds whether it is so


SIDE_NAMES = {
    Side.OFFICE: _l("领导小组办公室"),
    Side.OWING: _l("责任单位"),
    Side.OWED: _l("权利人"),
    Side.COURT: _l("法院"),
    Side.FINDER: _l("认定单位"),
}


@dataclass(frozen=True)
class Step:
    """Who must act in a state, and the family of terms that counts by when; None: no clock."""

    who: Side
    within: str | None = None

    def due(self, since: date) -> date | None:
        """By which day one must act in a state entered on a day; None while no rule says."""
        if self.within is None:
            return None
        try:
            return rules.due(self.within, since).due_on
        except rules.NoRuleInForce:
            return None
