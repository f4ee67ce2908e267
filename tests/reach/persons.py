"""A query about a person, made by somebody of the body; its case carries the secret."""

from typing import Any

from integrity.base.permissions import Role
from tests.persons.makers import ask
from tests.relations.makers import make_relation

PERSON_NUMBERED = {
    "person_inquiries": tuple(f"persons.{n}" for n in ("item", "consent", "look")),
    "relations": ("relations.end",),
}


def make_persons(side: Any) -> None:
    side.things["person_inquiries"] = [ask(side.user(Role.CLERK), case_no=side.secret)]
    side.things["relations"] = [make_relation(side.firm)]
