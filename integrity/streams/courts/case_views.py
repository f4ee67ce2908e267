"""案、人、事 on the page of a case: its bodies, its agreement, the notes; and the acts on them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock
from integrity.base.db import db, for_change
from integrity.base.stamps import demand, requires
from integrity.casework import streams
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.briefs import brief
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import PostForm, WhyForm
from integrity.pages.items import Button, Section
from integrity.streams.courts import dispatch, listings, notes, settlements
from integrity.streams.courts.blueprint import bp
from integrity.streams.courts.forms import AnswerForm, CaseNoteForm, ListedForm, RemovedForm
from integrity.streams.courts.listings import LISTING_NAMES, LISTINGS, Listing, ListingState
from integrity.streams.courts.models import OPEN, PART_NAMES, CaseState, CourtCase, Part
from integrity.streams.courts.permissions import CourtsPermission
from integrity.streams.courts.reasons import REASON_NAMES, WAYS_OUT

LISTING_ACTS = {
    "drop": Act(_l("不再列入"), listings.drop, WhyForm),
    "list": Act(
        _l("列入失信被执行人"),
        listings.list_,
        ListedForm,
        _l("列入后形成信用记录，告知单位和领导小组办公室。"),
        danger=True,
    ),
    "remove": Act(_l("移出名单"), listings.remove, RemovedForm),
}


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


@bp.route("/<ref>/listing", methods=["GET", "POST"])
@requires(CourtsPermission.CONFIRM)
def propose_listing(ref: str) -> ResponseReturnValue:
    """The court tells that it means to list the body."""
    case = streams.named("courts").by_ref(ref)
    demand(CourtsPermission.CONFIRM, case)

    def propose(case: CourtCase, **said: Any) -> None:
        listings.propose(case, **said)

    return _page(case, WhyForm(), propose, _("告知拟列入失信被执行人"))


@bp.route("/<ref>/listings/<int:number>/<move>", methods=["GET", "POST"])
@requires(CourtsPermission.CONFIRM)
def listing(ref: str, number: int, move: str) -> ResponseReturnValue:
    """The court lists the body, or does not, or takes it off."""
    case = streams.named("courts").by_ref(ref)
    wanted = sa.select(Listing).where(Listing.id == number, Listing.case_id == case.id)
    item = db.session.scalars(for_change(wanted, Listing)).first()
    back = url_for("courts.item", ref=ref)
    return move_page(LISTING_ACTS, LISTINGS, item, move, back, intro=case.title)


def listing_buttons(item: Listing) -> list[Button]:
    """What the person logged in may say about a listing."""

    def address(move: str) -> str:
        return url_for("courts.listing", ref=item.case.ref, number=item.id, move=move)

    return buttons(LISTING_ACTS, LISTINGS, item, address)


def parts(case: CourtCase, on: date) -> list[Section]:
    """The agreement with its days, the bodies, the notes."""
    told = {
        "case": case,
        "on": on,
        "settlements": settlements.of(case),
        "listings": [(found, listing_buttons(found)) for found in listings.of(case)],
        "listing_names": LISTING_NAMES,
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
    if current_user.can(CourtsPermission.CONFIRM, case) and case.state in OPEN:
        listed = {found.state for found in listings.of(case)}
        if not listed & {ListingState.PROPOSED, ListingState.LISTED}:
            yield Button(
                _("告知拟列入失信被执行人"), url_for("courts.propose_listing", ref=case.ref)
            )
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
