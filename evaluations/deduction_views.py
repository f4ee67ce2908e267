"""The letter by which the office proposes what the results of a round should cost."""

from flask import url_for
from flask.typing import ResponseReturnValue

from evaluations import papers
from evaluations.blueprint import bp
from evaluations.models import DONE, Round
from evaluations.permissions import EvaluationsPermission
from evaluations.readers import round_or_404
from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.casework.documents.giving import download
from integrity.casework.documents.letter_drafts import letter_page


@bp.get("/<ref>/deductions.<ending>")
@requires(EvaluationsPermission.RUN)
def deductions(ref: str, ending: str) -> ResponseReturnValue:
    """The letter by which the office proposes what the results should cost."""
    return download(papers.deductions(_published(ref), clock.today()), ending)


@bp.route("/<ref>/deductions", methods=["GET", "POST"])
@requires(EvaluationsPermission.RUN)
def propose_deductions(ref: str) -> ResponseReturnValue:
    """The same letter, drafted here to be reviewed, signed and served."""
    back = url_for("evaluations.round", ref=ref)
    return letter_page("deduction-proposal", _published(ref), back)


def _published(ref: str) -> Round:
    """A round whose results are published; raises NotFound."""
    found = round_or_404(ref)
    if found.state not in DONE:
        raise NotFound
    return found
