"""Whoever is to be listed may ask for a hearing; nothing is decided before it is held or waived."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.audit.models import AuditEvent
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Forbidden, Refused
from integrity.base.permissions import Permission, roles_with
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.credit.sanctions.hearing_models import HEARING_NAMES, Hearing
from integrity.credit.sanctions.hearing_models import HearingState as S
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.people.accounts.models import AccountState, User

LEAD, OWN = Permission.SANCTIONS_NOMINATE, Permission.SANCTIONS_DEFEND
OPEN = frozenset({S.ASKED, S.SCHEDULED, S.HELD})
HEARINGS = Flow(
    steps={
        S.ASKED: Step(Side.ISSUER, "LOCAL-HEARING-SET"),
        S.SCHEDULED: Step(Side.ISSUER, "LOCAL-HEAR", since="set_for"),
        S.HELD: Step(Side.OWED, "LOCAL-HEARING-SIGN"),
    },
    schedule=Move({S.ASKED, S.SCHEDULED}, S.SCHEDULED, LEAD, paper=Makes("hearing-notice")),
    hold_hearing=Move({S.SCHEDULED}, S.HELD, LEAD),
    not_appear=Move({S.SCHEDULED}, S.WAIVED, LEAD),
    sign=Move({S.HELD}, S.RECORDED, OWN, paper=Makes("hearing-record")),
    leave_unsigned=Move({S.HELD}, S.RECORDED, LEAD, paper=Makes("hearing-record")),
    forgo_hearing=Move({S.ASKED, S.SCHEDULED}, S.WAIVED, OWN),
    become_moot=Move(OPEN, S.MOOT),
)
HEARINGS.names.update(HEARING_NAMES)


class TooLateToAsk(Refused):
    """A hearing is asked for once, within the term from the service of the notice."""

    status = 409
    correctable = True
    title = _l("不能要求听证")


class WrongDay(Refused):
    """The hearing is too soon after it is told, or is held on another day."""

    title = _l("听证日期不正确")


class NotTheChair(Forbidden):
    """Who handles the case does not chair its hearing, and only the chair writes its record."""

    title = _l("不能主持听证")


class HearingOpen(Refused):
    """A hearing was asked for and is neither held nor waived."""

    title = _l("听证还没有结束")


def ask_until(entry: ListEntry) -> date | None:
    """The last day to ask for a hearing; None while no notice was served."""
    return rules.due("LOCAL-HEARING-ASK", entry.notified_on).due_on if entry.notified_on else None


def may_ask(entry: ListEntry, on: date) -> bool:
    """Whether the subject may still ask for one."""
    until = ask_until(entry)
    in_time = entry.state is EntryState.NOTIFIED and until is not None and on <= until
    return in_time and of(entry) is None


def of(entry: ListEntry) -> Hearing | None:
    """The hearing of an entry."""
    return db.session.scalars(sa.select(Hearing).where(Hearing.entry_id == entry.id)).first()


def ask(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> Hearing:
    """The subject asks for a hearing; raises TooLateToAsk."""
    if not may_ask(entry, local_day(at)):
        raise TooLateToAsk(_("告知书送达后在规定期限内可以要求听证，一件只举行一次。"))
    made = Hearing(
        state=S.ASKED, entry=entry, issuer_id=entry.acting_id, why=why.strip(), asked_at=at
    )
    HEARINGS.begin(made, local_day(at))
    add_once(made, TooLateToAsk(_("已经要求听证。")))
    audit.write(made, "request", by=by, at=at, target=S.ASKED, why=why)
    return made


def schedule(
    hearing: Hearing,
    set_for: date,
    at_time: str,
    place: str,
    chair: int,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Say when, where and who chairs it, so many days before. WrongDay, NotTheChair."""
    earliest = rules.due("LOCAL-HEARING-TOLD", local_day(at)).due_on
    if set_for <= earliest:
        raise WrongDay(_("须提前通知当事人，听证日期最早为 %(day)s 之后。", day=earliest))
    if int(chair) not in {user.id for user in chairs(hearing)}:
        raise NotTheChair(_("听证由非本案承办人员主持。"))
    HEARINGS.check(hearing, "schedule")
    hearing.set_for, hearing.at_time, hearing.place = set_for, at_time.strip(), place.strip()
    hearing.chair_id = int(chair)
    db.session.flush()
    db.session.expire(hearing, ["chair"])
    HEARINGS.go(hearing, "schedule", by=by, at=at)
    hearing.step_due_on = HEARINGS.steps[S.SCHEDULED].due(set_for)


