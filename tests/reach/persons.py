"""A query about a person, made by somebody of the body; its case carries the secret."""

from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.relations.reaching_models import Reaching, ReachOrder
from tests.factories import TODAY, make_enterprise
from tests.persons.makers import ask
from tests.readings.makers import read
from tests.relations.makers import make_relation
from tests.sanctions.makers import make_listed

PERSON_NUMBERED = {
    "person_inquiries": tuple(f"persons.{n}" for n in ("item", "consent", "look")),
    "file_readings": tuple(f"readings.{n}" for n in ("item", "consent", "look", "act")),
    "relations": ("relations.end",),
    "reachings": ("relations.reaching", "relations.reaching_act"),
    "reach_orders": ("relations.order", "relations.order_look", "relations.order_act"),
}


PERSON_MOVES = {
    "relations.reaching_act": ("notify", "reject"),
    "relations.order_act": ("answer",),
    "readings.act": ("contest_reading", "find_proper"),
}


def make_persons(side: Any) -> None:
    side.things["person_inquiries"] = [ask(side.user(Role.CLERK), case_no=side.secret)]
    firm, clerk = make_enterprise("示例被查企业"), side.user(Role.CLERK)
    side.things["file_readings"] = [read(firm, clerk, matter=side.secret)]
    relation = make_relation(side.firm)
    entry = make_listed(make_enterprise("示例列名企业"))
    found = Reaching(
        entry_id=entry.id, relation_id=relation.id, issuer_id=side.body.id, found_on=TODAY,
        statement=side.secret,
    )  # fmt: skip
    db.session.add(found)
    db.session.flush()
    order = ReachOrder(reaching_id=found.id, body_id=side.body.id, sent_on=TODAY, why=side.secret)
    db.session.add(order)
    side.things |= {"relations": [relation], "reachings": [found], "reach_orders": [order]}
