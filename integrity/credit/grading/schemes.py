"""Write the rules of a field, propose them, and let another person of the office approve them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Refused, SamePerson
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step
from integrity.credit.grading import conditions
from integrity.credit.grading.models import SCHEME_NAMES, GradingScheme, SupervisedField
from integrity.credit.grading.models import SchemeState as S
from integrity.people.subjects.models import Subject

P = Permission
FLOW = Flow(
    steps={S.SUBMITTED: Step(Side.OFFICE, "LOCAL-GRADING-APPROVE")},
    free={S.DRAFTED: "nobody waits for what a body drafts for itself"},
    edit=Move({S.DRAFTED}, S.DRAFTED, P.MEASURES_DRAFT),
    submit=Move({S.DRAFTED}, S.SUBMITTED, P.MEASURES_DRAFT),
    approve=Move({S.SUBMITTED}, S.IN_FORCE, P.MEASURES_DECIDE),
    send_back=Move({S.SUBMITTED}, S.DRAFTED, P.MEASURES_DECIDE),
    withdraw=Move({S.DRAFTED, S.SUBMITTED}, S.WITHDRAWN, P.MEASURES_DRAFT),
)
FLOW.names.update(SCHEME_NAMES)
ONE = timedelta(days=1)


class WrongScheme(Refused):
    """Rules that begin too early, or a version that another has overtaken."""

    correctable = True


def draft(
    body: Subject,
    field: SupervisedField,
    rules: str,
    fewer: Sequence[str],
    more: Sequence[str],
    matter: str,
    public: bool,
    legal_basis: str,
    since: date,
    *,
    by: audit.Actor,
    at: datetime,
) -> GradingScheme:
    """Begin the rules of a body in a field, or their next version; raises WrongScheme."""
    last = sa.select(sa.func.max(GradingScheme.version)).where(
        GradingScheme.body_id == body.id, GradingScheme.field == field
    )
    made = GradingScheme(body=body, version=(db.session.scalar(last) or 0) + 1)
    made.field = SupervisedField(field)
    _write(made, rules, fewer, more, matter, public, legal_basis, since)
    made.drafted_by_id = by.id
    FLOW.begin(made, local_day(at))
    add_once(
        made, WrongScheme(_("同一领域刚刚由他人起草了新版，请刷新后再试。"))
    )  # a colleague began one at the same moment
    audit.write(made, "draft", by=by, at=at, target=S.DRAFTED)
    return made


def edit(
    found: GradingScheme,
    rules: str,
    fewer: Sequence[str],
    more: Sequence[str],
    matter: str,
    public: bool,
    legal_basis: str,
    since: date,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Write it again; who did so last proposes it."""
    _write(found, rules, fewer, more, matter, public, legal_basis, since)
    found.drafted_by_id = by.id
    FLOW.go(found, "edit", by=by, at=at)


def submit(found: GradingScheme, *, by: audit.Actor, at: datetime) -> None:
    """Ask the office to approve it."""
    FLOW.go(found, "submit", by=by, at=at)


def approve(found: GradingScheme, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Another person approves it: from its first day it grades, and the version before it no more.

    Raises SamePerson, WrongScheme.
    """
    if by.id is None or by.id == found.drafted_by_id:
        raise SamePerson(_("起草人不能批准自己起草的分级标准。"))
    FLOW.check(found, "approve")
    if found.since <= local_day(at):
        raise WrongScheme(_("施行日期须晚于批准之日，请退回修改。"))
    found.approved_by_id = by.id
    for other in db.session.scalars(_others(found)):
        if other.since >= found.since:
            raise WrongScheme(_("已批准的标准自 %(day)s 起施行，请自更晚的日期起施行。",
                                day=other.since))  # fmt: skip
        other.until = found.since - ONE
    FLOW.go(found, "approve", by=by, at=at, why=why)


def send_back(found: GradingScheme, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It cannot stand like this."""
    FLOW.go(found, "send_back", by=by, at=at, why=why)


def withdraw(found: GradingScheme, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Its author no longer wants it."""
    FLOW.go(found, "withdraw", by=by, at=at, why=why)


def in_force(on: date) -> sa.Select[Any]:
    """The schemes by which subjects are graded on a day: one for a body and field."""
    return sa.select(GradingScheme).where(
        GradingScheme.state == S.IN_FORCE,
        GradingScheme.since <= on,
        sa.or_(GradingScheme.until.is_(None), GradingScheme.until >= on),
    )


def _others(found: GradingScheme) -> sa.Select[Any]:
    """The approved versions that still run, locked."""
    wanted = sa.select(GradingScheme).where(
        GradingScheme.body_id == found.body_id,
        GradingScheme.field == found.field,
        GradingScheme.state == S.IN_FORCE,
        GradingScheme.until.is_(None),
        GradingScheme.id != found.id,
    )
    return wanted.with_for_update()


def _write(
    found: GradingScheme, rules: str, fewer: Sequence[str], more: Sequence[str], matter: str,
    public: bool, legal_basis: str, since: date,
) -> None:  # fmt: skip
    if set(fewer) & set(more):
        raise WrongScheme(_("同一等级不能既减少又增加检查。"))
    found.rules = conditions.kept(rules)
    found.fewer, found.more = ";".join(fewer), ";".join(more)
    found.matter, found.legal_basis = matter.strip(), legal_basis.strip()
    found.public, found.since = public, since
