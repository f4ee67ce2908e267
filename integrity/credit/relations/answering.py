"""What is found right may be so because the relation is over: then that ends with the answer."""

from datetime import date, datetime

from integrity.base.audit.service import Actor
from integrity.credit.relations import reachings, service
from integrity.credit.relations.reaching_models import Reaching


def uphold(
    reaching: Reaching, why: str, ended_on: date | None = None, *, by: Actor, at: datetime
) -> None:
    """The objection is right; `ended_on` is the last day of the relation, where that is why.

    Raises SamePerson, WrongRelation.
    """
    reachings.uphold(reaching, why, by=by, at=at)
    _end(reaching, why, ended_on, by, at)


def allow(
    reaching: Reaching, why: str, ended_on: date | None = None, *, by: Actor, at: datetime
) -> None:
    """The appeal is right; the same. Raises SamePerson, WrongRelation."""
    reachings.allow(reaching, why, by=by, at=at)
    _end(reaching, why, ended_on, by, at)


def _end(reaching: Reaching, why: str, ended_on: date | None, by: Actor, at: datetime) -> None:
    """What else reached the person through the relation ends with its paper, and is dropped."""
    if ended_on and reaching.relation.until is None:
        service.end(reaching.relation, ended_on, f"{reaching.ref} {why}", by=by, at=at)
