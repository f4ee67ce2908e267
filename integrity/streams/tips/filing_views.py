"""Reporting an enterprise without an account: whoever is logged in reports as anybody."""

from typing import Any

from flask.typing import ResponseReturnValue

from integrity.base.security import takes_files
from integrity.base.stamps import anonymous
from integrity.casework.informants import evidence
from integrity.casework.informants.filing_views import file_page
from integrity.casework.informants.receipts import Receipt
from integrity.streams.tips import intake
from integrity.streams.tips.blueprint import bp
from integrity.streams.tips.forms import NewForm
from integrity.streams.tips.tracking_views import TRACKING


@bp.route("/new", methods=["GET", "POST"])
@anonymous
@takes_files(evidence.MOST)
def new() -> ResponseReturnValue:
    """The form; a good one is answered with the receipt itself, and sent again with it again."""
    form = NewForm()

    def file(**said: Any) -> Receipt:
        text = form.text.data.strip()
        return intake.file(form.act.data, form.reported.data, text, **said)

    return file_page(TRACKING, form, file)
