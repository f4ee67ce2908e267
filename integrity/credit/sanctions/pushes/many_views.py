"""The same answer to many pushes at once; what is refused leaves the others alone."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from integrity.base import clock
from integrity.base.db import db, for_change
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import answers, service
from integrity.credit.sanctions.pushes.answers import Said
from integrity.credit.sanctions.pushes.forms import ManyForm
from integrity.credit.sanctions.pushes.models import Push, PushKind, PushOutcome, Reason
from integrity.pages.form_pages import form_page

MOST = 200
"""Pushes in one go: those of the longest page."""


@bp.route("/pushes/answer", methods=["GET", "POST"])
@requires(Permission.PUSHES_ANSWER)
def answer_pushes() -> ResponseReturnValue:
    """One answer for every measure of the pushes that were chosen."""
    found = _chosen(request.args.getlist("item"))
    if not found:
        flash(_("请选择待反馈的推送。所选推送可能已经反馈。"), "warning")
        return redirect(url_for("sanctions.push_index"))
    form = ManyForm()

    def answer() -> None:
        reason = Reason(form.reason.data) if form.reason.data else None
        told = (PushOutcome(form.outcome.data), form.why.data or "", reason, form.done_on.data)
        done = _answer_all(found, Said(*told), clock.now())
        flash(ngettext("已反馈 %(num)d 件。", "已反馈 %(num)d 件。", done), "success")

    return form_page(
        form,
        answer,
        template="sanctions/many.html",
        heading=_("批量反馈"),
        found=[{"title": p.title, "url": url_for("sanctions.push", number=p.id)} for p in found],
        submit=_("批量反馈"),
        back=url_for("sanctions.push_index"),
    )


def _chosen(numbers: Sequence[str]) -> Sequence[Push]:
    """Those of one's own body that still wait for an answer, in the order of their numbers."""
    ids = [int(number) for number in numbers[:MOST] if number.isdecimal() and len(number) < 10]
    wanted = sa.select(Push).where(
        Push.id.in_(ids),
        Push.body_id == (current_user.body_id or 0),
        Push.kind == PushKind.APPLY,
        service.waiting(),
    )
    eager = (
        joinedload(Push.entry).joinedload(ListEntry.subject),
        selectinload(Push.asked),
        selectinload(Push.answers),
    )
    return db.session.scalars(for_change(wanted.order_by(Push.id).options(*eager), Push)).all()


def _answer_all(found: Sequence[Push], said: Said, at: datetime) -> int:
    """How many were answered; raises WrongAnswer where the answer fits none of them."""
    done = 0
    for push in found:
        try:
            with db.session.begin_nested():
                answers.answer_whole(push, said, by=current_user, at=at)
            done += 1
        except answers.WrongAnswer:
            raise
        except Refused:
            continue
    return done
