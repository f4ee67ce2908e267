"""What an objection or an appeal does to the record or the entry it is against."""

from datetime import datetime
from typing import Any

from integrity.base.audit import service as audit
from integrity.credit.records import service as records
from integrity.credit.records.filings import Filed
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.models import EntryState


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


def keep(filed: Filed, why: str, *, by: Any, at: datetime) -> None:
    """It was not: what was decided stands, and is disputed no more."""
    if filed.record:
        if filed.record.state is RecordState.DISPUTED:
            records.confirm(filed.record, by=by, at=at, why=why)
        sanctions.mark_disputed(filed.record.id, False, at=at)
    elif filed.entry:
        sanctions.mark_entries([filed.entry], False, at=at)
