"""What a page says of a push: its entry and paper, what its body said, what changed since."""

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import joinedload, selectinload

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import answers, changes, contents, notes, service
from integrity.credit.sanctions.pushes.models import (
    CLEARED_NAMES,
    PART_NAMES,
    PUSH_KIND_NAMES,
    PUSH_OUTCOME_NAMES,
    PUSH_STATE_NAMES,
    REASON_NAMES,
    Cleared,
    Part,
    Push,
    PushAnswer,
    PushKind,
    PushMeasure,
)
from integrity.credit.sanctions.treatments import TREATMENT_NAMES
from integrity.files import attached
from integrity.pages.evidence import shown_to
from integrity.people.subjects.kept_codes import marked


def facts(found: Push) -> list[tuple[object, object]]:
    entry, subject = found.entry, found.entry.subject
    return [
        (_("名单编号"), entry.ref),
        (_("主体"), subject.name),
        (_("统一社会信用代码"), marked(subject.uscc) or _("不显示")),
        (_("名单"), _linked_entry(entry)),
        (_("列入事由"), GROUND_NAMES[entry.ground]),
        (_("事实和理由"), entry.reasons),
        (_("列入依据"), entry.legal_basis),
        (_("决定书编号"), _paper(found)),
        (_("列入日期"), i18n.day(entry.listed_on)),
        (_("有效期至"), i18n.day(entry.until) or _("未定期限")),
        (_("要求"), PUSH_KIND_NAMES[found.kind]),
        (_("接收单位"), found.body.name),
        (_("状态"), PUSH_STATE_NAMES[found.state]),
        (_("反馈截止"), i18n.day(found.due_on)),
        (_("逾期天数"), days_late(found) or _("没有逾期")),
        (_("由谁办理"), found.assigned_to and found.assigned_to.name),
        (_("反馈"), outcome(found)),
        (_("修复后的处理"), entry.treatment and TREATMENT_NAMES[entry.treatment]),
        (_("说明"), found.why if found.kind is PushKind.REMOVE else None),
        *((PART_NAMES[Part(n)], CLEARED_NAMES[Cleared(how)]) for n, how in found.cleared.items()),
        (_("清除台账校验值"), found.digest),
        (_("认定确认后仍在使用"), i18n.day(found.reused_on)),
    ]


def reused(entry: ListEntry) -> list[tuple[object, object]]:
    """How many bodies were found to use a removed entry although they had confirmed."""
    number = service.reused(entry)
    words = ngettext("%(num)d 个单位（经两人认定）", "%(num)d 个单位（经两人认定）", number)
    return [(_("确认停止后仍在使用"), words)] if number else []


def lines(found: Push) -> list[dict[str, Any]]:
    """What was said of each measure, the newest first, with the files."""
    files = attached.of_each(PushAnswer.__tablename__, [said.id for said in found.answers])
    return [
        {
            "name": line.measure.name if line else _("整个名单事项"),
            "said": [
                {
                    "said": said,
                    "outcome": PUSH_OUTCOME_NAMES[said.outcome],
                    "reason": REASON_NAMES[said.reason] if said.reason else "",
                    "files": shown_to(files[said.id], current_user),
                }
                for said in told
            ],
        }
        for line, told in answers.lines(found)
        if told
    ]


def of_entry(entry: ListEntry) -> list[tuple[Push, list[tuple[Any, Any]]]]:
    """Every push of an entry, with what its body says now."""
    wanted = sa.select(Push).where(Push.entry_id == entry.id).order_by(Push.kind, Push.id)
    eager = (
        joinedload(Push.body),
        selectinload(Push.answers),
        selectinload(Push.asked).joinedload(PushMeasure.measure),
    )
    return [(push, told(push)) for push in db.session.scalars(wanted.options(*eager))]


def told(found: Push) -> list[tuple[Any, Any]]:
    """What the body says now of each measure, without who said it: also for the subject."""
    names = {line.measure_id: line.measure.name for line in found.asked}
    known = answers.current(found).items()
    return [(names.get(number, _("整个名单事项")), _words(said)) for number, said in known]


def _words(said: PushAnswer) -> str:
    outcome = PUSH_OUTCOME_NAMES[said.outcome]
    return f"{outcome}{_('：')}{REASON_NAMES[said.reason]}" if said.reason else str(outcome)


def told_changes(found: Push) -> list[dict[str, Any]]:
    """What was told of its entry, by number, and when its body took note."""
    known, told = notes.of_pushes([found.id]), changes.of_entries([found.entry_id])[found.entry_id]
    papers = contents.notices(one.id for one in told)
    return [
        {
            "number": number,
            "change": one,
            "note": known.get((found.id, one.id)),
            "paper": papers.get(one.id),
        }
        for number, one in enumerate(told, 1)
    ]


def _linked_entry(entry: ListEntry) -> Markup:
    address = url_for("sanctions.entry", number=entry.id)
    return Markup('<a href="{}">{}</a>').format(address, LIST_NAMES[entry.kind])


def _paper(found: Push) -> Markup | None:
    """The number of the decision, with the page on which anybody can check a print of it."""
    paper = contents.papers([found.entry_id]).get((found.entry_id, found.kind))
    if paper is None:
        return None
    address = url_for("documents.verify", token=paper.token)
    return Markup('<a href="{}">{}</a>').format(address, paper.ref)


def outcome(found: Push) -> object:
    return PUSH_OUTCOME_NAMES[found.outcome] if found.outcome else None


def days_late(found: Push) -> int | None:
    return found.days_late(clock.today()) or None
