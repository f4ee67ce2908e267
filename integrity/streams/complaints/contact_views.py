"""The pages on which the office asks to see who complains."""

from integrity.casework.informants.contact_views import ContactPages
from integrity.streams.complaints import recusals
from integrity.streams.complaints.blueprint import bp
from integrity.streams.complaints.contacts import CONTACTS
from integrity.streams.complaints.models import KIND_NAMES, Complaint, ContactRequest

PAGES = ContactPages(
    bp,
    CONTACTS,
    ContactRequest.complaint,
    Complaint.ref,
    recusals.open_to_me,
    lambda complaint: KIND_NAMES[complaint.kind],
)
PAGES.register()
