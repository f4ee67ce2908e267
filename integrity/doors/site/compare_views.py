"""Bodies beside each other: those of one kind, or those one chooses; shares with care.

How much a body has to do follows from its duties, so nobody is ranked: bodies stand by name.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional

from integrity.base import clock
from integrity.base.db import db
from integrity.base.stamps import public
from integrity.casework import figures
from integrity.casework.figures import RANKED, Counts
from integrity.doors.site.blueprint import bp
from integrity.pages.drawings import Part, Picture, Strip, of_one_scale
from integrity.pages.forms import FilterForm
from integrity.pages.tables import choices
from integrity.people.subjects import service as subjects
from integrity.people.subjects import standings
from integrity.people.subjects.choosing import SubjectsField
from integrity.people.subjects.models import BodyStanding, BodyType, Subject
from integrity.people.subjects.standings import TYPE_NAMES

MOST = 40
"""Bodies in one picture; who wants more takes the list of all."""


class CompareForm(FilterForm):
    body = SubjectsField(_l("单位"))
    type = SelectField(
        _l("同一类型的全部单位"), choices=lambda: choices(TYPE_NAMES), validators=[Optional()]
    )


@bp.get("/bodies/compare")
@public
def compare() -> ResponseReturnValue:
    """The chosen bodies, and all of a kind; a body without a type stands beside its chosen ones."""
    form, today = CompareForm(request.args), clock.today()
    kind = BodyType(form.type.data) if form.type.data in set(BodyType) else None
    found = _bodies([one.id for one in form.body.data or ()], kind)
    counts = _counts(found, today)
    return render_template(
        "site/compare.html",
        form=form,
        kind=TYPE_NAMES[kind] if kind else "",
        picture=_picture(found, counts) if counts else None,
        rows=[(body, _address(body), counts[body.id]) for body in found if body.id in counts],
        idle=[body for body in found if body.id not in counts],
        ranked=RANKED,
        most=MOST,
        as_of=clock.now(),
    )


def address(body: Subject) -> str:
    """The comparison of a body with those of its kind, as far as its kind is known."""
    kind = standings.of(body).type
    return url_for("site.compare", body=body.slug, type=kind)


def _bodies(chosen: Sequence[int], kind: BodyType | None) -> Sequence[Subject]:
    ofkind = sa.select(BodyStanding.body_id).where(BodyStanding.type == kind)
    wanted = subjects.bodies().where(
        Subject.public, sa.or_(Subject.id.in_(chosen), Subject.id.in_(ofkind))
    )
    mine = sa.case((Subject.id.in_(chosen), 0), else_=1)
    first = db.session.scalars(wanted.order_by(mine, Subject.slug).limit(MOST)).all()
    return sorted(first, key=lambda body: body.slug or "")


def _counts(found: Sequence[Subject], on: date) -> dict[int, Counts]:
    """The figures of those that have any; one query."""
    rows = figures.per_body(on)
    wanted = sa.select(rows).where(rows.c.subject_id.in_([body.id for body in found]))
    return {
        row.subject_id: Counts(*(getattr(row, name) or 0 for name in figures.NAMES))
        for row in db.session.execute(wanted)
    }


def _picture(found: Sequence[Subject], counts: dict[int, Counts]) -> Picture:
    shown = [body for body in found if body.id in counts]
    strips = [Strip(body.name, _parts(counts[body.id]), _address(body)) for body in shown]
    return Picture(
        "compared",
        _("各单位的事项办得怎样"),
        _(
            "按现在的状态分开，不公开的只计件数；自报完成、没有核验的算未办结。事项多少取决于职责，不说明好坏。"
        ),
        clock.now(),
        of_one_scale(strips),
    )


def _parts(counts: Counts) -> list[Part]:
    return [
        Part("good", _("按期办结"), counts.in_time),
        Part("closed", _("办结但没有按期或者不合要求"), counts.closed - counts.in_time),
        Part("plain", _("办理中，没有到期"), counts.open - counts.overdue),
        Part("late", _("逾期未办结"), counts.overdue),
    ]


def _address(body: Subject) -> Any:
    return url_for("site.body", slug=body.slug)
