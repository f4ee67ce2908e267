"""Who is late with which step, the things behind each number, and the report of a month."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, states
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires
from integrity.casework import delays, late_periods
from integrity.casework.delays import LEVEL_NAMES, Delay
from integrity.casework.documents.models import Delivery, Document
from integrity.casework.documents.scans import StampedScan
from integrity.casework.late_periods import Period, Span
from integrity.casework.steps import NAMED, SIDE_NAMES, Side
from integrity.casework.streams import Stream, registered
from integrity.casework.tasks import LIMIT
from integrity.credit.corrections.models import RecordCorrection
from integrity.credit.objections.models import Appeal, Objection
from integrity.credit.proceedings.models import Proceeding
from integrity.credit.records.models import CreditRecord
from integrity.credit.repairs.models import Repair
from integrity.credit.sanctions.hearing_models import Hearing
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes.models import Push
from integrity.credit.sanctions.recommendation_models import Recommendation
from integrity.credit.sanctions.review_models import ReviewObjection
from integrity.credit.shieldings.models import Shielding
from integrity.credit.stars.models import StarCandidate, StarObjection
from integrity.doors.desk import things
from integrity.doors.desk.blueprint import bp
from integrity.pages.forms import FilterForm
from integrity.pages.tables import Column, Table

PAGES = {
    "credit_record": "records.item",
    "list_entry": "sanctions.entry",
    "objection": "objections.item",
    "petition": "petitions.item",
    "appeal": "appeals.item",
    "push": "sanctions.push",
    "review_objection": "sanctions.review",
    "tax_list": "sanctions.tax_list",
    "hearing": "sanctions.hearing",
    "proceeding": "proceedings.item",
    "recommendation": "sanctions.recommendation",
    "repair": "repairs.item",
    "rules_briefing": "repairs.briefing",
    "shielding": "shieldings.item",
    "record_correction": "corrections.item",
    "star_candidate": "stars.item",
    "star_objection": "stars.objection",
    "check_duty": "checks.duty",
    "coverage_gap": "coverage.gap",
}
"""The page of a thing that is no stream's, by table; its address has the number of the row."""
WHOLE: dict[str, tuple[Any, ...]] = (
    {
        "credit_record": (joinedload(CreditRecord.subject),),
        "list_entry": (joinedload(ListEntry.subject),),
        "record_correction": (
            joinedload(RecordCorrection.record).joinedload(CreditRecord.subject),
            joinedload(RecordCorrection.deciding),
        ),
        "push": (joinedload(Push.entry).joinedload(ListEntry.subject), joinedload(Push.body)),
        "recommendation": (joinedload(Recommendation.subject),),
        "hearing": (joinedload(Hearing.entry).joinedload(ListEntry.subject),),
        "star_candidate": (joinedload(StarCandidate.subject),),
        "star_objection": (joinedload(StarObjection.candidate).joinedload(StarCandidate.subject),),
        "review_objection": (joinedload(ReviewObjection.entry).joinedload(ListEntry.subject),),
    }
    | {
        model.__tablename__: (
            joinedload(model.record).joinedload(CreditRecord.subject),
            joinedload(model.entry).joinedload(ListEntry.subject),
            joinedload(model.deciding),
        )
        for model in (Objection, Appeal, Repair, Proceeding, Shielding)
    }
    | {
        "delivery": (joinedload(Delivery.document).joinedload(Document.body),),
        "document": (joinedload(Document.body),),
        "stamped_scan": (joinedload(StampedScan.issuer),),
    }
)
"""What is loaded with such a thing, by table."""


REPORTED = 12
"""Months of which there is a report."""


class MonthFilter(FilterForm):
    month = SelectField(
        _l("月份"), choices=lambda: [(_month(span), _month(span)) for span in _spans()]
    )


@bp.get("/delays/")
@requires(Permission.DASHBOARD)
def delay_report() -> ResponseReturnValue:
    """The monthly report to the leading group: who was late with which steps, and how often."""
    spans = {_month(span): span for span in _spans()}
    asked = request.args.get("month", "")
    month = asked if asked in spans else next(iter(spans))
    last = spans[month][1]
    steps = {(m.__tablename__, known.value): known for m, known, _step in delays.steps()}
    table = Table(
        title=_("办理环节逾期月报：%(month)s", month=month),
        rows=late_periods.of_month(spans[month], known_things()),
        columns=[
            Column("body", _("由谁办理"), lambda row: row.name or SIDE_NAMES[Side(row.who)]),
            Column("step", _("环节"), lambda row: _step(row.thing, steps[row.thing, row.state])),
            Column("ended", _("逾期后办结的环节"), lambda row: row.ended, align="right"),
            Column("left", _("月末仍逾期的环节"), lambda row: row.left, align="right"),
            Column("oldest", _("最早的办理期限"), lambda row: row.oldest),
        ],
        filters=MonthFilter,
        name=f"delays-{month}",
        empty=_("这个月没有办理环节逾期。"),
        entities=False,
    )
    intro = _("截至 %(day)s，由逾期最久的环节排起。法院、供应商和群众不计逾期。", day=last)
    return table.respond(intro=intro)


