"""Who reports, sealed: see casework.informants.contacts."""

from integrity.casework.informants.contacts import Contacts
from integrity.streams.tips.models import TipContact, TipContactRequest

CONTACTS = Contacts(TipContact, TipContactRequest, "tip_id", lambda number: f"tip {number}")
