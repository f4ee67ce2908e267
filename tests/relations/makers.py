"""A firm on the list of serious breakers of faith, and who stands behind it; all invented."""

from datetime import date
from typing import Any

from integrity.base.permissions import Role
from integrity.credit.measures import service as measures
from integrity.credit.relations import service
from integrity.credit.relations.models import Relation, RelationRole
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_body, make_enterprise, make_user
from tests.persons.makers import NAME, NUMBER
from tests.sanctions.makers import make_listed

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
    measures.load()
    service.load()
    return make_listed(make_enterprise("示例严重失信有限公司"), **more)
