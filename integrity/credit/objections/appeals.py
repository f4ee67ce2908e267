"""The second instance (申诉): once, in time, before people who decided nothing of it before.

The office hears it whoever answered the objection; where the office itself did, others of it.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import add_once, changed, db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move, read_again
from integrity.casework.documents.making import Makes
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, own
from integrity.credit.objections import consequences
from integrity.credit.objections.models import (
    APPEAL_STATE_NAMES,
    Appeal,
    Objection,
    ObjectionState,
)
from integrity.credit.objections.models import AppealState as S
from integrity.credit.objections.service import answered
from integrity.credit.records import filings
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.models import EntryState, ListEntry

DECIDE = Permission.APPEALS_DECIDE
FLOW = Flow(
    steps=dict.fromkeys((S.FILED, S.ACCEPTED, S.AGREED, S.CORRECTING), own(Side.OFFICE)),
    accept=Move({S.FILED}, S.ACCEPTED, DECIDE),
    agree=Move({S.ACCEPTED}, S.AGREED, DECIDE),
    propose_correction=Move({S.ACCEPTED}, S.CORRECTING, DECIDE),
    uphold=Move({S.AGREED}, S.UPHELD, DECIDE, paper=Makes("appeal-answer")),
    correct=Move({S.CORRECTING}, S.CORRECTED, DECIDE, paper=Makes("appeal-answer")),
    send_back=Move({S.AGREED, S.CORRECTING}, S.ACCEPTED, DECIDE),
    reject=Move({S.ACCEPTED}, S.REJECTED, DECIDE, paper=Makes("appeal-answer")),
)
FLOW.names.update(APPEAL_STATE_NAMES)


class NotAppealable(Refused):
    """No objection against it was rejected, its time is over, or it was appealed already."""

    title = _l("不能提出申诉")


def begin(things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime) -> None:
    """From the day on which the answer was served the subject may appeal for so long."""
    untold = (Objection.id.in_(things), Objection.answer_served_on.is_(None))
    last = rules.due("LOCAL-APPEAL-FILE", on).due_on
    term = {"answer_served_on": on, "appeal_until": last}
    changed(sa.update(Objection).where(*untold).values(**term))
    read_again(Objection, *term)


def against(objection: Objection) -> Appeal | None:
    """The appeal against the answer to an objection."""
    return db.session.scalars(sa.select(Appeal).where(Appeal.objection == objection)).first()


def hindrances(thing: CreditRecord | ListEntry, on: date) -> list[str]:
    """Why nobody can appeal about this on a day; empty when the subject can."""
    last = answered(thing)
    if last is None or last.state is not ObjectionState.REJECTED:
        return [_("只有异议不成立的答复可以申诉。")]
    if against(last):
        return [_("对这件异议的答复已经提出过申诉，申诉以一次为限。")]
    if isinstance(thing, ListEntry):
        counts = thing.state is EntryState.LISTED
    else:
        counts = thing.state in records.COUNTING
    if not counts:
        return [_("所涉记录或者名单已经不再使用，不需要申诉。")]
    if last.appeal_until and on > last.appeal_until:
        return [_("申诉期已满。有新的证据的，可以再次提出异议。")]
    return []


def file(
    thing: CreditRecord | ListEntry,
    statement: str,
    *,
    by: audit.Actor,
    at: datetime,
    received_on: date | None = None,
) -> Appeal:
    """The subject appeals, itself or on paper: shown as disputed again; raises NotAppealable."""
    day = filings.received(received_on, at)
    if reasons := hindrances(thing, day):
        raise NotAppealable(" ".join(reasons))
    appeal = Appeal(
        **filings.about(thing, DECIDE),
        objection=answered(thing),
        statement=statement,
        filed_at=at,
        filed_by=by.name,
        on_paper=received_on is not None,
        received_on=day,
    )
    appeal.run_from("LOCAL-APPEAL", day)
    add_once(appeal, NotAppealable(_("已有一件申诉正在办理。")))
    consequences.mark(appeal, by=by, at=at)
    audit.write(appeal, "file", by=by, at=at, target=S.FILED, why=statement)
    return appeal


def accept(appeal: Appeal, *, by: audit.Actor, at: datetime) -> None:
    """Taken in; who decided the objection may do that, too."""
    FLOW.go(appeal, "accept", by=by, at=at)


def agree(appeal: Appeal, why: str, *, by: Any, at: datetime) -> None:
    """A first person finds it right; raises NotYourOwn."""
    filings.agree(FLOW, appeal, why, by=by, at=at)


def propose_correction(
    appeal: Appeal,
    rule: str,
    since: date,
    summary: str,
    document: str,
    why: str,
    ruled_on: date | None = None,
    *,
    by: Any,
    at: datetime,
) -> None:
    """A first person finds it right in part, and says what the record should say.

    Raises NotYourOwn, NotOfRecord, NotCorrectable, WrongCorrection.
    """
    said = {"rule": rule, "since": since, "summary": summary, "ruled_on": ruled_on}
    consequences.propose(FLOW, appeal, said | {"document": document}, why, by=by, at=at)


def correct(appeal: Appeal, why: str, *, by: Any, at: datetime) -> None:
    """A second person agrees: a successor stands in the place of the record.

    Raises NotYourOwn, NotCorrectable, Graver.
    """
    consequences.correct(FLOW, appeal, why, by=by, at=at)


def send_back(appeal: Appeal, why: str, *, by: Any, at: datetime) -> None:
    """The second person does not agree as it stands; a correction that was proposed is dropped."""
    consequences.send_back(FLOW, appeal, why, by=by, at=at)


def uphold(appeal: Appeal, why: str, *, by: Any, at: datetime) -> None:
    """A second person agrees: it is withdrawn or revoked everywhere; raises NotYourOwn."""
    filings.decide(FLOW, appeal, "uphold", why, by=by, at=at)
    consequences.lift(appeal, why, by=by, at=at)


def reject(appeal: Appeal, why: str, public_text: str = "", *, by: Any, at: datetime) -> None:
    """It stands; the answer names the review and the lawsuit that are open.

    `public_text` is what everybody reads of the reasons.
    """
    filings.decide(FLOW, appeal, "reject", why, by=by, at=at)
    consequences.keep(appeal, why, public_text, by=by, at=at)
