"""What waits for those who look after accounts and identities."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.persons.models import PersonInquiry, PersonInquiryState
from integrity.credit.readings.models import FileReading, ReadingState
from integrity.people.accounts import powers
from integrity.people.accounts.models import AccountState, User
from integrity.people.accounts.service import POWERS
from integrity.people.subjects.aliases import Alias, AliasState


def duties(user: User) -> Iterable[Task]:
    """Accounts, what somebody asks to know, and whom a name in a paper means."""
    for provider in (accounts, switch_offs, consents, aliases):
        yield from provider(user)


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


def aliases(user: User) -> Iterable[Task]:
    """Names of bodies that papers brought, and names whose body says that it is not meant."""
    if not user.can(Permission.RECORDS_DECIDE):
        return
    open_ = Alias.state.in_((AliasState.PROPOSED, AliasState.CONTESTED))
    wanted = sa.select(Alias).where(open_).options(joinedload(Alias.source)).order_by(Alias.id)
    for alias in db.session.scalars(wanted.limit(LIMIT)):
        address = url_for("desk.alias", number=alias.id)
        yield Task(
            day=None,
            kind=_("单位简称"),
            title=alias.word,
            body=alias.source.name if alias.source else "",
            url=address,
            act=_("查看"),
            act_url=address,
            key=f"alias-{alias.id}",
        )


def consents(user: User) -> Iterable[Task]:
    """What somebody asks to know of persons and files, and whether they might."""
    yield from _inquiries(user)
    yield from _readings(user)


def _inquiries(user: User) -> Iterable[Task]:
    """Queries about persons that wait for a second person's consent."""
    if not user.can(Permission.PERSONS_CONSENT):
        return
    waiting = sa.select(PersonInquiry).where(PersonInquiry.state == PersonInquiryState.ASKED)
    soonest = (PersonInquiry.step_due_on, PersonInquiry.id)
    for asked in db.session.scalars(waiting.order_by(*soonest).limit(LIMIT)):
        address = url_for("persons.consent", number=asked.id)
        yield Task(
            day=asked.step_due_on,
            kind=_("自然人查询"),
            title=asked.ref,
            body="",
            url=url_for("persons.item", number=asked.id),
            act=_("决定是否同意查询"),
            act_url=address,
            key=f"person-{asked.id}",
        )


def _readings(user: User) -> Iterable[Task]:
    """Readings of files that wait for a consent, and those that their subject objects to."""
    kinds = (
        (Permission.READINGS_CONSENT, ReadingState.ASKED, _("决定是否同意查阅"), "reading"),
        (Permission.READINGS_AUDIT, ReadingState.CONTESTED, _("答复异议"), "contested-reading"),
    )
    for permission, state, act, key in kinds:
        if not user.can(permission):
            continue
        waiting = sa.select(FileReading).where(FileReading.state == state)
        soonest = (FileReading.step_due_on, FileReading.id)
        for found in db.session.scalars(waiting.order_by(*soonest).limit(LIMIT)):
            address = url_for("readings.item", number=found.id)
            yield Task(
                day=found.step_due_on,
                kind=_("信用档案查阅"),
                title=found.ref,
                body="",
                url=address,
                act=act,
                act_url=address,
                key=f"{key}-{found.id}",
            )
