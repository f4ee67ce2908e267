"""The items behind a computed score: for the body itself, its evaluators and the office."""

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from evaluations import computing, figures
from evaluations.blueprint import bp
from evaluations.figure_models import ComputedItem
from evaluations.grades import plain
from evaluations.models import Assignment, Indicator, Round
from evaluations.permissions import EvaluationsPermission
from evaluations.readers import may_run
from integrity.base import i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.casework import streams
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject

PAGES = {"publicity": "publicity.item", "lists": "sanctions.entry"}
"""Where items that are no stream's are read, by number."""


@bp.get("/<ref>/<slug>/items/<code>")
@requires(EvaluationsPermission.READ)
def computed_items(ref: str, slug: str, code: str) -> ResponseReturnValue:
    """Everything that fell due of one body for one leaf, and whether it was met."""
    item, body, leaf = _asked(ref, slug, code)
    which = sa.and_(
        ComputedItem.round_id == item.id,
        ComputedItem.indicator_id == leaf.id,
        ComputedItem.body_id == body.id,
    )
    count = computing.counts(item, ComputedItem.body_id == body.id).get((leaf.id, body.id))
    figure = figures.known()[leaf.figure]
    if figure.fewest and not _is_own(body):
        raise NotFound
    table = Table(
        title=_("%(body)s：%(code)s %(name)s", body=body.name, code=leaf.code, name=leaf.name),
        name=f"computed-{ref}-{slug}-{code}",
        rows=sa.select(ComputedItem).where(which),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("due_on", _("应当完成"), lambda row: row.due_on, sort=ComputedItem.due_on),
            Column("closed_on", _("完成日期"), lambda row: row.closed_on),
            Column("amount", _("计入数量或者金额"), lambda row: plain(row.amount), align="right"),
            Column("kept", _("按要求完成"), lambda row: _("是") if row.kept else _("否")),
            Column("met", _("计入完成"), lambda row: _("是") if row.met else _("否")),
        ],
        link=_address,
        order=(ComputedItem.due_on, ComputedItem.id),
        empty=_("评价期内没有到期事项，不适用。"),
    )
    first, last = _("%(year)s年1月1日", year=item.year), item.counted_until
    says = figure.words(count or figures.Count(), computing.least(item, figure))
    until = _("计算期间：%(first)s至%(last)s。", first=first, last=i18n.day(last) if last else "")
    return table.respond(intro=says + until)


def _address(row: ComputedItem) -> str | None:
    """Where an item is read; what only its own pages tell has no address here."""
    if row.stream in streams.registered():
        return url_for(f"{row.stream}.item", ref=row.ref)
    page = PAGES.get(row.stream)
    return url_for(page, number=row.item_id) if page else None


def _is_own(body: Subject) -> bool:
    """Whether this person is of the body, or of the office."""
    return may_run() or current_user.body_id == body.id


def _asked(ref: str, slug: str, code: str) -> tuple[Round, Subject, Indicator]:
    """The round, the body and a computed leaf, for who may look behind it; raises NotFound."""
    wanted = (
        sa.select(Round, Subject, Indicator)
        .join(Assignment, Assignment.round_id == Round.id)
        .join(Subject, Subject.id == Assignment.body_id)
        .join(Indicator, Indicator.scheme_id == Round.scheme_id)
        .where(Round.ref == ref, Subject.slug == slug, Indicator.code == code)
        .where(Indicator.figure != "", Round.counted_until.is_not(None))
    )
    if not current_user.can(EvaluationsPermission.RUN):
        own = current_user.body_id or 0
        scoring = sa.and_(Assignment.evaluator_id == own, Assignment.recused_at.is_(None))
        wanted = wanted.where(sa.or_(Assignment.body_id == own, scoring))
    found = db.session.execute(wanted.limit(1)).first()
    if found is None:
        raise NotFound
    return found[0], found[1], found[2]
