"""Due days: the rule for lateness once in Python and once in SQL, and how it reads."""

import enum
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from integrity.base.errors import Refused
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import TimeLimit
from integrity.casework.workdays import Span, Unit, calendar
from integrity.pages.items import Badge

SOON = 5
"""Working days before the due day from which a thing is shown as 临期."""


class day_after(sa.sql.functions.FunctionElement[date]):  # noqa: N801
    """The day after a day, in SQL: the first day on which something due is late."""

    type = sa.Date()
    inherit_cache = True
    name = "day_after"


@compiles(day_after)
def _day_after(element: Any, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} + 1)"


@compiles(day_after, "sqlite")
def _day_after_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)}, '+1 day')"


class Unproven(Refused):
    """A day before the one on which it was reported counts only with evidence."""

    title = _l("完成日期没有证据")


def proven(why: str, done_on: date | None, proof: str) -> str:
    """The reasons of who verified, with the evidence for the day of completion, for the log."""
    if done_on is None:
        return why
    return _("%(why)s（完成日期 %(day)s，以%(proof)s为准）", why=why, day=done_on, proof=proof)


class HasDeadline:
    """A thing that a public body must finish by a day.

    A rule gave the day (`time_limit`, counted from `starts_on`), or a contract did by its own
    (`agreed_amount` and `agreed_unit`, counted in the same way), or a document named it outright
    (`due_basis`). `starts_as` says why it runs from that day, where the item itself decides it.
    `first_due_on` is the day before any extension; only a changed calendar moves it.

    `closed_on` is the day on
    which it was done: the day received of what is done in this system, else the day that somebody
    other than the one who owes has confirmed. What the one who owes says itself is a claim:
    `claimed_on` is the day it says, `claim_received_on` the day it said so.
    """

    due_on: Mapped[date | None] = mapped_column(index=True)
    first_due_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    starts_as: Mapped[str] = mapped_column(default="")
    agreed_amount: Mapped[int | None]
    agreed_unit: Mapped[Unit | None]
    due_basis: Mapped[str] = mapped_column(default="")
    provisional: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None]
    claimed_on: Mapped[date | None]
    claim_received_on: Mapped[date | None]
    time_limit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("time_limit.id"))

    @declared_attr
    def time_limit(cls) -> Mapped[TimeLimit | None]:  # noqa: N805
        return relationship()

    def run_from(self, family: str, start: date, starts_as: str = "") -> None:
        """Set the due day by the rule in force on its start day."""
        self.time_limit = rules.time_limit(family, start)
        self._run(rules.due(family, start), starts_as)

    def run_agreed(
        self, amount: int, unit: Unit, start: date, basis: str, starts_as: str = ""
    ) -> None:
        """Set the due day by a limit that the parties agreed on, counted as one of a rule is."""
        self.agreed_amount, self.agreed_unit, self.due_basis = amount, unit, basis
        self._run(calendar().due(start, amount, unit), starts_as)

    def run_until(self, day: date | None, basis: str) -> None:
        """Set the due day that a document names, in its own words."""
        self.due_on = self.first_due_on = day
        self.due_basis = basis

    def span(self) -> Span | None:
        """The due day as today's calendar counts it; None when a document named it outright."""
        if self.starts_on is None:
            return None
        if self.time_limit:
            return (
                rules.count(self.time_limit, self.starts_on)
                if self.time_limit.amount is not None
                else None
            )
        if self.agreed_amount is None or self.agreed_unit is None:
            return None
        return calendar().due(self.starts_on, self.agreed_amount, self.agreed_unit)

    def _run(self, span: Span, starts_as: str) -> None:
        self.starts_on, self.starts_as = span.start, starts_as
        self.due_on = self.first_due_on = span.due_on
        self.provisional = span.provisional

    def claim(self, done_on: date, on: date) -> None:
        """The one who owes says on a day that it is done: a claim until somebody else decides."""
        self.claimed_on, self.claim_received_on = done_on, on

    def confirm_claim(self, done_on: date | None = None) -> None:
        """It is done: on the day received, or on an earlier one that another source has shown."""
        self.closed_on = done_on or self.claim_received_on

    def verify_claim(self, on: date, done_on: date | None = None, proof: str = "") -> None:
        """Confirm what was claimed, on the day received, or on the one that `proof` shows.

        Raises Unproven for another day without proof, or one that has not come.
        """
        if done_on and done_on > on:
            raise Unproven(_("完成日期 %(day)s 还没有到。", day=done_on))
        if done_on and done_on != self.claim_received_on and not proof.strip():
            raise Unproven(_("完成日期与收到报告之日不同的，须写明以什么证据为准。"))
        self.confirm_claim(done_on)

    def deny_claim(self) -> None:
        """It is not done: open again, late from its first day."""
        self.closed_on = self.claimed_on = self.claim_received_on = None

    @property
    def is_claimed(self) -> bool:
        """Whether what the one who owes says waits for somebody else's word."""
        return self.closed_on is None and self.claim_received_on is not None

    @property
    def is_waiting(self) -> bool:
        """Whether it was claimed by its day and not decided: it waits, and is not late."""
        received, due = self.claim_received_on, self.due_on
        return self.closed_on is None and bool(received and due and received <= due)

    def days_late(self, on: date) -> int:
        """Calendar days by which it is or was late on a day; 0 when in time or claimed in time."""
        if self.due_on is None or self.is_waiting:
            return 0
        return max(((self.closed_on or on) - self.due_on).days, 0)

    @hybrid_method
    def is_late(self, on: date) -> bool:
        """Whether it is or was late by this day; of a model, the condition in SQL."""
        return self.due_on is not None and self.due_on < on and self.days_late(on) > 0

    @is_late.inplace.expression  # type: ignore[attr-defined]
    @classmethod
    def _is_late(cls, on: date) -> sa.ColumnElement[bool]:
        after = sa.func.coalesce(cls.closed_on, on) > cls.due_on
        return sa.and_(after, cls.due_on < on, ~cls.waiting())

    @hybrid_method
    def is_overdue(self, on: date) -> bool:
        """Whether it is open after its day; of a model, the condition in SQL."""
        return self.closed_on is None and self.days_late(on) > 0

    @is_overdue.inplace.expression  # type: ignore[attr-defined]
    @classmethod
    def _is_overdue(cls, on: date) -> sa.ColumnElement[bool]:
        return sa.and_(cls.closed_on.is_(None), cls.due_on < on, ~cls.waiting())

    def is_contested(self, on: date) -> bool:
        """Whether all that is left of it was in dispute on a day; a stream says what that is."""
        return False

    def lateness(self, on: date, known_on: date | None = None) -> "Standing":
        """How it stood on a day, as far as was known on `known_on` (default: that day).

        No later act of the one who owes changes the answer for a day before it.
        """
        known = known_on or on
        closed = self.closed_on if self.closed_on and self.closed_on <= known else None
        if self.due_on is None:
            return Standing.IN_TIME
        if closed and closed <= on:
            return Standing.LATE if closed > self.due_on else Standing.IN_TIME
        if on <= self.due_on:
            return Standing.IN_TIME
        if self.claim_received_on and self.claim_received_on <= min(on, known):
            return Standing.CLAIMED
        return Standing.DISPUTED if self.is_contested(min(on, known)) else Standing.LATE

    @classmethod
    def claimed_in_time(cls) -> sa.ColumnElement[bool]:
        """Claimed by its day and not decided, in SQL."""
        by_its_day = sa.func.coalesce(cls.claim_received_on <= cls.due_on, sa.false())
        return sa.and_(cls.closed_on.is_(None), by_its_day)

    @classmethod
    def waiting(cls) -> sa.ColumnElement[bool]:
        """is_waiting, in SQL."""
        return cls.claimed_in_time()

    @classmethod
    def claimed(cls) -> sa.ColumnElement[bool]:
        """What the one who owes says is done, and nobody else: is_claimed, in SQL."""
        return sa.and_(cls.closed_on.is_(None), cls.claim_received_on.is_not(None))

    @classmethod
    def late(cls, on: date) -> sa.Select[Any]:
        """Everything that is or was late by this day."""
        return sa.select(cls).where(cls.is_late(on))

    @classmethod
    def overdue(cls, on: date) -> sa.Select[Any]:
        """Everything still open after its day."""
        return sa.select(cls).where(cls.is_overdue(on))


