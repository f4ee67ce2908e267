"""What the page of a pledge shows: sentence, standing, facts, events, files, records."""

from datetime import date
from typing import Any

from flask import get_template_attribute, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from integrity.base import i18n
from integrity.base.audit import service as audit
from integrity.casework import deadlines
from integrity.pages.items import Badge, Event
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.pledges.models import (
    KIND_NAMES,
    OUTCOME_NAMES,
    OUTCOME_TONES,
    STATE_NAMES,
    Pledge,
    PledgeState,
)

MOVE_NAMES = {
    "register": _l("登记信用承诺"),
    "report": _l("自报已履行"),
    "confirm": _l("核查：已履行"),
    "send_back": _l("退回，继续履行"),
    "find_broken": _l("核查：违背承诺"),
    "withdraw": _l("依法撤回"),
    "reopen": _l("更正认定，恢复履行"),
}
TONES = {"report": "soon", "confirm": "good", "find_broken": "late", "withdraw": "closed"}


def sentence(item: Pledge) -> str:
    """What it is in one sentence."""
    said = {"who": item.subject.name, "day": i18n.day(item.pledged_on), "title": item.title}
    if item.received_by:
        return _("%(who)s于%(day)s向%(whom)s承诺：%(title)s", whom=item.received_by.name, **said)
    return _("%(who)s于%(day)s向社会承诺：%(title)s", **said)


def word(item: Pledge, on: date) -> tuple[Any, str]:
    """Where it stands, as a word and a tone: what was found, or the state."""
    if item.outcome:
        return OUTCOME_NAMES[item.outcome], OUTCOME_TONES[item.outcome]
    if item.state is PledgeState.REPORTED:
        return STATE_NAMES[item.state], "soon"
    if item.due_on is None and item.valid_until and item.valid_until < on:
        return _("承诺期满，未核查"), "closed"
    return STATE_NAMES[item.state], "plain"


def standing(item: Pledge, on: date) -> tuple[Any, str]:
    """The same for a list: one that still runs is said by its day, if it has one."""
    if item.due_on and item.state is PledgeState.REGISTERED:
        found = deadlines.lateness("pledges", item, on)
        return found.word, found.tone
    return word(item, on)


def badge(word_and_tone: tuple[Any, str]) -> Markup:
    """A word with its shape, for the list."""
    drawn = get_template_attribute("macros/states.html", "badge")(*word_and_tone)
    return Markup(drawn)  # nosec B704: the macro escapes


def lateness(item: Pledge, on: date) -> Badge | None:
    """How its day looks; nothing of one that runs on or has ended."""
    if item.due_on is None or item.state is PledgeState.ENDED:
        return None
    return deadlines.lateness("pledges", item, on)


def facts(item: Pledge) -> list[tuple[Any, Any]]:
    """Who pledged what to whom, by when, and what was found."""
    pairs = [
        (_("承诺人"), party(item.subject)),
        (_("承诺类型"), KIND_NAMES[item.kind]),
        (_("接收单位"), party(item.received_by) if item.received_by else _("向社会公开承诺")),
        (_("审批或者申报事项"), item.matter),
        (_("承诺日期"), i18n.day(item.pledged_on)),
        (_("证明履行的期限"), i18n.day(item.due_on) if item.due_on else _("持续履行，未定期限")),
        (_("有效期至"), i18n.day(item.valid_until)),
        (_("登记单位"), item.registered_by),
        (_("公开"), "" if item.public else _("不公开，只有承诺人、接收单位和领导小组办公室可见")),
        (_("承诺人自报"), item.report),
        (_("核查结果"), OUTCOME_NAMES[item.outcome] if item.outcome else ""),
        (_("履行或者违背的日期"), i18n.day(item.fact_on)),
        (_("核查单位"), item.checked_by),
        (_("核查日期"), i18n.day(item.checked_on)),
        (_("核查来源或者依据"), item.second_source),
        (_("理由"), item.reasons),
    ]
    return [(label, value) for label, value in pairs if value]


def party(subject: Subject) -> Markup | str:
    """A name that leads to the subject's public page, where it has one."""
    if subject.kind is SubjectKind.BODY:
        address = url_for("site.body", slug=subject.slug)
    elif subject.uscc:
        address = url_for("site.subject", uscc=subject.uscc)
    else:
        return subject.name
    return Markup('<a href="{}">{}</a>').format(address, subject.name)


def timeline(item: Pledge) -> list[Event]:
    """Its events, newest first, by organisation: never by the name of a person."""
    return [
        Event(
            MOVE_NAMES[event.move],
            at=event.at,
            who=(event.facts or {}).get("organisation"),
            why=event.why,
            tone=TONES.get(event.move),
        )
        for event in audit.history(item)
        if event.move in MOVE_NAMES
    ]
