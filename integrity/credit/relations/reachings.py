"""The procedure against who is reached: told, heard, applied by another; objection, appeal, end."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused, SamePerson
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.credit.relations import orders
from integrity.credit.relations.reaching_models import (
    EFFECTIVE,
    REACHING_NAMES,
    ReachEnd,
    Reaching,
)
from integrity.credit.relations.reaching_models import ReachingState as S
from integrity.credit.sanctions import initiation

P = Permission
ANSWER, ENDING = Makes("related-answer"), Makes("related-ending")
FLOW = Flow(
    steps={
        S.FOUND: Step(Side.ISSUER, "LOCAL-NOTIFY"),
        S.TOLD: Step(Side.ISSUER, "LOCAL-HEAR", since="statement_due"),
        S.DISPUTED: Step(Side.ISSUER, "OBJ-OWN"),
        S.APPEALED: Step(Side.OFFICE, "LOCAL-APPEAL"),
    },
    free={S.IN_FORCE: "nobody owes anything; the person may object"},
    notify=Move({S.FOUND}, S.TOLD, P.SANCTIONS_NOMINATE, paper=Makes("related-notice")),
    defend=Move({S.TOLD}, S.TOLD, P.REPORTS_COUNTER),
    apply_related=Move({S.TOLD}, S.IN_FORCE, P.SANCTIONS_FIND, paper=Makes("related-decision")),
    reject=Move({S.FOUND, S.TOLD}, S.ENDED, P.SANCTIONS_FIND, paper=ANSWER),
    object_related=Move({S.IN_FORCE}, S.DISPUTED, P.REPORTS_COUNTER),
    uphold_related=Move({S.DISPUTED}, S.ENDED, P.SANCTIONS_FIND, paper=ANSWER),
    maintain=Move({S.DISPUTED}, S.IN_FORCE, P.SANCTIONS_FIND, paper=ANSWER),
    appeal_related=Move({S.IN_FORCE}, S.APPEALED, P.REPORTS_COUNTER),
    allow_appeal=Move({S.APPEALED}, S.ENDED, P.APPEALS_DECIDE, paper=ANSWER),
    dismiss_appeal=Move({S.APPEALED}, S.IN_FORCE, P.APPEALS_DECIDE, paper=ANSWER),
    lapse_reach=Move({S.FOUND, S.TOLD}, S.ENDED),
    end_reach=Move(set(EFFECTIVE), S.ENDED, paper=ENDING),
)
FLOW.names.update(REACHING_NAMES)


class NotYet(Refused):
    """The person has not been told, or has time left to speak."""

    title = _l("陈述申辩期限没有届满")


class Said(Refused):
    """It was objected to or appealed against already, or in the wrong order."""

    title = _l("不能再次提出")


def notify(reaching: Reaching, *, by: audit.Actor, at: datetime) -> None:
    """Tell the person what is intended and why; the time to speak runs from service."""
    reaching.told_by_id = by.id
    reaching.issuer_id = initiation.second_of(reaching.entry, by.id)
    FLOW.go(reaching, "notify", by=by, at=at)


def begin(things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime) -> None:
    """From the day on which the notice was served the person may speak for so long."""
    untold = (Reaching.id.in_(things), Reaching.served_on.is_(None))
    for found in db.session.scalars(sa.select(Reaching).where(*untold)).all():
        found.served_on, found.statement_due = on, rules.due("LOCAL-HEARING", on).due_on
        found.step_due_on = FLOW.steps[S.TOLD].due(found.statement_due)


def defend(reaching: Reaching, statement: str, *, by: audit.Actor, at: datetime) -> None:
    """What the person says at the counter or in writing, as it was taken in."""
    reaching.statement = statement.strip()
    FLOW.go(reaching, "defend", by=by, at=at)


def confirm(reaching: Reaching, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A second person applies it, after the person spoke or its time is over; receivers are told.

    Raises SamePerson, NotYet.
    """
    _demand_other(by, reaching.told_by_id)
    due, on = reaching.statement_due, local_day(at)
    if not reaching.statement and (due is None or on <= due):
        raise NotYet(_("告知书送达并且陈述申辩期限届满，或者本人已经陈述以后，才能适用。"))
    reaching.heard_by_id, reaching.applied_on = by.id, on
    reaching.issuer_id = reaching.entry.initiated_by_id
    FLOW.go(reaching, "apply_related", by=by, at=at, why=why)
    orders.send(reaching, at=at)


