"""Who must act in a state of a thing, and by when."""

import enum
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base import i18n
from integrity.base.states import Flow
from integrity.casework.deadlines import HasDeadline
from integrity.casework.rules import service as rules
from integrity.pages.items import Badge
from integrity.people.messages.tells import Tell, Whom, daily


class Side(enum.StrEnum):
    """Who must act in a state."""

    OFFICE = "office"
    OWING = "owing"  # the body or enterprise that owes
    OWED = "owed"  # the other side: supplier, complainant, who is harmed
    COURT = "court"
    FINDER = "finder"  # the body that by law finds whether it is so
    RECEIVER = "receiver"  # the body to which an entry of a list was pushed
    EVALUATOR = "evaluator"
    ISSUER = "issuer"  # the body that issues a paper; where none is named, that is the office
    DECIDER = "decider"  # the body that decided what a remedy is against; or else the office


BOUND = frozenset(set(Side) - {Side.OWED, Side.COURT})
"""Whom the rules of this program bind; the others are shown how long they are waited for."""
SIDE_NAMES = {
    Side.OFFICE: _l("领导小组办公室"),
    Side.OWING: _l("责任单位"),
    Side.OWED: _l("权利人"),
    Side.COURT: _l("法院"),
    Side.FINDER: _l("认定单位"),
    Side.RECEIVER: _l("接收单位"),
    Side.EVALUATOR: _l("评价机构"),
    Side.ISSUER: _l("发文单位"),
    Side.DECIDER: _l("原认定单位"),
}
NAMED = {Side.ISSUER: "issuer", Side.DECIDER: "deciding"}
"""The sides that a thing names, by the body of what; where it names none, the office acts."""
OWN = "due_on"
"""The column of a thing's own day."""


@dataclass(frozen=True)
class Step:
    """Who must act in a state, and by when.

    within: the family of terms that counts it, from the day in the column `since`; None: no rule.
    day: the column that holds the day. Where it is one of the thing itself, that day is the clock.
    """

    who: Side
    within: str | None = None
    day: str = "step_due_on"
    since: str = "step_since"

    @property
    def binds(self) -> bool:
        """Whether who must act may be late; a court, a supplier or a citizen never is."""
        return self.who in BOUND

    @property
    def of_procedure(self) -> bool:
        """Whether lateness of it is one of the procedure, not of the duty that figures count."""
        return self.binds and not (self.day == OWN and self.who is Side.OWING)

    def side(self, item: Any) -> Side:
        """Whose step it is of one thing: where a body must be named and is not, the office's."""
        named = NAMED.get(self.who)
        return Side.OFFICE if named and getattr(item, f"{named}_id") is None else self.who

    def sides(self, model: Any) -> dict[Side, sa.ColumnElement[bool]]:
        """The same for every thing of a model, as the conditions of each side, in SQL."""
        if self.who not in NAMED:
            return {self.who: sa.true()}
        named = getattr(model, f"{NAMED[self.who]}_id").is_not(None)
        return {self.who: named, Side.OFFICE: ~named}

    def due(self, since: date) -> date | None:
        """By which day one must act in a state entered on a day; None while no rule says."""
        if self.within is None:
            return None
        try:
            return rules.due(self.within, since).due_on
        except rules.NoRuleInForce:
            return None

    def days_late(self, item: Any, on: date) -> int:
        """Calendar days by which who must act on a thing is late on a day."""
        if not self.binds:
            return 0
        if self.day == OWN and isinstance(item, HasDeadline):
            return item.days_late(on) if item.closed_on is None else 0
        day = getattr(item, self.day)
        return max((on - day).days, 0) if day else 0

    def late(self, model: Any, on: date) -> sa.ColumnElement[bool]:
        """The condition for things of this state with which somebody is late, in SQL."""
        if self.day == OWN and issubclass(model, HasDeadline):
            return model.is_overdue(on)  # type: ignore[no-any-return]
        return getattr(model, self.day) < on  # type: ignore[no-any-return]


def own(who: Side, day: str = OWN) -> Step:
    """The day of the thing itself is the one by which somebody must act."""
    return Step(who, day=day)


def late_event(who: Side) -> str:
    """The event of the calendar that a side is late with a step."""
    return f"late_{who}"


def told_late(words: Any, **whom: Whom) -> dict[str, tuple[Tell, ...]]:
    """Who hears that their side, by its name, is late with a step of a thing; never urgent."""
    return {late_event(Side(side)): daily(words, to) for side, to in whom.items()}


def step_in(flow: Flow, item: Any, on: date) -> tuple[str, str] | None:
    """Who must act in a thing's state and how late they are, as a word and a tone.

    Nothing where the thing's own day says it already, or nobody has begun to wait.
    """
    step = flow.steps.get(item.state)
    if step is None or (step.day == OWN and step.who is Side.OWING):
        return None
    side, day = step.side(item), getattr(item, step.day)
    who = getattr(item, NAMED[side]).name if side in NAMED else SIDE_NAMES[side]
    if late := step.days_late(item, on):
        return _("待%(who)s办理，办理环节逾期 %(num)d 天", who=who, num=late), "late"
    if day and (step.binds or on <= day):
        return _("待%(who)s办理，办理期限 %(day)s", who=who, day=i18n.day(day)), "plain"
    since = getattr(item, step.since, None)
    if since is None:
        return None
    waited = max((on - since).days, 0)
    return _("待%(who)s办理，已等待 %(num)d 天", who=who, num=waited), "plain"


def late_in(flow: Flow, item: Any, on: date) -> str | None:
    """The same for a list of tasks: only where who must act is late."""
    step = step_in(flow, item, on)
    return step[0] if step and step[1] == "late" else None


def badges(flow: Flow, item: Any, on: date) -> list[Badge]:
    """The same beside the state of a thing on its page."""
    step = step_in(flow, item, on)
    return [Badge(*step)] if step else []
