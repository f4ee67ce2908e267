"""Report, hear, find by two people: that a body still uses what it confirmed it had dropped.

The body says what it has to say and ends nothing. What is found true is a breach of its own, and
the removal that it confirmed is owed again.
"""

import secrets
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework.streams import breach
from integrity.credit.checks.models import Check
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.pushes.models import Push, PushKind, PushState
from integrity.people.accounts import service as accounts
from integrity.streams.remnants.errors import AlreadyOpen, NotYours, WrongReport
from integrity.streams.remnants.flow import FLOW
from integrity.streams.remnants.models import Remnant, RemnantOutcome, RemnantSource
from integrity.streams.remnants.models import RemnantState as S
from integrity.streams.remnants.permissions import RemnantsPermission


def file(
    push: Push,
    text: str,
    seen_on: date,
    *,
    by: audit.Actor,
    at: datetime,
    check: Check | None = None,
) -> Remnant:
    """Take in that a body still uses what it confirmed it had dropped; it is heard first.

    check: the one of the register that shows it. Raises WrongReport, AlreadyOpen.
    """
    today, entry = local_day(at), push.entry
    _demand_sense(push, seen_on, today)
    finder_id = entry.initiated_by_id if entry.initiated_by_id != push.body_id else None
    made = Remnant(
        ref=secrets.token_hex(8),
        title=f"{LIST_NAMES[entry.kind]}移出后继续使用（{entry.ref}）",
        text=text,
        source=RemnantSource.CHECK if check else RemnantSource.PARTY,
        subject_id=push.body_id,
        claimant_id=entry.subject_id,
        finder_id=finder_id,
        deciding_id=finder_id,
        push=push,
        check=check,
        state=S.RECEIVED,
        received_at=at,
        seen_on=seen_on,
    )
    made.run_from("LOCAL-REMNANT-STATE", today)
    FLOW.begin(made, today)
    db.session.add(made)
    db.session.flush()
    made.ref = f"YL-{today.year}-{made.id:06d}"
    audit.write(made, "file", by=by, at=at, target=made.state, source_of=made.source)
    return made


def is_open(push: Push) -> bool:
    """Whether it is being looked into already."""
    found = sa.exists().where(Remnant.push_id == push.id, Remnant.closed_on.is_(None))
    return bool(db.session.scalar(sa.select(found)))


def state(item: Remnant, statement: str, *, by: Any, at: datetime) -> None:
    """The body says what it has to say: a claim, which somebody else looks at. Raises NotYours."""
    if getattr(by, "body_id", None) != item.subject_id:
        raise NotYours(_("由被报告的单位陈述。"))
    FLOW.check(item, "state")
    item.statement = statement
    item.claim(local_day(at), local_day(at))
    FLOW.go(item, "state", by=by, at=at, why=statement)


def leave_unstated(*, on: date, at: datetime) -> int:
    """Silence stops nothing: what nobody answered by its day is found without. How many."""
    return FLOW.go_all(Remnant, "fall_to_finder", Remnant.due_on < on, by=audit.SYSTEM, at=at)


def find_true(item: Remnant, finding: str, *, by: Any, at: datetime) -> None:
    """The first of two people finds that the body still uses it."""
    _find(item, "find_true", RemnantOutcome.TRUE, finding, by, at)


def find_untrue(item: Remnant, finding: str, *, by: Any, at: datetime) -> None:
    """The first of two people finds that it does not."""
    _find(item, "find_untrue", RemnantOutcome.UNTRUE, finding, by, at)


def confirm(item: Remnant, why: str, *, by: Any, at: datetime) -> None:
    """A second person finds the same: written to both, and what is true is owed again.

    Raises NotYours for the first person.
    """
    _second(item, by)
    FLOW.check(item, "confirm")
    on = local_day(at)
    item.outcome, item.decided_by_id, item.decided_on = item.found, by.id, on
    if item.outcome is RemnantOutcome.TRUE:
        item.deny_claim()
    else:
        item.confirm_claim()
    item.closed_on = item.closed_on or on
    item.deciding_id = item.finder_id
    FLOW.go(item, "confirm", by=by, at=at, why=why, outcome=item.outcome)
    if item.outcome is RemnantOutcome.TRUE and item.push.state is PushState.CONFIRMED:
        pushes.reopen(item.push, _("认定仍在使用（%(ref)s）", ref=item.ref), by=by, at=at)


def send_back(item: Remnant, why: str, *, by: Any, at: datetime) -> None:
    """A second person finds otherwise: the first looks again. Raises NotYours for the first."""
    _second(item, by)
    FLOW.check(item, "send_back")
    item.found = item.proposed_by_id = None
    item.deciding_id = item.finder_id
    FLOW.go(item, "send_back", by=by, at=at, why=why)


def withdraw(item: Remnant, why: str, *, by: Any, at: datetime) -> None:
    """Who reported takes it back, before anybody has found; a sign of the register stays.

    Raises NotYours.
    """
    if getattr(by, "body_id", None) != item.claimant_id or item.source is RemnantSource.CHECK:
        raise NotYours(_("只有报告人可以撤回自己的报告。"))
    FLOW.check(item, "withdraw")
    item.outcome = RemnantOutcome.WITHDRAWN
    FLOW.go(item, "withdraw", by=by, at=at, why=why)
    item.closed_on = local_day(at)


def breaches(on: date) -> sa.Select[Any]:
    """Every body found to use what it had confirmed to have dropped; graded as of the finding."""
    columns = breach(
        "remnants",
        "still-used",
        Remnant.id,
        Remnant.subject_id,
        Remnant.seen_on,
        sa.literal("确认停止措施后仍在使用：") + Remnant.title,
        found_by_id=Remnant.finder_id,
        ruled_on=Remnant.decided_on,
    )
    true = (Remnant.outcome == RemnantOutcome.TRUE, Remnant.decided_on <= on)
    return sa.select(*columns).where(*true)


def _find(
    item: Remnant, move: str, found: RemnantOutcome, finding: str, by: Any, at: datetime
) -> None:
    _not_concerned(item, by)
    FLOW.check(item, move)
    item.found, item.finding, item.proposed_by_id = found, finding, by.id
    if not accounts.somebody_may(RemnantsPermission.FIND, item.finder_id, besides=by.id):
        item.deciding_id = None  # no second person there: the office is the second
    FLOW.go(item, move, by=by, at=at, why=finding)


def _second(item: Remnant, by: Any) -> None:
    _not_concerned(item, by)
    if by.id == item.proposed_by_id:
        raise NotYours(_("须由另一人复核。"))


def _not_concerned(item: Remnant, by: Any) -> None:
    if getattr(by, "body_id", None) in (item.subject_id, item.claimant_id):
        raise NotYours(_("当事双方不能认定与自己有关的报告。"))


def _demand_sense(push: Push, seen_on: date, today: date) -> None:
    if push.kind is not PushKind.REMOVE or push.answered_at is None:
        raise WrongReport(_("该单位还没有确认停止措施；逾期未确认的，由领导小组办公室督办。"))
    if is_open(push):
        raise AlreadyOpen(_("该单位是否仍在使用正在办理，请等待认定。"))
    if push.state is not PushState.CONFIRMED:
        raise WrongReport(_("该单位还没有确认停止措施；逾期未确认的，由领导小组办公室督办。"))
    if not local_day(push.answered_at) <= seen_on <= today:
        raise WrongReport(_("发现仍在使用的日期应在该单位确认停止之日以后、今天以前。"))
