"""What the holder of a receipt of a complaint sees of it, and may say."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from integrity.base.errors import NotFound
from integrity.base.stamps import anonymous
from integrity.casework.documents import giving
from integrity.casework.informants import evidence
from integrity.casework.informants.receipt_views import unkept
from integrity.casework.informants.tracking_views import Tracking, pages
from integrity.streams.complaints import conversation, news, papers, service, warnings
from integrity.streams.complaints.blueprint import bp
from integrity.streams.complaints.forms import PaperForm, ReplyForm
from integrity.streams.complaints.models import (
    OUTCOME_NAMES,
    REFUSAL_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
    TONES,
    Complaint,
    ComplaintState,
)


def about(found: Complaint) -> dict[str, Any]:
    """The words of its state, its papers, and what may be said of it."""
    return {
        "state": (STATE_NAMES[found.state], TONES.get(found.state)),
        "outcome": found.outcome and OUTCOME_NAMES[found.outcome],
        "refusal": found.refusal and REFUSAL_NAMES[found.refusal],
        "papers": ["receipt", "answer"] if papers.answered(found) else ["receipt"],
        "earlier": found.duplicate_of and STATE_NAMES[found.duplicate_of.state],
        "sides": SIDE_NAMES,
        "open": found.state is ComplaintState.ANSWERED,
        "talking": found.state in conversation.OPEN,
        "asked": conversation.waits_for_complainant(found),
    }


TRACKING = Tracking(
    name="complaints",
    model=Complaint,
    news=news.KIND,
    reply=ReplyForm,
    confirm=service.confirm,
    dispute=service.dispute,
    add=conversation.add,
    about=about,
    heard=lambda found: found.messages,
    handed_in=lambda found: evidence.of(found, ()),
    lateness=warnings.lateness,
    settled=_l("此投诉已不在等待您答复，未作改动。"),
    closed=_l("此投诉已经办结，不能再补充。"),
)
pages(bp, TRACKING)


@bp.route("/track/paper", methods=["POST"])
@anonymous
def own_paper() -> ResponseReturnValue:
    """The receipt or the answer on paper, to whoever has the receipt; neither holds its secret."""
    form = PaperForm()
    found = TRACKING.find(form)
    if not form.validate():
        raise NotFound
    shown = papers.receipt(found) if form.paper.data == "receipt" else papers.answer(found)
    if shown is None:
        raise NotFound
    return unkept(giving.download(shown))
