"""Correct a record by a successor: two people of the body that decided it, and a document.

The body that decided or supplied a record corrects it itself on finding an error, or because an
objection or an appeal was right in part; the subject gets a paper, and may object to the successor.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework import streams
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.credit.corrections import succession
from integrity.credit.corrections.models import CONTENT, STATE_NAMES, RecordCorrection
from integrity.credit.corrections.models import CorrectionState as S
from integrity.credit.records import service as records
from integrity.credit.records.annulments import BeingHeard
from integrity.credit.records.filings import NotYourOwn
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions import service as sanctions
from integrity.people.accounts import service as accounts

CORRECT = Permission.RECORDS_CORRECT
FLOW = Flow(
    steps={S.PROPOSED: Step(Side.DECIDER, "LOCAL-CORRECT")},
    make=Move({S.PROPOSED}, S.MADE, CORRECT, paper=Makes("record-correction")),
    decline=Move({S.PROPOSED}, S.DECLINED, CORRECT),
)
FLOW.names.update(STATE_NAMES)


class WrongCorrection(Refused):
    """It says nothing new, or what such a record cannot say."""

    title = _l("更正内容有误")


class NotCorrectable(Refused):
    """The record counts no more, or somebody is correcting it already."""

    status = 409
    title = _l("不能更正")


def propose(
    record: CreditRecord, said: Mapping[str, Any], *, by: Any, at: datetime
) -> RecordCorrection:
    """A first person of the body found an error; nothing changes until a second one agrees.

    `said`: rule, since, ruled_on, summary, document, why. Raises NotCorrectable, BeingHeard,
    WrongCorrection, NotYourOwn.
    """
    if record.state is RecordState.DISPUTED:
        raise BeingHeard(_("单位已经提出异议，请先在异议程序中作出决定。"))
    made = _draft(record, said, by=by, at=at)
    others = accounts.somebody_may(CORRECT, record.deciding_id, besides=by.id)
    made.deciding_id = record.deciding_id if others else None
    FLOW.begin(made, local_day(at))
    return _added(made, by=by, at=at)


def propose_in_answer(
    record: CreditRecord, said: Mapping[str, Any], *, by: Any, at: datetime
) -> RecordCorrection:
    """The same as the answer to an objection or an appeal, decided with that.

    Raises NotCorrectable, WrongCorrection, NotYourOwn.
    """
    made = _draft(record, said, by=by, at=at)
    made.with_remedy = True
    return _added(made, by=by, at=at)


def make(correction: RecordCorrection, why: str, *, by: Any, at: datetime) -> None:
    """A second person agrees: the successor stands in the place of the record.

    Raises NotYourOwn, NotCorrectable, BeingHeard.
    """
    if correction.with_remedy:
        raise BeingHeard(_("请在异议或者申诉程序中一并作出决定。"))
    if correction.record.state is RecordState.DISPUTED:
        raise BeingHeard(_("单位已经提出异议，请先在异议程序中作出决定。"))
    make_in_answer(correction, why, by=by, at=at)
    sanctions.forfeit(on=local_day(at), at=at)


def make_in_answer(correction: RecordCorrection, why: str, *, by: Any, at: datetime) -> None:
    """The same with an objection or an appeal; raises NotYourOwn, NotCorrectable, Graver."""
    _demand_other(correction.record, by)
    if by.id == correction.first_by_id:
        raise NotYourOwn(_("提请更正的人不能同时决定，须由另一人决定。"))
    _demand_standing(correction.record)
    FLOW.check(correction, "make")
    correction.successor = succession.succeed(correction, by=by, at=at, why=why)
    correction.second_by_id, correction.decided_on = by.id, local_day(at)
    FLOW.go(correction, "make", by=by, at=at, why=why)


def decline(correction: RecordCorrection, why: str, *, by: Any, at: datetime) -> None:
    """A second person finds that the record is right; raises NotYourOwn, BeingHeard."""
    if correction.with_remedy:
        raise BeingHeard(_("请在异议或者申诉程序中一并作出决定。"))
    _demand_other(correction.record, by)
    drop(correction, why, by=by, at=at)


def drop(correction: RecordCorrection, why: str, *, by: Any, at: datetime) -> None:
    """What was proposed is not made."""
    correction.decided_on = local_day(at)
    FLOW.go(correction, "decline", by=by, at=at, why=why)


def of(record: CreditRecord) -> RecordCorrection | None:
    """The correction by which a record came to be."""
    return db.session.scalars(
        sa.select(RecordCorrection).where(RecordCorrection.successor_id == record.id)
    ).first()


def open_of(record: CreditRecord) -> RecordCorrection | None:
    """The correction of a record that waits for its second person."""
    mine = (RecordCorrection.record_id == record.id, RecordCorrection.state == S.PROPOSED)
    return db.session.scalars(sa.select(RecordCorrection).where(*mine)).first()


def _draft(
    record: CreditRecord, said: Mapping[str, Any], *, by: Any, at: datetime
) -> RecordCorrection:
    _demand_other(record, by)
    _demand_standing(record)
    content = {name: said.get(name) for name in CONTENT}
    _check(record, content, at)
    return RecordCorrection(
        record=record,
        **content,
        document=said["document"].strip(),
        why=said["why"],
        state=S.PROPOSED,
        first_by_id=by.id,
        proposed_on=local_day(at),
    )


def _added(made: RecordCorrection, *, by: Any, at: datetime) -> RecordCorrection:
    """Store it; raises NotCorrectable where somebody was quicker."""
    add_once(made, NotCorrectable(_("已有一件更正正在办理。")))
    audit.write(made, "propose", by=by, at=at, target=S.PROPOSED, why=made.why)
    return made


def _demand_other(record: CreditRecord, by: Any) -> None:
    if by.id is None or by.body_id == record.subject_id:
        raise NotYourOwn(_("当事单位的人不能办理本单位记录的更正。"))


def _demand_standing(record: CreditRecord) -> None:
    if record.state not in records.FLOW["correct"].sources:
        raise NotCorrectable(_("记录已经不再使用，不需要更正。"))


def _check(record: CreditRecord, content: Mapping[str, Any], at: datetime) -> None:
    stream = streams.registered().get(record.stream)
    if stream is None or content["rule"] not in stream.words.rules:
        raise WrongCorrection(_("这一来源的记录没有所选的失信情形。"))
    if content["since"] is None or content["since"] > local_day(at):
        raise WrongCorrection(_("发生日不能晚于今天。"))
    if (content["ruled_on"] is None) is not (record.ruled_on is None):
        raise WrongCorrection(_("原记录以生效文书为准的，须填写文书的日期；其他记录不填。"))
    if content["ruled_on"] and content["ruled_on"] > local_day(at):
        raise WrongCorrection(_("文书日期不能晚于今天。"))
    if all(getattr(record, name) == value for name, value in content.items()):
        raise WrongCorrection(_("更正后的内容与原记录相同。"))
    _demand_single(record, content["rule"])


def _demand_single(record: CreditRecord, rule: str) -> None:
    """Raise WrongCorrection where the same thing has another record of that breach already."""
    other = sa.exists().where(
        CreditRecord.stream == record.stream,
        CreditRecord.item_id == record.item_id,
        CreditRecord.rule == rule,
        CreditRecord.id != record.id,
        CreditRecord.state.in_((RecordState.PROPOSED, *records.COUNTING)),
    )
    if db.session.scalar(sa.select(other)):
        raise WrongCorrection(_("同一事项已有这一失信情形的记录，请撤销有误的记录。"))
