"""The pages of credit records: the register, one record, and what may be done with it."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires
from integrity.casework import steps, streams
from integrity.casework.classing import service as classing
from integrity.casework.documents.dossier import access
from integrity.casework.fields import NARROWED
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import GRADE_NAMES
from integrity.credit.catalogue import service as catalogue
from integrity.credit.records import (
    announcements,
    confirmations,
    history,
    known_views,
    service,
    successions,
)
from integrity.credit.records.models import STATE_NAMES, TONES, CreditRecord, RecordState
from integrity.credit.records.visibility import visible
from integrity.credit.sanctions.annotations import PENDING_NAMES
from integrity.credit.sanctions.treatments import TREATMENT_NAMES, UNTOLD
from integrity.credit.sanctions.ways import explains, remedies_of, shieldings_of
from integrity.pages.forms import FilterForm
from integrity.pages.items import Badge, Button, Event, Fact, Item, Link, Section
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject, SubjectKind

bp = Blueprint("records", __name__, url_prefix="/records")

MOVE_NAMES = {
    "confirm": _l("确认"),
    "dispute": _l("提出异议"),
    "withdraw": _l("撤销"),
    "annul": _l("所依据的文书撤销"),
    "correct": _l("更正，由新的记录代替"),
    "succeed": _l("更正后记入"),
    "repair": _l("信用修复"),
    "expire": _l("公示期届满"),
}


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
            Column("summary", _l("事由"), lambda r: r.summary),
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
        search=(CreditRecord.summary, Subject.name),
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
        heading=record.summary,
        kicker=_("信用记录"),
        ref=record.ref,
        badges=[
            Badge(STATE_NAMES[record.state], TONES[record.state]),
            *steps.badges(service.FLOW, record, clock.today()),
        ],
        facts=facts(record, stream),
        acts=_acts(record),
        timeline=timeline(record),
        links=_links(record, source),
        notices=[Section("records/_notices.html", {"record": record, "names": PENDING_NAMES})],
    )
    return render_template("streams/item.html", page=page)


def facts(record: CreditRecord, stream: streams.Stream | None) -> list[Fact]:
    """What is known of a record."""
    rule = stream.words.rules.get(record.rule, record.rule) if stream else record.rule
    pairs = [
        (_("单位"), record.subject.name),
        (_("失信情形"), rule),
        (_("目录事项"), _in_catalogue(record)),
        *_lasting(record),
        *_corrected(record),
        (_("发生日"), i18n.day(record.since)),
        (_("告知日"), i18n.day(record.notified_on)),
        (_("可提出异议至"), i18n.day(record.object_until)),
    ]
    if record.decided_on:
        pairs += [
            (_("确认日"), i18n.day(record.decided_on)),
            (_("认定单位"), record.finder),
            (_("确认人"), record.decided_by_name),
            (_("等级"), GRADE_NAMES.get(record.grade or "", record.grade)),
            (_("适用标准"), rules.rule_set(record.scale)),
            (_("适用规则和计算期限之日"), i18n.day(record.ruled_on)),
            (_("可申请修复"), i18n.day(record.repairable_on) or _("公示期满前不可修复")),
            (_("有效期至"), i18n.day(record.until)),
            (_("公示"), _("公示") if record.public and not record.shielded else _("不公示")),
            *([(_("修复后的处理"), TREATMENT_NAMES[record.treatment])] if record.treatment else ()),
            *_announced(record),
        ]
    return [Fact(*pair) for pair in pairs]


def timeline(record: CreditRecord) -> list[Event]:
    """What happened to a record, newest first; who of the subject spoke, and what, is inside."""
    inside = current_user.is_authenticated and current_user.can(Permission.RECORDS_READ, record)
    events = [
        Event(
            MOVE_NAMES.get(event.move) or move_name(event.move),
            at=event.at,
            who=event.who if inside or event.move != "dispute" else None,
            why=event.why if inside or event.move != "dispute" else None,
        )
        for event in audit.history(record)
    ]
    told = Event(_("提出信用记录，拟制告知书"), at=record.posted_at, who=_(audit.SYSTEM.name))
    return [*events, told]


def _announced(record: CreditRecord) -> list[tuple[Any, Any]]:
    """In which medium a breach in procurement was announced."""
    if (found := announcements.of(record)) is None:
        return []
    words = _("%(medium)s（%(day)s）", medium=found.medium, day=i18n.day(found.announced_on))
    return [(_("政府采购公告"), Markup('<a href="{}">{}</a>').format(found.address, words))]


def _lasting(record: CreditRecord) -> list[tuple[Any, Any]]:
    """That the breach goes on after an earlier record of it ended, and which the first was."""
    if record.first_id is None:
        return []
    first = f"XY{record.first_id:08d}"
    times = successions.times(record)
    words = _("第 %(n)d 次，首次记录为 %(first)s；义务至今没有履行", n=times, first=first)
    return [(_("持续失信"), words)]


def _corrected(record: CreditRecord) -> list[tuple[Any, Any]]:
    """Which record stands in its place; to those inside, which one it corrected."""
    found = [(_("更正后的记录"), _named(record.superseded_by))] if record.superseded_by else []
    inside = current_user.is_authenticated and current_user.can(Permission.RECORDS_READ, record)
    if inside and (old := successions.corrected(record)):
        found.append((_("更正自"), _named(old)))
    return found


def _named(record: CreditRecord) -> Markup:
    address = url_for("records.item", number=record.id)
    return Markup('<a href="{}">{}</a>').format(address, record.ref)


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


def _in_catalogue(record: CreditRecord) -> Markup | str:
    """Of which item of the information catalogue it was on the day it was decided, or is today."""
    on = record.decided_on or clock.today()
    if (item := catalogue.item_of(record.stream, record.rule, on)) is None:
        return _("目录没有列明，不予公示")
    address = url_for("catalogue.item", code=item.code, version=item.version)
    named = _("%(name)s（第 %(number)d 版）", name=item.name, number=item.version)
    return Markup('<a href="{}">{}</a>').format(address, named)