def reject(reaching: Reaching, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It does not reach this person after all: not found again by night."""
    _over(reaching, why, at)
    FLOW.go(reaching, "reject", by=by, at=at, why=why)


def object_to(reaching: Reaching, statement: str, *, by: audit.Actor, at: datetime) -> None:
    """The person says that it is not, or no longer, related; taken in at the counter, once.

    Raises Said.
    """
    if reaching.objection:
        raise Said(_("异议已经提出并答复过；不服答复的可以申诉一次。"))
    reaching.objection, reaching.objected_on = statement.strip(), local_day(at)
    reaching.taken_by_id = by.id
    FLOW.go(reaching, "object_related", by=by, at=at)


def uphold(reaching: Reaching, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Another person finds that it is right: it ends and receivers drop it. Raises SamePerson."""
    _answer(reaching, "uphold_related", why, by, at)


def maintain(reaching: Reaching, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Another person finds that it stands, with reasons; one may appeal. Raises SamePerson."""
    _answer(reaching, "maintain", why, by, at)


def appeal(reaching: Reaching, statement: str, *, by: audit.Actor, at: datetime) -> None:
    """The person goes on to the office, once, after an answer. Raises Said."""
    if not reaching.answered_by_id or reaching.appeal:
        raise Said(_("先提出异议；对答复只能申诉一次。"))
    reaching.appeal, reaching.appealed_on = statement.strip(), local_day(at)
    reaching.taken_by_id = by.id
    FLOW.go(reaching, "appeal_related", by=by, at=at)


def allow(reaching: Reaching, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Somebody who had no part in it finds the appeal right. Raises SamePerson."""
    _answer(reaching, "allow_appeal", why, by, at)


def dismiss(reaching: Reaching, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Somebody who had no part in it finds that it stands. Raises SamePerson."""
    _answer(reaching, "dismiss_appeal", why, by, at)


def lapse(*which: sa.ColumnElement[bool], on: date, at: datetime) -> int:
    """End what carries no more, with its paper where it was in force; every receiver drops it."""
    said: dict[str, Any] = {"outcome": ReachEnd.LAPSED, "ended_on": on, "by": audit.SYSTEM}
    gone = sa.select(Reaching.id).where(Reaching.state.in_(EFFECTIVE), *which)
    ids = list(db.session.scalars(gone))
    count = FLOW.go_all(Reaching, "lapse_reach", *which, at=at, **said)
    ended = FLOW.go_all(Reaching, "end_reach", Reaching.id.in_(ids), at=at, **said)
    orders.recall(ids, at=at)
    return count + ended


def _answer(reaching: Reaching, move: str, why: str, by: audit.Actor, at: datetime) -> None:
    _demand_other(by, reaching.heard_by_id, reaching.taken_by_id, reaching.answered_by_id)
    reaching.answered_by_id = by.id
    ends = FLOW[move].target is S.ENDED
    if ends:
        _over(reaching, why, at)
    FLOW.go(reaching, move, by=by, at=at, why=why)
    if ends:
        db.session.flush()
        orders.recall([reaching.id], at=at)


def _over(reaching: Reaching, why: str, at: datetime) -> None:
    reaching.outcome, reaching.ended_on, reaching.ended_why = ReachEnd.NOT_SO, local_day(at), why


def _demand_other(by: audit.Actor, *before: int | None) -> None:
    if by.id is None or by.id in before:
        raise SamePerson(_("您办理过这件事项的前一环节，须由另一人办理。"))
