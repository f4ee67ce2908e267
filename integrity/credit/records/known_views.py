"""The page of a record as it was known on an earlier day."""

from datetime import date
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import i18n
from integrity.base.errors import NotFound
from integrity.casework import streams
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import GRADE_NAMES
from integrity.credit.records import visibility
from integrity.credit.records.models import STATE_NAMES, TONES, CreditRecord
from integrity.credit.sanctions.annotations import PENDING_NAMES
from integrity.credit.sanctions.treatments import TREATMENT_NAMES
from integrity.pages.items import Badge, Fact, Item, Link, Section, known


def page(record: CreditRecord, on: date) -> str:
    """What of it stood in the system at the end of a day; raises NotFound."""
    found = visibility.known_to(current_user, on, CreditRecord.id == record.id)
    if not found:
        raise NotFound
    was = found[0].was
    item = Item(
        heading=visibility.words(record, current_user),
        kicker=_("%(day)s 的信用记录", day=i18n.day(on)),
        ref=record.ref,
        badges=[Badge(STATE_NAMES[was.state], TONES[was.state]), *_noted(was)],
        facts=[*_always(record), *_then(was)],
        links=[Link(_("查看现在的记录"), url_for("records.item", number=record.id))],
        notices=[Section("records/_known.html", {"on": on})],
    )
    return render_template("streams/item.html", page=item)


def _noted(was: Any) -> list[Badge]:
    """What was pending against it."""
    said = [Badge(PENDING_NAMES[was.pending], "soon")] if was.pending else []
    return [*said, Badge(_("停止执行"), "soon")] if was.suspended else said


def _always(record: CreditRecord) -> list[Fact]:
    stream = streams.registered().get(record.stream)
    rule = stream.words.rules.get(record.rule, record.rule) if stream else record.rule
    return known(
        (_("单位"), record.subject.name),
        (_("失信情形"), rule),
        (_("发生日"), i18n.day(record.since)),
    )


def _then(was: Any) -> list[Fact]:
    decided = was.decided_on is not None
    return known(
        (_("告知日"), i18n.day(was.notified_on)),
        (_("可提出异议至"), i18n.day(was.object_until)),
        (_("确认日"), i18n.day(was.decided_on)),
        (_("确认人"), was.decided_by_name),
        (_("等级"), GRADE_NAMES.get(was.grade or "", was.grade)),
        (_("适用标准"), rules.rule_set(was.scale) if was.scale else None),
        (_("可申请修复"), i18n.day(was.repairable_on)),
        (_("有效期至"), i18n.day(was.until)),
        (_("公示"), (_("公示") if was.public else _("不公示")) if decided else None),
        (_("撤下日"), i18n.day(was.closed_on)),
        (_("修复后的处理"), was.treatment and TREATMENT_NAMES[was.treatment]),
    )
