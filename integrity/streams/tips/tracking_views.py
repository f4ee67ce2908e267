"""What the holder of a receipt of a report on an enterprise sees of it, and may say."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from integrity.casework import deadlines
from integrity.casework.informants import evidence
from integrity.casework.informants.tracking_views import Tracking, pages
from integrity.files.attached import Attachment
from integrity.streams.tips import intake, news, service
from integrity.streams.tips.blueprint import bp
from integrity.streams.tips.forms import ReplyForm
from integrity.streams.tips.models import (
    OUTCOME_NAMES,
    REFUSAL_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
    TONES,
    Tip,
    TipMessage,
    TipState,
)

ANSWERED = (TipState.FOUND, TipState.REFUSED)


def about(found: Tip) -> dict[str, Any]:
    """The words of its state, and what may be said of it."""
    return {
        "act": found.act.title,
        "state": (STATE_NAMES[found.state], TONES.get(found.state)),
        "outcome": found.outcome and OUTCOME_NAMES[found.outcome],
        "refusal": found.refusal and REFUSAL_NAMES[found.refusal],
        "sides": SIDE_NAMES,
        "open": found.state in ANSWERED,
        "talking": found.state in intake.OPEN,
        "asked": intake.waits_for_reporter(found),
    }


def heard(found: Tip) -> Sequence[TipMessage]:
    """What the reporter reads: its own words, and what was said to it."""
    return [m for m in found.messages if m.side == "reporter" or not m.office_only]


def handed_in(found: Tip) -> list[Attachment]:
    """The reporter's own files: what the department or the enterprise added is not shown here."""
    return [p for p in evidence.of(found, ()) if p.stored.startswith(evidence.FOLDER)]


TRACKING = Tracking(
    name="tips",
    model=Tip,
    news=news.KIND,
    reply=ReplyForm,
    confirm=service.confirm,
    dispute=service.dispute,
    add=intake.add,
    about=about,
    heard=heard,
    handed_in=handed_in,
    lateness=lambda found, on: deadlines.lateness("tips", found, on),
    settled=_l("此举报已不在等待您答复，未作改动。"),
    closed=_l("此举报已经办结，不能再补充。"),
)
pages(bp, TRACKING)
