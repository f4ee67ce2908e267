"""Due days that stand in columns of their own, beside the ones that `HasDeadline` keeps."""

import sqlalchemy as sa

from commitments import terms
from commitments.terms import Acceptance, OfficeTerm, TaskState
from integrity.complaints.models import Complaint, ComplaintState
from integrity.records.models import CreditRecord, RecordState
from integrity.recounts import Day
from integrity.sanctions.models import EntryState, ListEntry

DAYS = (
    Day(
        CreditRecord.object_by,
        CreditRecord.notified_on,
        "LOCAL-OBJECT",
        CreditRecord.state == RecordState.PROPOSED,
    ),
    Day(
        ListEntry.statement_due,
        ListEntry.notified_on,
        "LOCAL-HEARING",
        ListEntry.state == EntryState.NOTIFIED,
    ),
    Day(
        Complaint.silent_on,
        Complaint.closed_on,
        "LOCAL-SILENT",
        Complaint.state == ComplaintState.ANSWERED,
    ),
    Day(
        Acceptance.due_on,
        sa.select(OfficeTerm.from_on)
        .where(OfficeTerm.id == Acceptance.term_id)
        .correlate(Acceptance)
        .scalar_subquery(),
        terms.FAMILY,
        sa.and_(Acceptance.state == TaskState.OPEN, Acceptance.flagged_on.is_(None)),
    ),
)
