"""The pages on which two people correct a record, and on which its subject reads what was wrong."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db, for_change, number
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import demand, requires, to_move
from integrity.casework import acts, streams
from integrity.casework.acts import Act, buttons
from integrity.casework.documents import pieces
from integrity.casework.steps import SIDE_NAMES, Side, badges
from integrity.credit.corrections import service
from integrity.credit.corrections.forms import GRAVER, WARNING, form_for
from integrity.credit.corrections.models import STATE_NAMES, CorrectionState, RecordCorrection
from integrity.credit.records.models import CreditRecord
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Event, Fact, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

bp = Blueprint("corrections", __name__, url_prefix="/corrections")
ACTS = {
    "make": Act(_l("同意更正"), service.make, WhyForm, WARNING),
    "decline": Act(
        _l("不同意更正"),
        service.decline,
        WhyForm,
        _l("原记录不变。"),
        danger=True,
        primary=False,
    ),
}
NAMES = {"propose": _l("提请更正"), "make": _l("同意更正"), "decline": _l("不同意更正")}
WORDS = {
    "rule": _l("失信情形"),
    "since": _l("发生日"),
    "ruled_on": _l("文书日期"),
    "summary": _l("事由"),
}


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")


@bp.get("/")
@requires(Permission.RECORDS_CORRECT)
def index() -> ResponseReturnValue:
    """What the people of a body correct, and what came of it."""
    rows = sa.select(RecordCorrection).join(RecordCorrection.record)
    if current_user.role not in REACH_ALL:
        own = current_user.body_id or 0
        decides = sa.or_(RecordCorrection.deciding_id == own, CreditRecord.found_by_id == own)
        rows = rows.where(decides, CreditRecord.subject_id != own)
    table = Table(
        title=_("信用记录更正"),
        name="corrections",
        rows=rows.join(Subject, Subject.id == CreditRecord.subject_id),
        options=(joinedload(RecordCorrection.record).joinedload(CreditRecord.subject),),
        link=lambda row: url_for("corrections.item", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("record", _("信用记录"), lambda row: row.record.ref),
            Column("title", _("事由"), lambda row: row.title),
            Column("subject", _("单位"), lambda row: row.subject.name, sort=Subject.name),
            Column("proposed_on", _("提请日期"), lambda row: row.proposed_on),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: STATE_NAMES[row.state]),
        ],
        search=(CreditRecord.summary, Subject.name),
        filters=Filters,
        narrow={"state": lambda value: RecordCorrection.state == value},
        order=(RecordCorrection.id.desc(),),
        empty=_("没有信用记录更正。"),
    )
    return table.respond(intro=_("记录有误的，由作出认定的单位两人更正，当事人收到更正告知书。"))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.RECORDS_CORRECT)
def new() -> ResponseReturnValue:
    """A first person says what a record of their body should say."""
    wanted = sa.select(CreditRecord).where(CreditRecord.id == request.args.get("record", 0, number))
    record = db.session.scalars(for_change(wanted, CreditRecord)).first()
    if record is None:
        raise NotFound
    demand(Permission.RECORDS_CORRECT, record)
    form = form_for(record)

    def propose() -> str:
        made = service.propose(record, answers(form), by=current_user, at=clock.now())
        return url_for("corrections.item", number=made.id)

    return form_page(
        form,
        propose,
        heading=_("更正信用记录"),
        intro=f"{record.ref} {record.summary}",
        warning=f"{WARNING}{GRAVER}",
        submit=_("提请更正"),
        back=url_for("records.item", number=record.id),
        done=_("已提请更正，待另一人决定。"),
    )


@bp.get("/<int:number>")
@requires(Permission.RECORDS_READ)
def item(number: int) -> ResponseReturnValue:
    """One correction: point by point, who found it, who agreed, and what stands now."""
    found = _one(number)
    page = Item(
        heading=found.title,
        kicker=_("信用记录更正"),
        ref=found.ref,
        badges=[
            Badge(STATE_NAMES[found.state]),
            *badges(service.FLOW, found, clock.today()),
        ],
        facts=[*_points(found), *_facts(found)],
        acts=buttons(_acts_on(found), service.FLOW, found, partial(_address, found)),
        timeline=[
            Event(NAMES.get(e.move) or move_name(e.move), at=e.at, who=e.who, why=e.why)
            for e in audit.history(found)
        ],
        aside=pieces.card(found.__tablename__, found.id),
        links=_links(found),
    )
    return render_template("streams/item.html", page=page)


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(Permission.RECORDS_CORRECT)
def act(number: int, move: str) -> ResponseReturnValue:
    """A second person agrees, or does not."""
    return acts.move_page(ACTS, service.FLOW, _one(number), move, _item_of(number))


def _points(found: RecordCorrection) -> list[Fact]:
    """What the record says, and what it should say."""
    return known(
        *(
            (
                label,
                _("原为“%(old)s”，更正为“%(new)s”", old=_word(found.record, name), new=new)
                if (new := _word(found, name)) != _word(found.record, name)
                else new,
            )
            for name, label in WORDS.items()
        )
    )


def _facts(found: RecordCorrection) -> list[Fact]:
    deciding = found.deciding.name if found.deciding else SIDE_NAMES[Side.OFFICE]
    return known(
        (_("单位"), found.subject.name),
        (_("原记录"), found.record.ref),
        (_("更正后的记录"), found.successor.ref if found.successor else None),
        (_("更正依据"), found.document),
        (_("办理单位"), deciding),
        (_("提请日期"), i18n.day(found.proposed_on)),
        (_("办结日期"), i18n.day(found.decided_on) if found.decided_on else None),
    )


def _word(said: Any, name: str) -> Any:
    """What a record or its correction says on a point, in the words of a page."""
    value = getattr(said, name)
    if name == "rule":
        record = said.record if isinstance(said, RecordCorrection) else said
        stream = streams.registered().get(record.stream)
        return str(stream.words.rules.get(value, value) if stream else value)
    return value if name == "summary" or value is None else i18n.day(value)


def _links(found: RecordCorrection) -> list[Link]:
    links = [Link(_("查看原记录"), url_for("records.item", number=found.record_id))]
    if found.successor_id:
        address = url_for("records.item", number=found.successor_id)
        links.append(Link(_("查看更正后的记录"), address))
    return links


def _acts_on(found: RecordCorrection) -> dict[str, Act]:
    """Nothing for who proposed it, and for what is decided with an objection."""
    return {} if found.with_remedy or found.first_by_id == current_user.id else ACTS


def _address(found: RecordCorrection, move: str) -> str:
    return url_for("corrections.act", number=found.id, move=move)


def _item_of(number: int) -> str:
    return url_for("corrections.item", number=number)


def _one(number: int) -> RecordCorrection:
    """One that this person may read: who decides, and the subject once it is made."""
    found = to_move(RecordCorrection, number)
    if not _may_read(found):
        raise NotFound
    return found


def _may_read(found: RecordCorrection) -> bool:
    if current_user.can(Permission.RECORDS_CORRECT, found):
        return True
    made = found.state is CorrectionState.MADE
    own = current_user.body_id in {found.subject_id, found.record.found_by_id}
    return current_user.can(Permission.RECORDS_READ) and (
        current_user.role in REACH_ALL or (made and own) or found.first_by_id == current_user.id
    )
