"""Asking to see who reports, the custodian's decision, and the one page that shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
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
from integrity.casework.informants.contacts import (
    FLOW,
    REQUEST_NAMES,
    ContactRequestState,
    Contacts,
    may_open,
)
from integrity.casework.informants.forms import ContactForm, ReleaseForm
from integrity.casework.informants.permissions import ContactsPermission
from integrity.casework.steps import late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table
from integrity.people.accounts.models import User

ASK = _l("申请查看身份信息")
DECIDE = _l("审批身份信息查看申请")


@dataclass(frozen=True)
class ContactPages:
    """The pages of the contacts of one kind of report.

    thing: the relationship of a request to it; number: the column of its number; found(ref): one
    that the person logged in may read; kind: what it is, in words.
    """

    bp: Blueprint
    contacts: Contacts
    thing: Any
    number: Any
    found: Callable[[str], Any]
    kind: Callable[[Any], Any]

    def register(self) -> None:
        """Give the blueprint its pages."""
        both = ["GET", "POST"]
        for address, name, permission, view, methods in (
            ("/<ref>/contact", "contact", ContactsPermission.REQUEST, self._contact, both),
            ("/contacts", "contact_index", ContactsPermission.RELEASE, self._index, ["GET"]),
            (
                "/contacts/<int:number>",
                "contact_request",
                ContactsPermission.RELEASE,
                self._request,
                both,
            ),
            (
                "/contacts/<int:number>/open",
                "open_contact",
                ContactsPermission.REQUEST,
                self._open,
                ["POST"],
            ),
        ):
            page = _named(view, name)
            self.bp.add_url_rule(address, name, requires(permission)(page), methods=methods)

    def shown(self, thing: Any) -> list[dict[str, object]]:
        """The requests about one report, for its page at the office's desk."""
        if not self._may_request(thing):
            return []
        today = clock.today()
        return [
            {
                "url": self._url("open_contact", number=request.id),
                "state": REQUEST_NAMES[request.state],
                "facts": self._facts(request),
                "open": may_open(request, current_user, today),
            }
            for request in self.contacts.of(thing)
        ]

    def buttons(self, thing: Any) -> list[Button]:
        """The way to ask, where there is something to see."""
        if not (self._may_request(thing) and self.contacts.is_known(thing)):
            return []
        return [Button(ASK, self._url("contact", ref=thing.ref), danger=True)]

    def duties(self, user: User) -> Iterable[Task]:
        """Requests to see who reports, for the custodian."""
        if not user.can(ContactsPermission.RELEASE):
            return
        request = self.contacts.request
        waiting = self.contacts.waiting().options(joinedload(self.thing))
        for one in db.session.scalars(
            waiting.order_by(request.step_due_on, request.id).limit(LIMIT)
        ):
            address = self._url("contact_request", number=one.id)
            yield Task(
                day=one.step_due_on,
                kind=_("身份信息查看申请"),
                title=_(
                    "%(who)s 申请查看 %(ref)s", who=one.asked_by_name, ref=self._thing(one).ref
                ),
                body="",
                url=address,
                act=DECIDE,
                act_url=address,
                key=f"{one.__tablename__}-{one.id}",
                warning=late_in(FLOW, one, clock.today()),
            )

    def _contact(self, ref: str) -> ResponseReturnValue:
        """Ask to see who reports."""
        found = self.found(ref)
        demand(ContactsPermission.REQUEST, found)
        act = Act(
            ASK,
            self.contacts.ask,
            ContactForm,
            warning=_("须经身份信息保管员同意。申请、决定和每一次查看都有记录，承办单位看不到。"),
            danger=True,
        )
        return perform(act, found, back=self._url("item", ref=ref))

    def _index(self) -> ResponseReturnValue:
        """Every request, those that wait first; what was reported is not here."""
        request = self.contacts.request
        table = Table(
            title=_("身份信息查看申请"),
            name="contact-requests",
            rows=sa.select(request).join(self.thing),
            options=(joinedload(self.thing),),
            link=lambda r: self._url("contact_request", number=r.id),
            columns=[
                Column("ref", _("受理编号"), lambda r: self._thing(r).ref, sort=self.number),
                Column("by", _("申请人"), lambda r: r.asked_by_name),
                Column("at", _("申请日期"), lambda r: clock.local_day(r.asked_at)),
                Column("state", _("状态"), lambda r: REQUEST_NAMES[r.state]),
                Column("decided", _("办理人"), lambda r: r.decided_by_name),
            ],
            order=(request.decided_at.is_not(None), request.id.desc()),
            empty=_("没有查看申请。"),
        )
        return table.respond()

    def _request(self, number: int) -> ResponseReturnValue:
        """One request, and the custodian's decision while it waits."""
        request = self._one(number)
        if request.state is ContactRequestState.ASKED or is_outdated(request):
            act = Act(
                DECIDE,
                self._decide,
                ReleaseForm,
                warning=_("同意后，只有申请人在有效期内可以查看。您本人看不到身份信息。"),
            )
            return perform(
                act,
                request,
                back=self._url("contact_index"),
                template="informants/decide.html",
                facts=self._facts(request),
            )
        return render_template("informants/request.html", facts=self._facts(request))

    def _open(self, number: int) -> ResponseReturnValue:
        """What was sealed, to the one who asked, while it is open; a post, because it is logged."""
        request = self._one(number)
        thing = self._thing(request)
        demand(ContactsPermission.REQUEST, thing)
        known = self.contacts.open_(request, by=current_user, at=clock.now())
        return render_template(
            "informants/contact.html",
            until=request.open_until,
            known=known,
            thing=thing,
            back=self._url("item", ref=thing.ref),
        )

    def _decide(self, request: Any, decision: str, why: str, **who_and_when: Any) -> None:
        verb = self.contacts.grant if decision == "grant" else self.contacts.refuse
        verb(request, why, **who_and_when)

    def _facts(self, request: Any) -> list[tuple[str, object]]:
        thing = self._thing(request)
        return [
            (_("受理编号"), thing.ref),
            (_("类型"), self.kind(thing)),
            (_("申请人"), request.asked_by_name),
            (_("申请时间"), i18n.moment(request.asked_at)),
            (_("查看理由"), request.reason),
            (_("状态"), REQUEST_NAMES[request.state]),
            (_("办理人"), request.decided_by_name),
            (_("决定理由"), request.why),
            (_("可以查看到"), i18n.day(request.open_until)),
        ]

    def _may_request(self, thing: Any) -> bool:
        return bool(current_user.can(ContactsPermission.REQUEST, thing))

    def _thing(self, request: Any) -> Any:
        return getattr(request, self.thing.key)

    def _one(self, number: int) -> Any:
        found = db.session.get(self.contacts.request, number)
        if found is None:
            raise NotFound
        return found

    def _url(self, page: str, **which: Any) -> str:
        return url_for(f"{self.bp.name}.{page}", **which)


def _named(view: Callable[..., ResponseReturnValue], name: str) -> Any:
    """A view of its own for each blueprint: a method takes no stamp."""

    def page(**which: Any) -> ResponseReturnValue:
        return view(**which)

    page.__name__, page.__doc__ = name, view.__doc__
    return page
