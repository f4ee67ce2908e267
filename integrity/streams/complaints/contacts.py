"""Who complains, sealed: see casework.informants.contacts."""

from integrity.casework.informants.contacts import Contacts
from integrity.streams.complaints.models import ComplaintContact, ContactRequest

CONTACTS = Contacts(
    ComplaintContact, ContactRequest, "complaint_id", lambda number: f"complaint {number}"
)
