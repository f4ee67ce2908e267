"""What a record says of itself: to everybody the released text, to those inside the whole."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.permissions import Permission
from integrity.casework import streams
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import GRADE_NAMES
from integrity.credit.catalogue import service as catalogue
from integrity.credit.records import announcements, successions
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.visibility import words
from integrity.credit.sanctions.treatments import TREATMENT_NAMES
from integrity.pages.items import Event, Fact

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


def facts(record: CreditRecord, stream: streams.Stream | None) -> list[Fact]:
    """What is known of a record."""
    rule = stream.words.rules.get(record.rule, record.rule) if stream else record.rule
    pairs = [
        (_("单位"), record.subject.name),
        *_released(record),
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


def _released(record: CreditRecord) -> list[tuple[Any, Any]]:
    """To those inside what everybody reads of it, where that is not the whole."""
    inside = words(record, current_user) != record.public_summary
    return [(_("向社会公开的文字"), record.public_text)] if inside and record.public_text else []


def timeline(record: CreditRecord) -> list[Event]:
    """What happened to a record, newest first; who of the subject spoke, and all reasons, are for
    those inside; everybody reads of an answer what was released of it."""
    inside = current_user.is_authenticated and current_user.can(Permission.RECORDS_READ, record)
    events = [
        Event(
            MOVE_NAMES.get(event.move) or move_name(event.move),
            at=event.at,
            who=event.who if inside or event.move != "dispute" else None,
            why=event.why if inside else (event.facts or {}).get("told"),
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


def _in_catalogue(record: CreditRecord) -> Markup | str:
    """Of which item of the information catalogue it was on the day it was decided, or is today."""
    on = record.decided_on or clock.today()
    if (item := catalogue.item_of(record.stream, record.rule, on)) is None:
        return _("目录没有列明，不予公示")
    address = url_for("catalogue.item", code=item.code, version=item.version)
    named = _("%(name)s（第 %(number)d 版）", name=item.name, number=item.version)
    return Markup('<a href="{}">{}</a>').format(address, named)
