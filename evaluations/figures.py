"""What may be computed of a body: which items count, which of them are met, and how it is said.

Every stream of public bodies says what fell due and what was kept, some of them by sums; beside
them stand the checks that approvals owe, publicity in time, answers to complaints, and the list.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin

from evaluations import grades
from integrity.casework import streams
from integrity.casework.key_fields import FIELD_NAMES, HasKeyField
from integrity.casework.streams import Stream
from integrity.credit.coverage import rates
from integrity.credit.coverage.models import Approval
from integrity.credit.measures.lists import ListKind
from integrity.credit.publicity import figures as publicity
from integrity.credit.publicity.made_models import MadeDecision
from integrity.credit.publicity.models import Posting
from integrity.credit.sanctions.models import EntryOutcome, EntryState, ListEntry

FULL = Decimal(100)
Items = Callable[[date, date], sa.Select[Any]]
NAMES = ("subject_id", "stream", "item_id", "ref", "due_on", "closed_on", "kept", "met", "amount")
"""The columns of items."""


@dataclass(frozen=True)
class Count:
    """A figure of one body: what fell due, and how much of it was met, in pieces or yuan."""

    due: Decimal = Decimal(0)
    met: Decimal = Decimal(0)


@dataclass(frozen=True)
class Figure:
    """How one figure is computed, and in which words a score keeps it.

    items(first, last): a SELECT of the columns of NAMES, of every body. fewest: the rule that says
    how many there must be before others may know a share of them; then only the body itself and the
    office look at the items. happened: whether a single item is enough, for a veto.
    """

    title: Any
    items: Items = field(repr=False)
    done: str = "按期完成"
    whole: str = "到期"
    unit: str = "件"
    fewest: str = ""
    happened: bool = False

    def points(self, count: Count, least: int = 0) -> Decimal | None:
        """Of 100; None where nothing, or too little, counts."""
        if self.happened:
            return FULL if count.due else Decimal(0)
        if not count.due or count.due < least:
            return None
        return (100 * count.met / count.due).quantize(grades.CENT, ROUND_HALF_UP)

    def words(self, count: Count, least: int = 0) -> str:
        """As the score keeps it: in Chinese, whoever opens the round."""
        if self.happened:
            return f"{self.whole} {self._said(count.due)}。"
        if count.due < least:
            return f"{self.whole}不足 {least} {self.unit}，不计算。"
        if not count.due:
            return "评价期内没有到期事项，不适用。"
        return f"{self.done} {self._said(count.met)} ÷ {self.whole} {self._said(count.due)}。"

    def _said(self, amount: Decimal) -> str:
        return f"{amount:,.2f} 元" if self.unit == "元" else f"{amount:.0f} {self.unit}"


def titles() -> dict[str, Any]:
    """What can be computed, and what it is called."""
    return {name: figure.title for name, figure in known().items()}


def known() -> dict[str, Figure]:
    """All figures by name; of streams only those that anybody may know as they stand."""
    found: dict[str, Figure] = {}
    open_ = {n: s for n, s in streams.of_bodies().items() if s.reach.live(AnonymousUserMixin())}
    for name, stream in open_.items():
        found |= _of_stream(name, stream)
    found["coverage"] = Figure(_("逢审必查率"), _approvals, "已核查", "应核查")
    found["publicity"] = Figure(_("双公示及时率"), _publicity, "7个工作日内公示", "应公示")
    found["answered"] = Figure(
        _("投诉举报按期答复率"), _complaints, "按期答复", "到期", fewest="LOCAL-FEWEST"
    )
    found["satisfied"] = Figure(
        _("投诉举报答复的满意率"), _satisfied, "认可答复", "表示意见", fewest="LOCAL-FEWEST"
    )
    found["listed"] = Figure(
        _("列入严重失信主体名单"), _listed, whole="评价期内在严重失信主体名单", happened=True
    )
    return found


def _of_stream(name: str, stream: Stream) -> dict[str, Figure]:
    """What was done in time; of promises what was kept at all; of sums how much of them."""
    found = {name: Figure(_("按期完成率：%(what)s", what=stream.title), partial(_timely, name, ""))}
    kept = f"fulfilled:{name}"
    if stream.figures.promised:
        title = _("兑现率：%(what)s", what=stream.title)
        found[kept] = Figure(title, partial(_fulfilled, name, ""), "已兑现")
    if stream.figures.amount:
        title = _("按期付清金额占比：%(what)s", what=stream.title)
        items = partial(_timely, name, "", amount=True)
        found[f"amount:{name}"] = Figure(title, items, "按期付清", "到期应付", "元")
    if issubclass(stream.model, HasKeyField):
        for word, called in FIELD_NAMES.items():
            said = {"what": stream.title, "field": called}
            title = _("按期完成率：%(what)s（%(field)s）", **said)
            found[f"{name}:{word}"] = Figure(title, partial(_timely, name, word))
            if kept in found:
                title = _("兑现率：%(what)s（%(field)s）", **said)
                found[f"{kept}:{word}"] = Figure(title, partial(_fulfilled, name, word), "已兑现")
    return found


def _timely(name: str, key: str, first: date, last: date, amount: bool = False) -> sa.Select[Any]:
    """What fell due of a stream; met if it was closed by its day as was owed."""
    model = streams.named(name).model
    return _due(name, key, first, last, model.closed_on <= model.due_on, amount)


def _fulfilled(name: str, key: str, first: date, last: date) -> sa.Select[Any]:
    """What fell due of a stream; met if it was kept by the end of the period, be it late."""
    model = streams.named(name).model
    return _due(name, key, first, last, model.closed_on <= last)


def _due(
    name: str,
    key: str,
    first: date,
    last: date,
    met: sa.ColumnElement[bool],
    amount: bool = False,
) -> sa.Select[Any]:
    stream = streams.named(name)
    model = stream.model
    kept = sa.func.coalesce(stream.figures.kept(), sa.false())
    sum_ = stream.figures.amount() if amount and stream.figures.amount else None
    wanted = _columns(
        model.subject_id, name, model.id, model.ref, model.due_on, model.closed_on, kept, met, sum_
    ).where(model.due_on.between(first, last), stream.figures.counted())
    return wanted.where(model.key_field == key) if key else wanted


def _approvals(first: date, last: date) -> sa.Select[Any]:
    """Every approval decided that had to be checked; met if a check was made for it by that day."""
    checked = Approval.check_id.is_not(None)
    columns = _columns(
        Approval.body_id,
        "coverage",
        Approval.id,
        Approval.matter_code + " " + Approval.case_no,
        Approval.decided_on,
        sa.case((checked, Approval.decided_on)),
        checked,
        sa.true(),
    ).selected_columns
    return rates.items().with_only_columns(*columns).where(Approval.decided_on.between(first, last))


def _publicity(first: date, last: date) -> sa.Select[Any]:
    """What was made public, and decisions known from elsewhere that were not."""
    within, after = publicity.Period("", first, last), last + timedelta(days=1)
    post, made = Posting, MadeDecision
    posted = _columns(
        post.body_id,
        "publicity",
        post.id,
        post.number,
        post.due_on,
        post.on,
        sa.true(),
        post.on <= post.due_on,
    ).where(publicity.posted(within, last))
    missing = _columns(
        made.body_id, "decisions", made.id, made.number, made.due_on, sa.cast(sa.null(), sa.Date),
        sa.false(), sa.false(),
    ).where(publicity.missing(within, after))  # fmt: skip
    both = sa.union_all(posted, missing).subquery()
    return sa.select(both)


def _complaints(first: date, last: date) -> sa.Select[Any]:
    """What the body had to answer by its first day; accepted before the last month of the period.

    As everywhere outside the office: no figure moves when somebody complains.
    """
    asked = streams.named("complaints").model
    due = sa.func.coalesce(asked.missed_on, asked.due_on)
    after = last + timedelta(days=1)
    in_time = sa.case(  # a dispute started another clock, and kept the day missed before
        (asked.disputes > 0, asked.missed_on.is_(None)), else_=asked.answered_on <= asked.due_on
    )
    kept = sa.func.coalesce(asked.answered_on <= last, sa.false())
    return _columns(
        asked.subject_id, "complaints", asked.id, asked.ref, due, asked.answered_on, kept, in_time
    ).where(asked.told(after), due.between(first, last))


def _satisfied(first: date, last: date) -> sa.Select[Any]:
    """Answers on which the complainant said something, by the end of the last closed month.

    Met where the last word was that it is well; whoever kept silent is in no figure.
    """
    asked = streams.named("complaints").model
    said = sa.func.coalesce(asked.confirmed_on, asked.disputed_on)
    after = last + timedelta(days=1)
    well = sa.func.coalesce(asked.confirmed_on <= last, sa.false())
    return _columns(
        asked.subject_id, "complaints", asked.id, asked.ref, said, asked.answered_on, well, well
    ).where(asked.told(after), said.between(first, last), said < after.replace(day=1))


def _listed(first: date, last: date) -> sa.Select[Any]:
    """Being on the serious list in the period, unless the listing was revoked."""
    entry, off = ListEntry, ListEntry.removed_on
    number = sa.cast(entry.id, sa.Text)
    on, no = entry.listed_on, sa.false()
    return _columns(entry.subject_id, "lists", entry.id, number, on, off, no, no).where(
        entry.kind == ListKind.SERIOUS,
        entry.state.in_((EntryState.LISTED, EntryState.REMOVED)),
        on <= last,
        sa.or_(off.is_(None), off >= first),
        sa.or_(entry.outcome.is_(None), entry.outcome != EntryOutcome.REVOKED),
    )


def _columns(
    body: Any,
    stream: str,
    number: Any,
    ref: Any,
    due_on: Any,
    closed_on: Any,
    kept: Any,
    met: Any,
    amount: Any = None,
) -> sa.Select[Any]:
    """A SELECT of items; met is only what was also kept."""
    whole = sa.literal(Decimal(1), sa.Numeric(18, 2)) if amount is None else amount
    both = sa.func.coalesce(sa.and_(kept, met), sa.false())
    values = (body, sa.literal(stream), number, ref, due_on, closed_on, kept, both, whole)
    return sa.select(*(value.label(name) for name, value in zip(NAMES, values, strict=True)))
