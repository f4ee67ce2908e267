"""What the page of a pledge shows: sentence, standing, events, parties."""

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from integrity.base import i18n
from integrity.base.audit import service as audit
from integrity.casework import deadlines
from integrity.pages.items import Badge, Event
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.pledges.models import (
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


def lateness(item: Pledge, on: date) -> Badge | None:
    """How its day looks; nothing of one that runs on or has ended."""
    if item.due_on is None or item.state is PledgeState.ENDED:
        return None
    return deadlines.lateness("pledges", item, on)


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
