"""The pages that the two remedies against a record share: list, file, one item, decide."""

from itertools import starmap
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload
from wtforms import SelectField

from integrity.base import clock, i18n, site_texts
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db, for_change, number
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import demand, public, requires
from integrity.casework import steps
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.rules import service as rules
from integrity.casework.steps import SIDE_NAMES, Side
from integrity.credit.records import filings
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.remedies import Remedy, address_of, is_shown
from integrity.credit.records.remedy_filing_views import file_page
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.ways import takes_in
from integrity.files.attached import of as files_of
from integrity.pages.evidence import shown_to
from integrity.pages.forms import FilterForm
from integrity.pages.items import Badge, Event, Fact, Item, Link
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject


def pages(remedy: Remedy) -> Blueprint:
    """The blueprint of a remedy."""
    bp = Blueprint(remedy.name, __name__, url_prefix=f"/{remedy.name}")

    @bp.get("/")
    @requires(Permission.RECORDS_READ)
    def index() -> ResponseReturnValue:
        return _table(remedy).respond()

    @bp.route("/new", methods=["GET", "POST"])
    @public
    def new() -> ResponseReturnValue:
        thing = _thing()
        if thing is None or not current_user.is_authenticated:
            open_ = thing if thing and is_shown(thing) else None
            guide = remedy.guide(open_) if open_ else None
            page = {"guide": guide, "about": open_.ref if open_ else None}
            return render_template(remedy.how, **page, **remedy.told())
        if takes_in(current_user, remedy.deciding, thing):
            return file_page(remedy, thing, on_paper=True)
        demand(remedy.filing, thing)
        return file_page(remedy, thing)

    @bp.get("/<int:number>")
    @requires(Permission.RECORDS_READ)
    def item(number: int) -> ResponseReturnValue:
        return _page(remedy, _load(remedy, number))

    @bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
    @requires(Permission.RECORDS_READ)
    def act(number: int, move: str) -> ResponseReturnValue:
        found = _load(remedy, number)
        back = url_for(f"{remedy.name}.item", number=number)
        return move_page(remedy.acts, remedy.flow, found, move, back)

    return bp


def _table(remedy: Remedy) -> Table:
    model = remedy.model

    class Filters(FilterForm):
        state = SelectField(_l("状态"), choices=choices(remedy.state_names))

    whose = sa.func.coalesce(CreditRecord.subject_id, ListEntry.subject_id)
    what = sa.func.coalesce(CreditRecord.summary, ListEntry.reasons)
    rows = (
        sa.select(model)
        .outerjoin(model.record)
        .outerjoin(model.entry)
        .join(Subject, Subject.id == whose)
    )
    if current_user.role not in REACH_ALL:
        rows = rows.where(sa.literal(current_user.body_id or 0).in_((whose, model.deciding_id)))
    return Table(
        title=remedy.title,
        name=remedy.name,
        rows=rows,
        options=(
            contains_eager(model.record).joinedload(CreditRecord.subject),
            contains_eager(model.entry).joinedload(ListEntry.subject),
            joinedload(model.deciding),
        ),
        link=lambda row: url_for(f"{remedy.name}.item", number=row.id),
        columns=(
            Column("record", _l("信用记录或者名单"), lambda r: r.title),
            Column("subject", _l("单位"), lambda r: r.subject.name, sort=Subject.name),
            Column("deciding", _l("办理单位"), decides),
            Column("state", _l("状态"), lambda r: remedy.state_names[r.state], sort=model.state),
            Column("due_on", _l("办理期限"), lambda r: r.due_on, sort=model.due_on),
            Column("filed_at", _l("提出时间"), lambda r: r.filed_at, _filed, model.filed_at),
        ),
        search=(what, Subject.name),
        filters=Filters,
        narrow={"state": lambda value: model.state == value},
        order=(model.id.desc(),),
        empty=remedy.empty,
    )


def _thing() -> CreditRecord | ListEntry | None:
    """The record or the entry that the address names, as it is now."""
    for name, model in (("record", CreditRecord), ("entry", ListEntry)):
        if asked := request.args.get(name, 0, type=number):
            wanted = sa.select(model).where(model.id == asked)
            return db.session.scalars(for_change(wanted, model)).first()
    return None


def decides(found: Any) -> Any:
    """The name of the body that decides; where none is named, the office does."""
    return found.deciding.name if found.deciding else SIDE_NAMES[Side.OFFICE]


def _page(remedy: Remedy, found: Any) -> str:
    names = remedy.state_names
    page = Item(
        heading=found.title,
        kicker=remedy.title,
        sentence=found.statement,
        ref=getattr(found.against, "ref", None),
        badges=[
            Badge(names[found.state], "closed" if found.closed_on else "plain"),
            *steps.badges(remedy.flow, found, clock.today()),
        ],
        facts=[
            Fact(_l("单位"), found.subject.name),
            Fact(_l("提出人"), _l("当事人书面提出") if found.on_paper else found.filed_by),
            Fact(_l("收到日期"), i18n.day(found.received_on)),
            Fact(_l("提出时间"), i18n.moment(found.filed_at)),
            Fact(_l("办理单位"), decides(found)),
            Fact(_l("办理期限"), i18n.day(found.due_on)),
            *starmap(Fact, remedy.more(found)),
            Fact(_l("处理意见"), found.reasons),
            Fact(_l("决定人"), found.decided_by_name),
            *_open(remedy, found),
        ],
        acts=buttons(
            _fitting(remedy, found),
            remedy.flow,
            found,
            lambda move: url_for(f"{remedy.name}.act", number=found.id, move=move),
        ),
        timeline=[
            Event(names.get(e.to_state) or move_name(e.move), at=e.at, who=e.who, why=e.why)
            for e in audit.history(found)
        ],
        links=[Link(_l("信用记录或者名单"), address_of(found.against)), *remedy.links(found)],
        evidence=shown_to(files_of(found.__tablename__, [found.id]), current_user),
    )
    return render_template("streams/item.html", page=page)


def _fitting(remedy: Remedy, found: Any) -> dict[str, Act]:
    """The acts besides that of the office, unless the body that must decide is late; only what a
    record says can be corrected."""
    without = set() if filings.is_silent(found, clock.today()) else {"take_over"}
    without |= set() if found.record else {"propose_correction"}
    without |= {"ask_help"} if getattr(found, "helper_id", None) else set()
    return {name: act for name, act in remedy.acts.items() if name not in without}


def _open(remedy: Remedy, found: Any) -> list[Fact]:
    """The review and the lawsuit that are open against an answer: where, and by when."""
    if found.state is not remedy.rejected or found.closed_on is None:
        return []
    review, lawsuit = (rules.due(f, found.closed_on).due_on for f in ("REVIEW-APPLY", "LAWSUIT"))
    words = _(
        "可以在 %(review)s 前向%(organ)s申请行政复议，"
        "或者在 %(lawsuit)s 前向%(court)s提起行政诉讼。",
        review=i18n.day(review),
        organ=site_texts.said("REVIEW_ORGAN"),
        lawsuit=i18n.day(lawsuit),
        court=site_texts.said("LAWSUIT_COURT"),
    )
    return [Fact(_l("不服的救济"), words)]


def _load(remedy: Remedy, number: int) -> Any:
    wanted = sa.select(remedy.model).where(remedy.model.id == number)
    found = db.session.scalars(for_change(wanted, remedy.model)).first()
    if found is None or not current_user.can(Permission.RECORDS_READ, found):
        raise NotFound
    return found


def _filed(row: Any) -> str:
    return i18n.moment(row.filed_at)
