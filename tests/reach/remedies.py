"""The records of a body and what it says against them."""

from datetime import date
from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.corrections import service as corrections
from integrity.credit.objections import appeals
from integrity.credit.objections import service as objections
from integrity.credit.proceedings import service as proceedings
from integrity.credit.records.models import RecordState
from integrity.credit.repairs import briefings
from integrity.credit.repairs import service as repairs
from integrity.credit.repairs.briefing_models import RulesBriefing
from integrity.credit.shieldings.models import Shielding
from tests.factories import NOW, TODAY, make_record, make_user
from tests.petitions.makers import make_petition

REMEDY_NUMBERED = {
    "corrections": ("corrections.item", "corrections.act"),
    "appeals": ("appeals.item", "appeals.act"),
    "objections": tuple(f"objections.{n}" for n in ["item", "act", "consultation", "consult"]),
    "petitions": ("petitions.item", "petitions.act", "petitions.identity"),
    "proceedings": ("proceedings.item", "proceedings.act"),
    "repairs": ("repairs.item", "repairs.act"),
    "briefings": ("repairs.briefing", "repairs.briefing_act"),
    "shieldings": ("shieldings.item", "shieldings.act"),
}
REMEDY_MOVES = {
    "appeals.act": (
        *("accept", "agree", "propose_correction", "correct", "uphold", "send_back", "reject"),
    ),
    "corrections.act": ("make", "decline"),
    "objections.act": (
        *("accept", "ask_help", "agree", "propose_correction", "correct"),
        *("uphold", "send_back", "reject"),
    ),
    "petitions.act": ("admit_petition", "return_petition"),
    "proceedings.act": (
        *("suspend", "resume", "report_outcome", "enter_outcome", "confirm_outcome"),
        "send_back",
    ),
    "repairs.briefing_act": ("confirm_rules",),
    "repairs.act": (
        *("accept", "ask_more", "complete", "complete_for", "refuse_incomplete"),
        *("order_visit", "visit", "agree", "grant", "send_back", "refuse"),
    ),
    "shieldings.act": (
        *("confirm", "refuse", "contest", "keep_shielded", "unshield", "enter_end"),
        *("confirm_end", "send_back"),
    ),
}
REMEDY_QUERIES = {
    f"{name}.new": ("record", "records")
    for name in (*("appeals", "corrections", "objections", "proceedings", "repairs", "shieldings"),)
}


def make_remedies(side: Any) -> None:
    """Records that are not public, and an objection, an appeal and a repair of them."""
    proposed, disputed = (make_record(side.body, summary=side.secret) for _ in range(2))
    hidden, answered = (_confirmed(side) for _ in range(2))
    officer, office = side.user(Role.OFFICER), make_user(Role.OFFICE)
    first = objections.file(answered, side.secret, by=officer, at=NOW)
    objections.accept(first, by=office, at=NOW)
    objections.reject(first, side.secret, by=office, at=NOW)
    side.things |= {
        "records": [proposed, disputed, hidden],
        "appeals": [appeals.file(answered, side.secret, by=officer, at=NOW)],
        "objections": [objections.file(disputed, side.secret, by=officer, at=NOW)],
        "corrections": [_wrong(side)],
        "petitions": [make_petition(hidden, side.secret)],
        "proceedings": [_pending(side, officer)],
        "repairs": [repairs.file(hidden, side.secret, side.secret, by=officer, at=NOW)],
        "shieldings": [_shielding(side)],
        "briefings": [_briefing(side)],
    }


def _wrong(side: Any) -> Any:
    """A correction of a hidden record that another person of the office must decide."""
    record = _confirmed(side)
    said = {"rule": record.rule, "since": record.since, "ruled_on": None}
    said |= {"summary": f"更正{side.secret}", "document": side.secret, "why": side.secret}
    return corrections.propose(record, said, by=make_user(Role.OFFICE), at=NOW)


def _pending(side: Any, officer: Any) -> Any:
    said = ("review", side.secret, side.secret, TODAY, side.secret)
    return proceedings.file(_confirmed(side), *said, by=officer, at=NOW)


def _briefing(side: Any) -> Any:
    """What another department says of who handles repairs is not for this one."""
    given = RulesBriefing(body_id=side.body.id, mark=side.secret, given_on=TODAY)
    given.handling = side.secret
    briefings.FLOW.begin(given, TODAY)
    db.session.add(given)
    db.session.flush()
    return given


def _shielding(side: Any) -> Any:
    """Asked for by the side, which is no firm: only who reads it is in question."""
    said = dict.fromkeys(("court", "number", "statement", "filed_by"), side.secret)
    days = {"ruled_on": TODAY, "received_on": TODAY, "filed_at": NOW}
    shielding = Shielding(record=_confirmed(side), **said, **days)
    db.session.add(shielding)
    db.session.flush()
    return shielding


def _confirmed(side: Any) -> Any:
    return make_record(
        side.body,
        RecordState.CONFIRMED,
        summary=side.secret,
        decided_on=date(2026, 6, 1),
        repairable_on=date(2026, 10, 1),
        until=date(2027, 7, 1),
        public=False,
    )
