"""案、人、事 on the page of a case: its bodies, its agreement, the notes; and the acts on them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.stamps import demand, requires
from integrity.casework import streams
from integrity.casework.briefs import brief
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import PostForm
from integrity.pages.items import Button, Section
from integrity.streams.courts import dispatch, notes, settlements
from integrity.streams.courts.blueprint import bp
from integrity.streams.courts.forms import AnswerForm, CaseNoteForm
from integrity.streams.courts.models import OPEN, PART_NAMES, CaseState, CourtCase, Part
from integrity.streams.courts.permissions import CourtsPermission
from integrity.streams.courts.reasons import REASON_NAMES, WAYS_OUT


@bp.route("/<ref>/note", methods=["GET", "POST"])
@requires(CourtsPermission.NOTE)
def note(ref: str) -> ResponseReturnValue:
    """The body, or the office that analyses it, says why it is open and what is next."""
    case = streams.named("courts").by_ref(ref)
    demand(CourtsPermission.NOTE, case)
    return _page(case, CaseNoteForm(), notes.add, _("登记推进情况"))


@bp.route("/<ref>/transfer", methods=["GET", "POST"])
@requires(CourtsPermission.PERFORM)
def transfer(ref: str) -> ResponseReturnValue:
    """The body to which the case is to be given answers; the office decides."""
    case, form = streams.named("courts").by_ref(ref), AnswerForm()

    def answer(case: CourtCase, agrees: str, why: str, **more: Any) -> None:
        dispatch.answer(case, agrees == "yes", why, **more)

    return _page(case, form, answer, _("答复移交"))


def parts(case: CourtCase, on: date) -> list[Section]:
    """The agreement with its days, the bodies, the notes."""
    told = {
        "case": case,
        "on": on,
        "settlements": settlements.of(case),
        "bodies": dispatch.bodies(case),
        "part_names": PART_NAMES,
        "notes": notes.of(case),
        "times": notes.times(case),
        "reason_names": REASON_NAMES,
        "ways": WAYS_OUT,
    }
    return [Section("courts/_case.html", told)]


def acts(case: CourtCase) -> Iterator[Button]:
    """What may be done besides its moves."""
    if current_user.can(CourtsPermission.NOTE, case) and case.state in OPEN:
        yield Button(_("登记推进情况"), url_for("courts.note", ref=case.ref))
    named = {m.subject_id for m in dispatch.bodies(case) if m.part is Part.PROPOSED}
    may = current_user.can(CourtsPermission.PERFORM) and current_user.body_id in named
    if may and case.state is CaseState.REFUSED:
        yield Button(_("答复移交"), url_for("courts.transfer", ref=case.ref), primary=True)


def _page(case: CourtCase, form: PostForm, verb: Any, heading: Any) -> ResponseReturnValue:
    return form_page(
        form,
        lambda: verb(case, **answers(form), by=current_user, at=clock.now()) and None,
        heading=heading,
        intro=case.title,
        brief=brief(case),
        back=url_for("courts.item", ref=case.ref),
        submit=heading,
        done=_("已办理：%(act)s", act=heading),
    )
