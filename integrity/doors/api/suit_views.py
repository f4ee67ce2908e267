"""Courts tell of suits against public bodies, and of each stage before enforcement."""

from collections.abc import Callable

from flask import Response
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.db import db
from integrity.base.stamps import scope
from integrity.doors.api import suit_schemas as schemas
from integrity.doors.api.admission import body, bp, caller
from integrity.doors.api.contract import N_, contract, field_error
from integrity.people.subjects import service as subjects
from integrity.streams.lawsuits import service
from integrity.streams.lawsuits.models import Lawsuit

EVENTS: dict[str, tuple[Callable[..., None], dict[str, str]]] = {
    "lose": (service.lose, {"lost_on": "lost_on", "until": "until"}),
    "urge": (service.urge, {}),
    "enforce": (service.enforce, {"enforced_as": "case_no"}),
    "end": (service.end, {"outcome": "outcome", "ended_on": "ended_on"}),
}
"""By the name in SuitEvent: the verb, and what it must be told, each field as its parameter."""


@bp.post("/v1/suits")
@scope("courts")
@contract(N_("告知涉政府机构的起诉"), takes=schemas.SuitRequest, answers=schemas.SuitAnswer)
def bring_suit(told: schemas.SuitRequest) -> schemas.SuitAnswer | Response:
    """Take a suit once by its number; the same again gives the same suit."""
    defendant = subjects.by_code(told.body)
    if defendant is None:
        return field_error("body", _("没有登记该代码的主体，请核对。"), "unknown-subject")
    suit = service.Suit(body=defendant, **told.model_dump(exclude={"body"}))
    return _answer(service.bring(body(), suit, by=caller(), at=clock.now()))


@bp.post("/v1/suits/<case_no>/events")
@scope("courts")
@contract(N_("告知诉讼阶段"), takes=schemas.SuitEvent, answers=schemas.SuitAnswer)
def suit_event(event: schemas.SuitEvent, case_no: str) -> schemas.SuitAnswer | Response:
    """What comes next of a suit of the caller's court."""
    verb, asked = EVENTS[event.event]
    said = {parameter: getattr(event, field) for field, parameter in asked.items()}
    for field, parameter in asked.items():
        if not said[parameter]:
            return field_error(field, _("此类进展须填写这一项。"), "missing")
    suit = service.by_case_no(body(), case_no)
    verb(suit, **said, by=caller(), at=clock.now(), why=event.why)
    db.session.flush()
    return _answer(suit)


def _answer(suit: Lawsuit) -> schemas.SuitAnswer:
    return schemas.SuitAnswer(
        ref=suit.ref,
        case_no=suit.case_no,
        state=suit.state,
        outcome=suit.outcome,
        amount=suit.amount,
        due_on=suit.due_on,
        enforced_as=suit.enforced_as,
    )