@bp.get("/delays/<thing>/<state>")
@requires(Permission.DASHBOARD)
def delay(thing: str, state: str) -> ResponseReturnValue:
    """The things of a kind in a state with which somebody is late, as far as one may see them."""
    on = clock.today()
    wanted = delays.rows(thing, state, on)
    if wanted is None or not _may_know(thing):
        raise NotFound
    step = next(s for m, known, s in delays.steps() if (m.__tablename__, known) == (thing, state))
    wanted = _seen(thing, wanted).options(*_whole(thing)).limit(LIMIT)
    found = db.session.scalars(wanted).unique().all()
    return render_template(
        "desk/delays.html",
        heading=_("办理环节逾期：%(what)s", what=_step(thing, found[0].state) if found else ""),
        who=SIDE_NAMES[step.who],
        rows=[_row(thing, item, step.day, on) for item in found],
        limit=LIMIT,
    )


def summary(on: date) -> list[dict[str, Any]]:
    """One row per kind and state with which somebody is late, for a table."""
    return [_counted(row, on) for row in delays.counts(on) if _may_know(row.thing)]


def by_month(on: date) -> list[Period]:
    """The office's own delays, month by month; who may not know of every thing is told nothing."""
    if current_user.role not in REACH_ALL:
        return []
    return late_periods.by_side(late_periods.months(on))[Side.OFFICE]


def known_things() -> list[str]:
    """The tables of whose things this person may know how many are late."""
    names = dict.fromkeys(model.__tablename__ for model, _state, _step in delays.steps())
    return [name for name in names if _may_know(name)]


def _spans() -> list[Span]:
    return late_periods.months(clock.today(), REPORTED)


def _month(span: Span) -> str:
    return f"{span[0]:%Y-%m}"


def _counted(row: Delay, on: date) -> dict[str, Any]:
    return {
        "what": _step(row.thing, row.state),
        "who": SIDE_NAMES[row.who],
        "number": row.number,
        "days": (on - row.oldest).days,
        "raised": [(LEVEL_NAMES[level], number) for level, number in row.raised.items() if number],
        "url": url_for("desk.delay", thing=row.thing, state=row.state.value),
    }


def _may_know(thing: str) -> bool:
    """Whether this person may know a figure of these things as it stands (see Reach.live)."""
    if stream := _stream(thing):
        return stream.reach.live(current_user)
    return thing in PAGES or current_user.role in REACH_ALL


def _step(thing: str, state: Any) -> str:
    return _("%(kind)s · %(state)s", kind=things.title(thing), state=states.word(state))


def _seen(thing: str, wanted: sa.Select[Any]) -> sa.Select[Any]:
    """Only what this person may see; what is no stream's is seen by who reaches every body."""
    if stream := _stream(thing):
        return wanted.where(stream.visible(current_user))
    return wanted if current_user.role in REACH_ALL else wanted.where(sa.false())


def _whole(thing: str) -> tuple[Any, ...]:
    """What the row of a thing shows besides the thing itself, loaded with it."""
    if stream := _stream(thing):
        return (joinedload(stream.model.subject),)
    return WHOLE.get(thing, ())


def _row(thing: str, item: Any, day: str, on: date) -> dict[str, Any]:
    stream, due_on = _stream(thing), getattr(item, day)
    named = (getattr(item, name, None) for name in (*NAMED.values(), "subject"))
    acting = next(filter(None, named), None)
    body = acting or getattr(item, "body", None)
    page = PAGES.get(thing)
    url = stream.url(item) if stream else page and url_for(page, number=item.id)
    return {
        "title": getattr(item, "title", None) or things.named(thing, item.id),
        "body": body.name if body else "",
        "url": url,
        "day": due_on,
        "days": (on - due_on).days,
    }


def _stream(thing: str) -> Stream | None:
    found = (s for s in registered().values() if s.model.__tablename__ == thing)
    return next(found, None)
