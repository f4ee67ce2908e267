"""What waits for those who look after accounts and identities."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework.tasks import LIMIT, Task
from integrity.people.accounts import powers
from integrity.people.accounts.models import AccountState, User
from integrity.people.accounts.service import POWERS
from integrity.streams.complaints import contacts
from integrity.streams.complaints.models import ContactRequest
from integrity.streams.complaints.permissions import ComplaintsPermission


def accounts(user: User) -> Iterable[Task]:
    """Accounts that wait for the security officer."""
    if not user.can(Permission.ACCOUNTS_GRANT):
        return
    waiting = sa.select(User).where(User.state == AccountState.PENDING).order_by(User.id)
    for person in db.session.scalars(waiting.limit(LIMIT)):
        yield Task(
            day=None,
            kind=_("账号授权"),
            title=_("%(name)s（%(note)s）", name=person.name, note=person.username),
            body=person.body.name if person.body else "",
            url=url_for("desk.grants"),
            act=_("审核授权"),
            act_url=url_for("desk.grants"),
            key=f"user-{person.id}",
        )


def switch_offs(user: User) -> Iterable[Task]:
    """That an account of one of the three powers be disabled, for another of them."""
    if user.role not in POWERS:
        return
    for asked in db.session.scalars(powers.waiting().limit(LIMIT)):
        if powers.may_decide(user, asked):
            address = url_for("desk.switch_off", number=asked.id)
            yield Task(
                day=None,
                kind=_("提请停用账号"),
                title=_("%(name)s（%(note)s）", name=asked.user.name, note=asked.user.username),
                body="",
                url=address,
                act=_("作出决定"),
                act_url=address,
                key=f"switch-off-{asked.id}",
            )


def contact_requests(user: User) -> Iterable[Task]:
    """Requests to see who complains, for the custodian."""
    if not user.can(ComplaintsPermission.CONTACT_RELEASE):
        return
    waiting = contacts.waiting().options(joinedload(ContactRequest.complaint))
    for request in db.session.scalars(waiting.order_by(ContactRequest.id).limit(LIMIT)):
        address = url_for("complaints.contact_request", number=request.id)
        yield Task(
            day=None,
            kind=_("身份信息查看申请"),
            title=_(
                "%(who)s 申请查看 %(ref)s", who=request.asked_by_name, ref=request.complaint.ref
            ),
            body="",
            url=address,
            act=_("作出决定"),
            act_url=address,
            key=f"contact-{request.id}",
        )