def hold(
    hearing: Hearing,
    present: str,
    our_side: str,
    their_side: str,
    material: str = "",
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The chair writes down who came and what both sides said. NotTheChair, WrongDay."""
    _demand_chair(hearing, by)
    _demand_day(hearing, at)
    hearing.present, hearing.our_side = present.strip(), our_side.strip()
    hearing.their_side, hearing.material = their_side.strip(), material.strip()
    HEARINGS.go(hearing, "hold_hearing", by=by, at=at)


def miss(hearing: Hearing, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The subject did not come and gave no good reason: it has waived. NotTheChair, WrongDay."""
    _demand_chair(hearing, by)
    _demand_day(hearing, at)
    hearing.closed_on = local_day(at)
    HEARINGS.go(hearing, "not_appear", by=by, at=at, why=why)


def sign(hearing: Hearing, *, by: audit.Actor, at: datetime) -> None:
    """The subject has read the record and signs that it says what was said."""
    hearing.signed_by_name, hearing.signed_on = by.name, local_day(at)
    hearing.closed_on = local_day(at)
    HEARINGS.go(hearing, "sign", by=by, at=at)


def leave_unsigned(hearing: Hearing, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The subject did not sign within its days; the chair says so. NotTheChair, HearingOpen."""
    _demand_chair(hearing, by)
    HEARINGS.check(hearing, "leave_unsigned")
    if hearing.step_due_on and local_day(at) <= hearing.step_due_on:
        raise HearingOpen(_("当事人可以在 %(day)s 以前核对签名。", day=hearing.step_due_on))
    hearing.unsigned, hearing.closed_on = why.strip(), local_day(at)
    HEARINGS.go(hearing, "leave_unsigned", by=by, at=at, why=why)


def waive(hearing: Hearing, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The subject takes its wish back."""
    hearing.closed_on = local_day(at)
    HEARINGS.go(hearing, "forgo_hearing", by=by, at=at, why=why)


def drop(*, at: datetime) -> int:
    """Whose entry is decided otherwise needs no hearing any more; returns how many."""
    over = sa.select(ListEntry.id).where(ListEntry.state != EntryState.NOTIFIED)
    return HEARINGS.go_all(
        Hearing, "become_moot", Hearing.entry_id.in_(over), by=audit.SYSTEM, at=at,
        closed_on=local_day(at),
    )  # fmt: skip


def demand_closed(entry: ListEntry) -> None:
    """Raise HearingOpen while a hearing was asked for and is neither held nor waived."""
    found = of(entry)
    if found is not None and found.state in OPEN:
        raise HearingOpen(_("当事人要求听证的，举行并签署笔录或者当事人放弃后，才能终结。"))


def chairs(hearing: Hearing) -> Sequence[User]:
    """Who may chair it: of who leads, or of the office, and nobody who handled the case."""
    entry = hearing.entry
    handled = sa.select(AuditEvent.by_id).where(
        AuditEvent.thing == ListEntry.__tablename__,
        AuditEvent.thing_id == entry.id,
        AuditEvent.by_id.is_not(None),
    )
    roles = roles_with(Permission.SANCTIONS_FIND)
    wanted = sa.select(User).where(User.state == AccountState.ACTIVE, User.role.in_(roles))
    wanted = wanted.where(User.id.not_in(handled), User.body_id.is_distinct_from(entry.subject_id))
    if entry.acting_id is None:
        wanted = wanted.where(User.role.in_(roles_with(Permission.SANCTIONS_DECIDE)))
    else:
        wanted = wanted.where(User.body_id == entry.acting_id)
    return db.session.scalars(wanted.order_by(User.name, User.id)).all()


def _demand_chair(hearing: Hearing, by: Any) -> None:
    if by.id is None or by.id != hearing.chair_id:
        raise NotTheChair(_("由听证主持人办理。"))


def _demand_day(hearing: Hearing, at: datetime) -> None:
    if hearing.set_for is None or local_day(at) < hearing.set_for:
        raise WrongDay(_("还没有到听证的日期。"))
