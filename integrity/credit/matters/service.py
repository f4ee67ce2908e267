"""Put a matter on the application list, change it or take it off: one proposes, another adopts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step
from integrity.credit.matters.models import (
    MATTER_STATE_NAMES,
    Matter,
    MatterKind,
)
from integrity.credit.matters.models import MatterState as S
from integrity.credit.measures.models import Measure
from integrity.people.subjects.models import Subject

P = Permission
FLOW = Flow(
    steps={S.PROPOSED: Step(Side.OFFICE, "LOCAL-MATTER-ADOPT")},
    free={S.IN_FORCE: "it holds until another version is adopted"},
    adopt=Move({S.PROPOSED}, S.IN_FORCE, P.MATTERS_KEEP),
    take_off=Move({S.PROPOSED}, S.PAST, P.MATTERS_KEEP),
    decline=Move({S.PROPOSED}, S.TURNED_DOWN, P.MATTERS_KEEP),
    withdraw=Move({S.PROPOSED}, S.WITHDRAWN, P.MATTERS_KEEP),
    outdate=Move({S.IN_FORCE}, S.PAST),
)
FLOW.names.update(MATTER_STATE_NAMES)
CONTENT = ("name", "kind", "measures", "everybody", "legal_basis")


class OwnProposal(Refused):
    """Who proposed it does not adopt it; who did not propose it does not withdraw it."""

    title = _l("须由另一人办理")


class WrongMatter(Refused):
    """A matter that names no known measure, no body, or changes nothing."""

    correctable = True


def propose(
    code: str,
    name: str,
    kind: MatterKind,
    measures: Iterable[str],
    everybody: bool,
    bodies: Sequence[Subject],
    legal_basis: str,
    reasons: str = "",
    *,
    by: audit.Actor,
    at: datetime,
) -> Matter:
    """A matter for the list, or its next version; raises WrongMatter."""
    said = {
        "name": name.strip(),
        "kind": MatterKind(kind),
        "measures": ";".join(families(measures)),
        "everybody": everybody,
        "legal_basis": legal_basis.strip(),
    }
    if everybody and bodies:
        raise WrongMatter(_("已选择所有办理单位的，不再列出单位。"))
    old = current(code.strip())
    if old and differences(old, said, bodies) == []:
        raise WrongMatter(_("与现行版本相同。"))
    made = Matter(code=code.strip(), reasons=reasons.strip(), bodies=list(bodies), **said)
    return _begin(made, by, at)


def propose_end(matter: Matter, reasons: str, *, by: audit.Actor, at: datetime) -> Matter:
    """That a matter is to be taken off the list; raises WrongMatter."""
    if matter.state is not S.IN_FORCE:
        raise WrongMatter(_("不是现行版本。"))
    said = {name: getattr(matter, name) for name in CONTENT}
    made = Matter(
        code=matter.code, reasons=reasons.strip(), ending=True, bodies=list(matter.bodies), **said
    )
    return _begin(made, by, at)


def adopt(matter: Matter, *, by: audit.Actor, at: datetime) -> None:
    """Another person adopts it: from today on it holds, and the version before it no longer.

    Raises OwnProposal.
    """
    if by.id is None or by.id == matter.proposed_by_id:
        raise OwnProposal(_("提出的人不能自己批准。"))
    move = "take_off" if matter.ending else "adopt"
    FLOW.check(matter, move)
    on = local_day(at)
    if old := current(matter.code):
        old.until = on
        FLOW.go(old, "outdate", by=by, at=at)
        db.session.flush()
    matter.adopted_by_id, matter.adopted_by_name = by.id, by.name
    matter.since = None if matter.ending else on
    FLOW.go(matter, move, by=by, at=at)


def decline(matter: Matter, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not adopted, with reasons."""
    FLOW.go(matter, "decline", by=by, at=at, why=why)


def withdraw(matter: Matter, *, by: audit.Actor, at: datetime) -> None:
    """Who proposed it takes it back; raises OwnProposal."""
    if by.id != matter.proposed_by_id:
        raise OwnProposal(_("只有提出的人可以撤回。"))
    FLOW.go(matter, "withdraw", by=by, at=at)


def current(code: str) -> Matter | None:
    """The version of a matter that is in force."""
    wanted = sa.select(Matter).where(Matter.code == code, Matter.state == S.IN_FORCE)
    return db.session.scalars(wanted).first()


def families(codes: Iterable[str]) -> list[str]:
    """The families of the measures with these codes, in their order; raises WrongMatter."""
    wanted = list(dict.fromkeys(filter(None, (code.strip() for code in codes))))
    either = sa.or_(Measure.code.in_(wanted), Measure.family.in_(wanted))
    known: dict[str, str] = {}
    for code, family in db.session.execute(sa.select(Measure.code, Measure.family).where(either)):
        known |= {code: family, family: family}
    if unknown := [code for code in wanted if code not in known]:
        raise WrongMatter(_("措施清单中没有：%(codes)s", codes=_("、").join(unknown)))
    return list(dict.fromkeys(known[code] for code in wanted))


def touching(matter: Matter) -> Sequence[Measure]:
    """The newest versions of the measures that touch a matter, by its list or by their own."""
    own = sa.literal(";") + sa.func.replace(Measure.matters, "\n", ";") + ";"
    of_it = sa.or_(Measure.family.in_(matter.families), own.contains(f";{matter.code};"))
    wanted = sa.select(Measure).where(Measure.is_current(), Measure.ended_on.is_(None), of_it)
    return db.session.scalars(wanted.order_by(Measure.kind, Measure.code)).all()


def differences(old: Matter, said: dict[str, Any], bodies: Sequence[Subject]) -> list[str]:
    """In which of its columns what is said differs from a version."""
    found = [name for name in said if getattr(old, name) != said[name]]
    known, wanted = {body.id for body in old.bodies}, {body.id for body in bodies}
    return found + ["bodies"] * (known != wanted)


def _begin(made: Matter, by: audit.Actor, at: datetime) -> Matter:
    last = sa.select(sa.func.max(Matter.version)).where(Matter.code == made.code)
    made.version = (db.session.scalar(last) or 0) + 1
    made.proposed_by_id, made.proposed_by_name = by.id, by.name
    FLOW.begin(made, local_day(at))
    add_once(
        made, WrongMatter(_("该事项已有一件修改正在办理。"))
    )  # somebody else has proposed a change of it
    audit.write(made, "propose", by=by, at=at, target=made.state)
    return made


def in_force(on: date) -> sa.Select[Any]:
    """The list as it held on a day."""
    return sa.select(Matter).where(Matter.holds(on))
