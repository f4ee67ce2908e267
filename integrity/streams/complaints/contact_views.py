"""Asking to see who complains, the custodian's decision, and the one page that shows it."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import demand, requires
from integrity.casework.acts import Act, is_outdated, perform
from integrity.casework.steps import step_in
from integrity.casework.tasks import LIMIT, Task
from integrity.pages.tables import Column, Table
from integrity.people.accounts.models import User
from integrity.streams.complaints import contacts, recusals
from integrity.streams.complaints.blueprint import bp, stream
from integrity.streams.complaints.desk_forms import ContactForm, ReleaseForm
from integrity.streams.complaints.models import (
    KIND_NAMES,
    Complaint,
    ContactRequest,
    ContactRequestState,
)
from integrity.streams.complaints.permissions import ComplaintsPermission

REQUEST_NAMES = {
    ContactRequestState.ASKED: _l("等待保管员办理"),
    ContactRequestState.GRANTED: _l("保管员已同意"),
    ContactRequestState.REFUSED: _l("保管员不同意"),
}
contacts.FLOW.names.update(REQUEST_NAMES)
ASK = Act(
    _l("申请查看身份信息"),
    contacts.ask,
    ContactForm,
    warning=_l("须经身份信息保管员同意。申请、决定和每一次查看都有记录，承办单位看不到。"),
    danger=True,
)


def decide(request: ContactRequest, decision: str, why: str, **who_and_when: object) -> None:
    verb = contacts.grant if decision == "grant" else contacts.refuse
    verb(request, why, **who_and_when)  # type: ignore[arg-type]


DECIDE = Act(
    _l("审批身份信息查看申请"),
    decide,
    ReleaseForm,
    warning=_l("同意后，只有申请人在有效期内可以查看。您本人看不到身份信息。"),
)


@bp.route("/<ref>/contact", methods=["GET", "POST"])
@requires(ComplaintsPermission.CONTACT_REQUEST)
def contact(ref: str) -> ResponseReturnValue:
    """Ask to see who complains."""
    found = recusals.open_to_me(ref)
    demand(ComplaintsPermission.CONTACT_REQUEST, found)
    return perform(ASK, found, back=stream().url(found))


@bp.get("/contacts")
@requires(ComplaintsPermission.CONTACT_RELEASE)
def contact_index() -> ResponseReturnValue:
    """Every request, those that wait first; what was complained about is not here."""
    table = Table(
        title=_("身份信息查看申请"),
        name="contact-requests",
        rows=sa.select(ContactRequest).join(ContactRequest.complaint),
        options=(joinedload(ContactRequest.complaint),),
        link=lambda r: url_for("complaints.contact_request", number=r.id),
        columns=[
            Column("ref", _("受理编号"), lambda r: r.complaint.ref, sort=Complaint.ref),
            Column("by", _("申请人"), lambda r: r.asked_by_name),
            Column("at", _("申请日期"), lambda r: clock.local_day(r.asked_at)),
            Column("state", _("状态"), lambda r: REQUEST_NAMES[r.state]),
            Column("decided", _("办理人"), lambda r: r.decided_by_name),
        ],
        order=(ContactRequest.decided_at.is_not(None), ContactRequest.id.desc()),
        empty=_("没有查看申请。"),
    )
    return table.respond()


@bp.route("/contacts/<int:number>", methods=["GET", "POST"])
@requires(ComplaintsPermission.CONTACT_RELEASE)
def contact_request(number: int) -> ResponseReturnValue:
    """One request, and the custodian's decision while it waits."""
    request = _request(number)
    if request.state is ContactRequestState.ASKED or is_outdated(request):
        return perform(
            DECIDE,
            request,
            back=url_for("complaints.contact_index"),
            template="complaints/decide.html",
            facts=facts(request),
        )
    return render_template("complaints/request.html", facts=facts(request))


@bp.post("/contacts/<int:number>/open")
@requires(ComplaintsPermission.CONTACT_REQUEST)
def open_contact(number: int) -> ResponseReturnValue:
    """What was sealed, to the one who asked, while it is open; a post, because it is logged."""
    request = _request(number)
    demand(ComplaintsPermission.CONTACT_REQUEST, request.complaint)
    known = contacts.open_(request, by=current_user, at=clock.now())
    return render_template(
        "complaints/contact.html",
        until=request.open_until,
        known=known,
        complaint=request.complaint,
    )


def shown(found: Complaint) -> list[dict[str, object]]:
    """The requests about one complaint, for its page at the office's desk."""
    today = clock.today()
    return [
        {
            "id": request.id,
            "state": REQUEST_NAMES[request.state],
            "facts": facts(request),
            "open": contacts.may_open(request, current_user, today),
        }
        for request in contacts.of(found)
    ]


def facts(request: ContactRequest) -> list[tuple[str, object]]:
    return [
        (_("受理编号"), request.complaint.ref),
        (_("类型"), KIND_NAMES[request.complaint.kind]),
        (_("申请人"), request.asked_by_name),
        (_("申请时间"), i18n.moment(request.asked_at)),
        (_("查看理由"), request.reason),
        (_("状态"), REQUEST_NAMES[request.state]),
        (_("办理人"), request.decided_by_name),
        (_("决定理由"), request.why),
        (_("可以查看到"), i18n.day(request.open_until)),
    ]


def _request(number: int) -> ContactRequest:
    found = db.session.get(ContactRequest, number)
    if found is None:
        raise NotFound
    return found


def duties(user: User) -> Iterable[Task]:
    """Requests to see who complains, for the custodian."""
    if not user.can(ComplaintsPermission.CONTACT_RELEASE):
        return
    waiting = contacts.waiting().options(joinedload(ContactRequest.complaint))
    soonest = (ContactRequest.step_due_on, ContactRequest.id)
    for request in db.session.scalars(waiting.order_by(*soonest).limit(LIMIT)):
        step = step_in(contacts.FLOW, request, clock.today())
        address = url_for("complaints.contact_request", number=request.id)
        yield Task(
            day=request.step_due_on,
            kind=_("身份信息查看申请"),
            title=_(
                "%(who)s 申请查看 %(ref)s", who=request.asked_by_name, ref=request.complaint.ref
            ),
            body="",
            url=address,
            act=_("审批身份信息查看申请"),
            act_url=address,
            key=f"contact-{request.id}",
            warning=step[0] if step and step[1] == "late" else None,
        )
