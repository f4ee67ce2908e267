"""A firm on the list of serious breakers of faith, and who stands behind it; all invented."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures import shipped
from integrity.credit.relations import orders, reachings, service, spotting
from integrity.credit.relations.models import Relation, RelationRole
from integrity.credit.relations.reaching_models import Reaching, ReachingState, ReachOrder
from integrity.people.subjects.models import Subject
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.persons.makers import NAME, NUMBER
from tests.sanctions.makers import make_listed

FLOWS = {Reaching: reachings.FLOW, ReachOrder: orders.FLOW}
SINCE = date(2025, 1, 1)
SOURCE = "示例登记机关2026年11月查询"


def make_relation(
    firm: Subject | None = None,
    role: RelationRole = RelationRole.LEGAL_REPRESENTATIVE,
    since: date = SINCE,
    until: date | None = None,
    name: str = NAME,
    code: str = NUMBER,
) -> Relation:
    by = make_user(Role.OFFICE, make_body("领导小组办公室"))
    other = service.related(name, code)
    made, _new = service.enter(
        firm or make_enterprise("示例关联有限公司"),
        other,
        role,
        since,
        until,
        SOURCE,
        by=by,
        at=NOW,
    )
    return made


def make_serious(**more: Any) -> Any:
    """An entry of a firm, with the measures that the product ships with."""
    shipped.load()
    service.load()
    return make_listed(make_enterprise("示例严重失信有限公司"), **more)


def spot() -> list[Reaching]:
    """What the night finds, the newest last."""
    spotting.spot_all(on=TODAY, at=NOW)
    return list(db.session.scalars(sa.select(Reaching).order_by(Reaching.id)))


def tell(found: Reaching) -> Reaching:
    """The person is told by one of the office, and says what it has to say at the counter."""
    reachings.notify(found, by=make_user(Role.OFFICE), at=NOW)
    reachings.defend(found, "示例陈述", by=make_user(Role.OFFICE), at=NOW)
    return found


def apply(found: Reaching) -> Reaching:
    reachings.confirm(tell(found), "示例理由", by=make_user(Role.OFFICE), at=NOW)
    return found


def apply_all() -> list[Reaching]:
    return [apply(found) for found in spot() if found.state is ReachingState.FOUND]


def make_reaching(firm: Subject | None = None) -> Reaching:
    """An entry reaches the legal representative of a firm, applied by two."""
    make_relation(make_serious().subject if firm is None else firm)
    return apply(spot()[-1])