LATENESS = {
    "overdue": _l("逾期未办结"),
    "soon": _l("临期"),
    "open": _l("未到期"),
    "claimed": _l("自报完成，待确认"),
    "late": _l("逾期后办结"),
    "timely": _l("按期办结"),
    "none": _l("未定期限"),
}
"""By what a list of things with a day is narrowed; `narrow` says what each word means."""


def soon(on: date) -> date:
    """The last of the due days that are near on a day."""
    return calendar().due(on, SOON, Unit.WORKING_DAY).due_on


def narrow(model: Any, kind: str, on: date) -> sa.ColumnElement[bool]:
    """The condition for one of LATENESS."""
    is_open = model.closed_on.is_(None)
    conditions = {
        "overdue": lambda: model.is_overdue(on),
        "soon": lambda: sa.and_(is_open, model.due_on.between(on, soon(on))),
        "open": lambda: sa.and_(is_open, model.due_on > soon(on)),
        "claimed": model.claimed,
        "late": lambda: model.closed_on > model.due_on,
        "timely": lambda: model.closed_on <= model.due_on,
        "none": lambda: model.due_on.is_(None),
    }
    return conditions[kind]()  # type: ignore[no-any-return]


class Standing(enum.StrEnum):
    """How a thing stands on a day towards whom it is owed."""

    IN_TIME = "in_time"
    CLAIMED = "claimed"  # the one who owes says it is done; nobody else has said so yet
    DISPUTED = "disputed"
    LATE = "late"


def lateness(stream: str, item: Any, on: date) -> Badge:
    """未到期, 临期（还剩 3 个工作日）, 逾期 12 天, or how it ended."""
    href = url_for("site.deadline", stream=stream, item_id=item.id) if item.id else None
    days = item.days_late(on)
    if item.due_on is None:
        return Badge(_("未定期限"), "plain", None)
    if item.closed_on:
        late = ngettext("逾期 %(num)d 天后完成", "逾期 %(num)d 天后完成", days)
        return Badge(late if days else _("按期"), "closed", href)
    if item.is_claimed and not days:
        return Badge(_("自报完成，待确认"), "soon", href)
    if item.is_claimed:
        word = ngettext(
            "逾期 %(num)d 天，自报完成，待确认", "逾期 %(num)d 天，自报完成，待确认", days
        )
        return Badge(word, "late", href)
    if days:
        return Badge(ngettext("逾期 %(num)d 天", "逾期 %(num)d 天", days), "late", href)
    if item.due_on < on:  # contested, or held by law: nobody may call it late
        return Badge(_("期限已过，不计逾期"), "plain", href)
    near = item.due_on - on <= timedelta(days=3 * SOON)
    left = calendar().workdays_between(on, item.due_on) if near else None
    if left is None or left > SOON:
        return Badge(_("未到期"), "plain", href)
    word = ngettext("临期（还剩 %(num)d 个工作日）", "临期（还剩 %(num)d 个工作日）", left)
    return Badge(word, "soon", href)
