"""The pages of credit records: the register, one record, and what may be done with it."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires
from integrity.casework import steps, streams
from integrity.casework.classing import service as classing
from integrity.casework.documents.dossier import access
from integrity.casework.fields import NARROWED
from integrity.credit.records import (
    announcements,
    confirmations,
    history,
    known_views,
    record_facts,
    service,
    successions,
)
from integrity.credit.records.models import STATE_NAMES, TONES, CreditRecord, RecordState
from integrity.credit.records.visibility import text, visible, words
from integrity.credit.sanctions.annotations import PENDING_NAMES
from integrity.credit.sanctions.treatments import TREATMENT_NAMES, UNTOLD
from integrity.credit.sanctions.ways import explains, remedies_of, shieldings_of
from integrity.pages.forms import FilterForm
from integrity.pages.items import Badge, Button, Item, Link, Section
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject, SubjectKind

bp = Blueprint("records", __name__, url_prefix="/records")


class Filters(FilterForm):
    state = SelectField(_l("状态"))
    stream = SelectField(_l("来源"))
    key_field = SelectField(_l("重点领域"), choices=lambda: choices(NARROWED))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.state.choices = choices(STATE_NAMES)
        self.stream.choices = choices({s.name: s.title for s in streams.registered().values()})


@bp.get("/")
@requires(Permission.RECORDS_READ)
def index() -> ResponseReturnValue:
    """The register of everything this person may see."""
    table = Table(
        title=_("信用记录"),
        name="records",
        rows=sa.select(CreditRecord)
        .join(CreditRecord.subject)
        .where(visible(current_user), Subject.kind != SubjectKind.PERSON),
        options=(joinedload(CreditRecord.subject),),
        link=lambda record: url_for("records.item", number=record.id),
        columns=(
            Column("ref", _l("编号"), lambda r: r.ref),
            Column("summary", _l("事由"), lambda r: words(r, current_user)),
            Column("subject", _l("单位"), lambda r: r.subject.name, sort=Subject.name),
            Column("since", _l("发生日"), lambda r: r.since, sort=CreditRecord.since),
            Column("state", _l("状态"), lambda r: STATE_NAMES[r.state], sort=CreditRecord.state),
            Column(
                "object_until",
                _l("异议截止"),
                lambda r: r.object_until,
                sort=CreditRecord.object_until,
            ),
            Column("until", _l("有效期至"), lambda r: r.until, sort=CreditRecord.until),
            Column("superseded_by", _l("更正后的记录"), successions.successor_ref, shown=False),
        ),
        search=(text(current_user), Subject.name),
        filters=Filters,
        narrow={
            "state": lambda value: CreditRecord.state == value,
            "stream": lambda value: CreditRecord.stream == value,
            "key_field": lambda code: classing.of_field(
                CreditRecord.stream, CreditRecord.item_id, code
            ),
        },
        order=(CreditRecord.since.desc(), CreditRecord.id.desc()),
        empty=_("没有信用记录。"),
    )
    return table.respond()


@bp.get("/<int:number>")
@public
def item(number: int) -> ResponseReturnValue:
    """One record; one that was public and left public view answers with a tombstone."""
    record = db.session.get(CreditRecord, number)
    if record is None:
        raise NotFound
    if not _may_see(record):
        gone = record.decided_on and record.closed_on and not record.public
        gone = gone and record.treatment not in UNTOLD and not record.shielded
        if gone and record.subject.public:
            return render_template(
                "records/tombstone.html",
                record=record,
                state_names=STATE_NAMES,
                treatment_names=TREATMENT_NAMES,
                successor=_public_successor(record),
            )
        raise NotFound
    if day := history.day_asked(request.args.get("as_of"), clock.today()):
        return known_views.page(record, day)
    stream = streams.registered().get(record.stream)
    source = _source(record, stream)
    page = Item(
        heading=words(record, current_user),
        kicker=_("信用记录"),
        ref=record.ref,
        badges=[
            Badge(STATE_NAMES[record.state], TONES[record.state]),
            *steps.badges(service.FLOW, record, clock.today()),
        ],
        facts=record_facts.facts(record, stream),
        acts=_acts(record),
        timeline=record_facts.timeline(record),
        links=_links(record, source),
        notices=[Section("records/_notices.html", {"record": record, "names": PENDING_NAMES})],
    )
    return render_template("streams/item.html", page=page)


def _public_successor(record: CreditRecord) -> CreditRecord | None:
    """The record that stands in its place, if this person may read it."""
    found = successions.latest(record)
    return found if found is not record and _may_see(found) else None


def _source(record: CreditRecord, stream: streams.Stream | None) -> str:
    """The address of what the record is about, if whoever asks may open it."""
    if stream is None:
        return ""
    readable = sa.and_(stream.model.id == record.item_id, stream.visible(current_user))
    found = db.session.scalars(sa.select(stream.model).where(readable)).first()
    return stream.url(found) if found else ""


def _links(record: CreditRecord, source: str) -> list[Link]:
    found = [Link(_("查看来源事项"), source)] if source else []
    if record.state is RecordState.CONFIRMED and explains(record, "repairs"):
        found.append(Link(_("怎样申请修复"), url_for("repairs.new", record=record.id)))
    if record.public and record.state is RecordState.CONFIRMED:
        found.append(Link(_("正在申请修复的信用承诺"), url_for("repairs.promises")))
    if current_user.is_authenticated and current_user.can(Permission.ACCOUNTABILITY_HANDLE):
        found.append(Link(_("移送问题线索"), url_for("accountability.new", record=record.id)))
    return [*found, *access.links("records", record, current_user)]


def _is_repairable(record: CreditRecord) -> bool:
    """Whether its least time is over; until then its page says the day, and no button asks."""
    return record.repairable_on is not None and record.repairable_on <= clock.today()


def _may_see(record: CreditRecord) -> bool:
    wanted = sa.select(sa.exists().where(CreditRecord.id == record.id, visible(current_user)))
    return bool(db.session.scalar(wanted))


def _acts(record: CreditRecord) -> list[Button]:
    offered = []
    proposed = record.state is RecordState.PROPOSED
    if proposed and confirmations.may_confirm(current_user, record):
        offered.append((_("确认记录"), url_for("records.confirm", number=record.id)))
    if current_user.is_authenticated and current_user.can(Permission.RECORDS_DECIDE):
        address = url_for("records.announce", number=record.id)
        offered += [(_("登记政府采购公告"), address)] if announcements.is_wanted(record) else []
    if current_user.is_authenticated:
        if successions.may_be_corrected_by(current_user, record):
            offered.append((_("更正记录"), url_for("corrections.new", record=record.id)))
        if record.state in service.FLOW["dispute"].sources:
            offered += remedies_of(record, "objections", record=record.id)
        if record.state in service.COUNTING and record.decided_on and not record.pending:
            offered += remedies_of(record, "proceedings", record=record.id)
        if record.state is RecordState.CONFIRMED:
            offered += shieldings_of(record, record=record.id)
            if _is_repairable(record):
                offered += remedies_of(record, "repairs", record=record.id)
            for stream in streams.registered().values():
                offered += stream.work.on_record(record) if stream.work.on_record else ()
    return [Button(label, url, place == 0) for place, (label, url) in enumerate(offered)]
