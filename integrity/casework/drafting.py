"""A change of what everybody goes by: one drafts it, another reviews it, a third approves it.

The catalogue and the lists of measures change by it; each says what a draft of its own holds.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once
from integrity.base.errors import Refused, SamePerson
from integrity.base.permissions import AnyPermission, Permission
from integrity.base.states import Flow, HasSteps, Move, flow_of
from integrity.casework.acts import Act
from integrity.casework.steps import Side, Step
from integrity.people.accounts.models import User

P = Permission
OPEN = sa.text("state IN ('drafted', 'submitted', 'reviewed')")
NEXT = {"drafted": "submit", "submitted": "review", "reviewed": "approve"}
"""The move that a draft waits for."""


class UnderChange(Refused):
    """Another change of the same is in procedure, or a later version has taken over."""

    status = 409
    correctable = True
    title = _l("正在修订或者已有新的版本")


class Drafted(HasSteps):
    """A draft: why, and who took which of its steps; `ending` where it is to end something."""

    ending: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    reasons: Mapped[str]
    drafted_by_name: Mapped[str]
    drafted_at: Mapped[datetime]
    reviewed_on: Mapped[date | None]
    approved_on: Mapped[date | None]

    @declared_attr
    def drafted_by_id(self) -> Mapped[int | None]:
        return mapped_column(sa.ForeignKey("user.id"))

    @declared_attr
    def reviewed_by_id(self) -> Mapped[int | None]:
        return mapped_column(sa.ForeignKey("user.id"))

    @declared_attr
    def approved_by_id(self) -> Mapped[int | None]:
        return mapped_column(sa.ForeignKey("user.id"))


def by_three(table: str, once: str) -> tuple[Any, ...]:
    """What the table of a draft demands: other people, and one open draft of the same (`once`)."""
    return (
        sa.CheckConstraint("reviewed_by_id <> drafted_by_id", name="reviewed_by_another"),
        sa.CheckConstraint("approved_by_id <> reviewed_by_id", name="approved_by_another"),
        sa.CheckConstraint(
            "state <> 'done' OR (reviewed_by_id IS NOT NULL AND approved_by_id IS NOT NULL)",
            name="done_by_two",
        ),
        sa.CheckConstraint("NOT ending OR replaces_id IS NOT NULL", name="ends_something"),
        sa.Index(f"uq_{table}_open", once, unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )


def flow(
    states: Any,
    review: str,
    approve: str,
    drafting: AnyPermission = P.MEASURES_DRAFT,
    deciding: AnyPermission = P.MEASURES_DECIDE,
    **further: Move,
) -> Flow:
    """The procedure, with the families of the terms in which the office reviews and approves.

    `further`: other moves by which a draft is written.
    """
    s = states
    made = Flow(
        steps={s.SUBMITTED: Step(Side.OFFICE, review), s.REVIEWED: Step(Side.OFFICE, approve)},
        free={s.DRAFTED: "nobody waits for what somebody drafts and has not proposed"},
        edit=Move({s.DRAFTED}, s.DRAFTED, drafting),
        submit=Move({s.DRAFTED}, s.SUBMITTED, drafting),
        review=Move({s.SUBMITTED}, s.REVIEWED, deciding),
        approve=Move({s.REVIEWED}, s.DONE, deciding),
        send_back=Move({s.SUBMITTED, s.REVIEWED}, s.DRAFTED, deciding),
        withdraw=Move({s.DRAFTED, s.SUBMITTED}, s.WITHDRAWN, drafting),
        **further,
    )
    made.names.update(
        {
            s.DRAFTED: _l("起草中"),
            s.SUBMITTED: _l("待审核"),
            s.REVIEWED: _l("已审核，待另一人批准"),
            s.DONE: _l("已批准"),
            s.WITHDRAWN: _l("已撤回"),
        }
    )
    return made


def begin(made: Any, *, by: audit.Actor, at: datetime) -> None:
    """Add a draft, in its first state; raises UnderChange."""
    made.drafted_by_id, made.drafted_by_name, made.drafted_at = by.id, by.name, at
    flow_of(type(made)).begin(made, local_day(at))
    add_once(
        made, UnderChange(_("该事项已有一件修订正在办理。"))
    )  # somebody else has begun to change it
    audit.write(made, "draft", by=by, at=at, target=made.state)


def edit(found: Any, said: Mapping[str, Any], *, by: audit.Actor, at: datetime) -> None:
    """Write it again; the log names what is changed."""
    changed = sorted(name for name, value in said.items() if getattr(found, name) != value)
    for name in changed:
        setattr(found, name, said[name])
    flow_of(type(found)).go(found, "edit", by=by, at=at, changed=changed)


def submit(found: Any, *, by: audit.Actor, at: datetime) -> None:
    """Ask the office to review it."""
    flow_of(type(found)).go(found, "submit", by=by, at=at)


def demand_another(found: Any, move: str, by: audit.Actor) -> None:
    """Raise SamePerson for who took the step before this one, NotAllowed in another state."""
    before = found.drafted_by_id if move == "review" else found.reviewed_by_id
    if by.id is None or by.id == before:
        raise SamePerson(_("前一环节由您办理，须由另一人办理。"))
    flow_of(type(found)).check(found, move)


def review(found: Any, why: str, *, by: audit.Actor, at: datetime, **facts: Any) -> None:
    """One of the office has held it against its basis; raises SamePerson."""
    demand_another(found, "review", by)
    found.reviewed_by_id, found.reviewed_on = by.id, local_day(at)
    flow_of(type(found)).go(found, "review", by=by, at=at, why=why, **facts)


def approve(found: Any, *, by: audit.Actor, at: datetime) -> None:
    """Another of the office approves it; raises SamePerson."""
    demand_another(found, "approve", by)
    found.approved_by_id, found.approved_on = by.id, local_day(at)
    flow_of(type(found)).go(found, "approve", by=by, at=at)


def send_back(found: Any, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It cannot stand like this: its author writes it again."""
    found.reviewed_by_id, found.reviewed_on = None, None
    flow_of(type(found)).go(found, "send_back", by=by, at=at, why=why)


def withdraw(found: Any, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Its author no longer wants it."""
    flow_of(type(found)).go(found, "withdraw", by=by, at=at, why=why)


def offered(acts: Mapping[str, Act], found: Any, user: User) -> dict[str, Act]:
    """The acts without what another person has to do, and without editing what only ends."""
    closed = set()
    if found.drafted_by_id == user.id:
        closed.add("review")
    if found.reviewed_by_id == user.id:
        closed.add("approve")
    if found.ending:
        closed.add("edit")
    return {name: act for name, act in acts.items() if name not in closed}


def waiting_for(user: User, model: Any, body: Any) -> sa.Select[Any] | None:
    """The drafts of which this person may make the next move, the most urgent first."""
    granted = _states_of(user, model)
    if not granted:
        return None
    author = model.drafted_by_id.is_not_distinct_from(user.id)
    reviewer = model.reviewed_by_id.is_not_distinct_from(user.id)
    mine = sa.or_(
        sa.and_(model.state == "drafted", author),
        sa.and_(model.state == "submitted", ~author),
        sa.and_(model.state == "reviewed", ~reviewer),
    )
    wanted = sa.select(model).where(model.state.in_(granted), mine, user.reaches(body))
    return wanted.order_by(model.step_due_on.is_(None), model.step_due_on, model.id)


def _states_of(user: User, model: Any) -> list[str]:
    known = flow_of(model)
    moves = ((state, known[move].permission) for state, move in NEXT.items())
    return [state for state, permission in moves if permission and user.can(permission)]
