"""Due days: the rule for lateness once in Python and once in SQL, extensions, and explanations."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from integrity.audit import service as audit
from integrity.db import Model, db
from integrity.errors import Refused
from integrity.rules import service as rules
from integrity.rules.models import Term
from integrity.workdays import Span, calendar

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


class ExtensionRefused(Refused):
    """The extension is not later, or later than its rule allows, or gives no lawful reason."""

    title = _l("不能延期")


class HasDeadline:
    """A thing that a public body must finish by a day.

    Either a rule gave the day (`term`, counted from `starts_on`) or a document did (`due_basis`).
    `first_due_on` is the day before any extension and never changes.
    """

    due_on: Mapped[date | None] = mapped_column(index=True)
    first_due_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    due_basis: Mapped[str] = mapped_column(default="")
    provisional: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None]
    term_id: Mapped[int | None] = mapped_column(sa.ForeignKey("term.id"))

    @declared_attr
    def term(cls) -> Mapped[Term | None]:
        return relationship()

    def run_from(self, family: str, start: date) -> None:
        """Set the due day by the rule in force on its start day."""
        span = rules.due(family, start)
        self.term = rules.term(family, start)
        self.starts_on = start
        self.due_on = self.first_due_on = span.due_on
        self.provisional = span.provisional

    def run_until(self, day: date | None, basis: str) -> None:
        """Set the due day that a document names, in its own words."""
        self.due_on = self.first_due_on = day
        self.due_basis = basis

    def days_late(self, on: date) -> int:
        """Calendar days by which it is or was late on a day; 0 when in time."""
        if self.due_on is None:
            return 0
        return max(((self.closed_on or on) - self.due_on).days, 0)

    def is_overdue(self, on: date) -> bool:
        """Still open after its day."""
        return self.closed_on is None and self.days_late(on) > 0

    @classmethod
    def late(cls, on: date) -> sa.Select[Any]:
        """Everything that is or was late by this day: days_late, in SQL."""
        return sa.select(cls).where(
            sa.func.coalesce(cls.closed_on, on) > cls.due_on, cls.due_on < on
        )

    @classmethod
    def overdue(cls, on: date) -> sa.Select[Any]:
        """Everything still open after its day: is_overdue, in SQL."""
        return sa.select(cls).where(cls.closed_on.is_(None), cls.due_on < on)


class Extension(Model):
    """A due day moved to a later one, by whom and why; the old day stays."""

    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(sa.String(40))
    item_id: Mapped[int]
    old_due_on: Mapped[date]
    new_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(40))
    why: Mapped[str]
    approved_by: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_extension_item", "stream", "item_id"),)


def extend(
    stream: str,
    item: Any,
    until: date,
    reason: str,
    why: str,
    *,
    maximum: date | None,
    by: audit.Actor,
    at: datetime,
) -> Extension:
    """Move a due day, never past `maximum`, and keep the old one; raises ExtensionRefused."""
    if item.due_on is None or until <= item.due_on:
        raise ExtensionRefused(_("新的期限必须晚于原期限。"))
    if maximum and until > maximum:
        raise ExtensionRefused(_("新的期限超过规则允许的最长期限 %(day)s。", day=maximum))
    if not why.strip():
        raise ExtensionRefused(_("必须写明延期理由。"))
    old, item.due_on = item.due_on, until
    extension = Extension(
        stream=stream,
        item_id=item.id,
        old_due_on=old,
        new_due_on=until,
        reason=reason,
        why=why,
        approved_by=by.name,
        at=at,
    )
    db.session.add(extension)
    audit.write(item, "extend", by=by, at=at, why=why, old=str(old), new=str(until))
    return extension


@dataclass(frozen=True)
class Lateness:
    """How a due day looks on a day: a word, its tone, and the address that explains it."""

    word: str
    tone: str
    href: str | None


def lateness(stream: str, item: Any, on: date) -> Lateness:
    """未到期, 临期（还剩 3 个工作日）, 逾期 12 天, or how it ended."""
    href = url_for("site.deadline", stream=stream, item_id=item.id) if item.id else None
    days = item.days_late(on)
    if item.due_on is None:
        return Lateness(_("未定期限"), "plain", None)
    if item.closed_on:
        if days:
            return Lateness(
                ngettext("逾期 %(num)d 天后完成", "逾期 %(num)d 天后完成", days), "closed", href
            )
        return Lateness(_("按期"), "closed", href)
    if days:
        return Lateness(ngettext("逾期 %(num)d 天", "逾期 %(num)d 天", days), "late", href)
    if item.due_on - on > timedelta(days=3 * SOON):
        return Lateness(_("未到期"), "plain", href)
    left = calendar().workdays_between(on, item.due_on)
    if left <= SOON:
        return Lateness(
            ngettext("临期（还剩 %(num)d 个工作日）", "临期（还剩 %(num)d 个工作日）", left),
            "soon",
            href,
        )
    return Lateness(_("未到期"), "plain", href)


@dataclass(frozen=True)
class Explanation:
    """Why a thing is due on its day: the rule or the document, the days passed over, extensions."""

    due_on: date | None
    first_due_on: date | None
    term: Term | None
    basis: str
    span: Span | None
    extensions: list[Extension]

    def as_json(self) -> dict[str, Any]:
        """The same for machines; days are ISO dates."""
        return {
            "due_on": _iso(self.due_on),
            "first_due_on": _iso(self.first_due_on),
            "basis": self.basis,
            "rule": self.term
            and {
                "code": self.term.code,
                "what": self.term.what,
                "amount": self.term.amount,
                "unit": self.term.unit,
                "starts_from": self.term.starts_from,
                "legal_basis": self.term.legal_basis,
                "verified": self.term.verified,
            },
            "start": _iso(self.span and self.span.start),
            "provisional": bool(self.span and self.span.provisional),
            "skipped": [
                {"day": _iso(day.day), "why": day.why}
                for day in (self.span.skipped if self.span else ())
            ],
            "extensions": [
                {
                    "from": _iso(e.old_due_on),
                    "to": _iso(e.new_due_on),
                    "reason": e.reason,
                    "why": e.why,
                    "approved_by": e.approved_by,
                }
                for e in self.extensions
            ],
        }


def explain(stream: str, item: Any) -> Explanation:
    """The deadline certificate (期限计算书) of one item."""
    wanted = sa.select(Extension).where(Extension.stream == stream, Extension.item_id == item.id)
    span = None
    if item.term and item.term.amount is not None and item.starts_on:
        span = calendar().due(item.starts_on, item.term.amount, item.term.unit)
    return Explanation(
        due_on=item.due_on,
        first_due_on=item.first_due_on,
        term=item.term,
        basis=item.term.legal_basis if item.term else item.due_basis,
        span=span,
        extensions=list(db.session.scalars(wanted.order_by(Extension.id))),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def recompute(model: Any, *, at: datetime) -> int:
    """Count provisional days again after the calendar of their year was loaded.

    Only what is still open and was not extended moves; each change is logged. Returns how many.
    """
    wanted = sa.select(model).where(
        model.provisional, model.closed_on.is_(None), model.due_on == model.first_due_on
    )
    changed = 0
    for item in db.session.scalars(wanted.execution_options(yield_per=1000)):
        span = calendar().due(item.starts_on, item.term.amount, item.term.unit)
        if span.due_on != item.due_on:
            old, item.due_on = item.due_on, span.due_on
            item.first_due_on = span.due_on
            audit.write(item, "recount", by=audit.SYSTEM, at=at, old=str(old), new=str(item.due_on))
            changed += 1
        item.provisional = span.provisional
    return changed
