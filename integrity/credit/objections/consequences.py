"""What an objection or an appeal does to the record or the entry it is against."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.errors import Refused
from integrity.base.states import Flow
from integrity.credit.corrections import service as corrections
from integrity.credit.corrections.models import CorrectionState
from integrity.credit.records import filings
from integrity.credit.records import service as records
from integrity.credit.records.filings import Filed
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.models import EntryState


class NotOfRecord(Refused):
    """An entry of a list is lifted or stays; only a record can say something else."""

    title = _l("不能更正")


def mark(filed: Filed, *, by: audit.Actor, at: datetime) -> None:
    """It is shown as disputed at once, everywhere; nothing is suspended."""
    if filed.record:
        records.dispute(filed.record, by=by, at=at, why=filed.statement)
        sanctions.mark_disputed(filed.record.id, True, at=at)
    elif filed.entry:
        sanctions.mark_entries([filed.entry], True, at=at)


def lift(filed: Filed, why: str, *, by: Any, at: datetime) -> None:
    """It was right: withdrawn or revoked, with every receiver."""
    if filed.record:
        records.withdraw(filed.record, by=by, at=at, why=why)
        sanctions.revoke_founded_on(filed.record.id, why=why, by=by, at=at)
    elif filed.entry and filed.entry.state is EntryState.LISTED:
        sanctions.revoke(filed.entry, why, by=by, at=at)


def keep(filed: Filed, why: str, answer: str, *, by: Any, at: datetime) -> None:
    """It was not: what was decided stands, and is disputed no more.

    `answer` is what everybody reads of it beside a record that is public.
    """
    if filed.record:
        if filed.record.state is RecordState.DISPUTED:
            records.maintain(filed.record, answer.strip(), by=by, at=at, why=why)
        sanctions.mark_disputed(filed.record.id, False, at=at)
    elif filed.entry:
        sanctions.mark_entries([filed.entry], False, at=at)


def propose(
    flow: Flow, filed: Any, said: Mapping[str, Any], why: str, *, by: Any, at: datetime
) -> None:
    """A first person says what the record should say, for the second; raises NotOfRecord."""
    filings.agree(flow, filed, why, by=by, at=at, move="propose_correction")
    said = {**said, "why": why}
    if filed.record is None:
        raise NotOfRecord(_("针对名单的异议不能以更正答复；据以列入的信用记录可以另行更正。"))
    filed.correction = corrections.propose_in_answer(filed.record, said, by=by, at=at)


def correct(flow: Flow, filed: Any, why: str, *, by: Any, at: datetime) -> None:
    """It was right in part: a second person agrees to a successor in the place of the record.

    Who has a public record by now leaves the red list.
    """
    filings.demand_second(filed, by)
    flow.check(filed, "correct")
    filed.correction.deciding_id = filed.deciding_id
    corrections.make_in_answer(filed.correction, why, by=by, at=at)
    filings.decide(flow, filed, "correct", why, by=by, at=at)
    sanctions.forfeit(on=local_day(at), at=at)


def send_back(flow: Flow, filed: Any, why: str, *, by: Any, at: datetime) -> None:
    """The second person does not agree as it stands; a correction that was proposed is dropped."""
    filings.take_back(flow, filed, why, by=by, at=at)
    drop(filed, why, by=by, at=at)


def drop(filed: Any, why: str, *, by: Any, at: datetime) -> None:
    """A correction that was proposed as the answer is not made."""
    found = filed.correction
    if found and found.state is CorrectionState.PROPOSED:
        corrections.drop(found, why, by=by, at=at)
        filed.correction = None
