"""Read a table of changes that came in as one, and decide all of it at once, by two people."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.credit.catalogue import drafts
from integrity.credit.catalogue.blueprint import bp
from integrity.credit.catalogue.draft_models import CatalogueDraft
from integrity.credit.catalogue.draft_models import CatalogueState as S
from integrity.credit.catalogue.forms import ReviewForm
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import PostForm

P = Permission


@bp.route("/drafts/review-all", methods=["GET", "POST"])
@requires(P.MEASURES_DECIDE)
def review_all() -> ResponseReturnValue:
    """Review all that others proposed at once, as a table that came in is read at once."""
    form = ReviewForm()

    def carry_out() -> None:
        for found in _open(S.SUBMITTED, CatalogueDraft.drafted_by_id):
            drafts.review(found, **answers(form), by=current_user, at=clock.now())

    return _at_once(form, carry_out, _("全部审核通过"))


@bp.route("/drafts/approve-all", methods=["GET", "POST"])
@requires(P.MEASURES_DECIDE)
def approve_all() -> ResponseReturnValue:
    """Approve all that others reviewed at once."""

    def carry_out() -> None:
        for found in _open(S.REVIEWED, CatalogueDraft.reviewed_by_id):
            drafts.approve(found, by=current_user, at=clock.now())

    return _at_once(PostForm(), carry_out, _("全部批准"))


def _at_once(form: Any, carry_out: Callable[[], None], heading: str) -> ResponseReturnValue:
    def done() -> str:
        carry_out()
        return url_for("catalogue.drafts_index")

    return form_page(
        form, done, heading=heading, submit=heading, back=url_for("catalogue.drafts_index"),
        intro=_("对由他人提出或者审核、等待您办理的全部目录修订一次办理；有一件不能办理的，全部不办理。"),
        done=_("已办理。"),
    )  # fmt: skip


def _open(state: S, other: Any) -> Any:
    """What waits in a state for somebody other than who made the step before."""
    another = other.is_distinct_from(current_user.id)
    wanted = sa.select(CatalogueDraft).where(CatalogueDraft.state == state, another)
    return db.session.scalars(wanted.order_by(CatalogueDraft.id)).all()
