"""Due days that stand in columns of their own, beside the ones that `HasDeadline` keeps."""

import sqlalchemy as sa

from commitments.takeover import office_terms
from commitments.takeover.office_terms import Acceptance, OfficeTerm, TaskState
from integrity.casework.recounts import Day
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.streams.complaints.models import Complaint, ComplaintState

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
        office_terms.FAMILY,
        sa.and_(Acceptance.state == TaskState.OPEN, Acceptance.flagged_on.is_(None)),
    ),
)
