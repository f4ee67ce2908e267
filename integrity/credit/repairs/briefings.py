"""Giving departments the rules of repair whenever they change, and their word that they have them.

济高信用办〔2020〕2号 四(三). Only the department itself confirms, also not the office in its place.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Forbidden
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.sides import Only
from integrity.casework.steps import Side, Step
from integrity.credit.repairs import briefing
from integrity.credit.repairs.briefing_models import BRIEFING_NAMES, RulesBriefing
from integrity.credit.repairs.briefing_models import BriefingState as S
from integrity.people.subjects.competence import CompetentBody

FLOW = Flow(
    steps={S.GIVEN: Step(Side.OWING, "LOCAL-REPAIR-BRIEF")},
    confirm_rules=Move({S.GIVEN}, S.CONFIRMED, Permission.REPAIRS_DECIDE),
    outdate=Move({S.GIVEN}, S.OUTDATED),
)
FLOW.names.update(BRIEFING_NAMES)


class NotTheDepartment(Forbidden):
    """Only the department that was given the rules confirms them."""

    title = _l("须由该部门确认")


department_only = Only("body_id", _l("只有收到规则的部门可以确认。"), NotTheDepartment)


def give(on: date, *, at: datetime) -> int:
    """Give each department that finds breaches the rules of today, once; returns to how many.

    What was given before and nobody has confirmed is confirmed with these.
    """
    mark = briefing.mark(on)
    other = RulesBriefing.mark != mark
    FLOW.go_all(RulesBriefing, "outdate", other, by=audit.SYSTEM, at=at)
    have = sa.select(RulesBriefing.body_id).where(RulesBriefing.mark == mark)
    wanted = sa.select(CompetentBody.body_id).where(CompetentBody.body_id.not_in(have)).distinct()
    bodies = db.session.scalars(wanted.order_by(CompetentBody.body_id)).all()
    for body in bodies:
        given = RulesBriefing(body_id=body, mark=mark, given_on=on, state=S.GIVEN)
        FLOW.begin(given, on)
        db.session.add(given)
        db.session.flush()
        audit.write(given, "give_rules", by=audit.SYSTEM, at=at, target=S.GIVEN)
    return len(bodies)


def confirm_rules(given: RulesBriefing, handling: str, *, by: Any, at: datetime) -> None:
    """The department has the rules and says who handles repairs by them. NotTheDepartment."""
    department_only(given, by)
    FLOW.check(given, "confirm_rules")
    given.handling, given.confirmed_on = handling.strip(), local_day(at)
    given.confirmed_by_name = by.name
    FLOW.go(given, "confirm_rules", by=by, at=at)
