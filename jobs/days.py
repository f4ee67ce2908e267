"""Due days of the core that stand in columns of their own, beside the ones of `HasDeadline`."""

from integrity.casework.documents.deliveries import DEEMED
from integrity.casework.documents.models import Delivery, DeliveryState
from integrity.casework.recounts import Day
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.stars.models import CandidateState, StarCandidate

DAYS = (
    Day(
        CreditRecord.object_until,
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
        StarCandidate.shown_until,
        StarCandidate.shown_on,
        "LOCAL-STAR-REVIEW",
        StarCandidate.state == CandidateState.SHOWN,
    ),
    *(
        Day(
            Delivery.deemed_on,
            Delivery.sent_on,
            family,
            (Delivery.state == DeliveryState.SENT) & (Delivery.way == way),
        )
        for way, family in DEEMED.items()
    ),
)
