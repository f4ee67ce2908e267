"""Who complains, sealed: see casework.informants.contacts."""

from integrity.casework.informants.contacts import REQUEST_NAMES, Contacts, release
from integrity.streams.complaints.models import ComplaintContact, ContactRequest
from integrity.streams.complaints.permissions import ComplaintsPermission

FLOW = release(ComplaintsPermission.CONTACT_RELEASE)
FLOW.names.update(REQUEST_NAMES)
CONTACTS = Contacts(
    ComplaintContact, ContactRequest, "complaint_id", FLOW, lambda number: f"complaint {number}"
)
