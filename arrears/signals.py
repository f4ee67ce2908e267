"""What warns of debts besides their days: the same ground of dispute again."""

from typing import Any

import sqlalchemy as sa

from arrears.figures import of_bodies
from arrears.grounds import GROUND_NAMES
from arrears.models import Dispute, Invoice
from integrity.casework.signals import GIVEN, Reasons, Signals, signal


def _given() -> sa.Select[Any]:
    """On which grounds public bodies contested invoices."""
    rows = signal(GIVEN, Invoice.subject_id, Dispute.ground, Dispute.raised_on)
    return rows.join(Invoice, Invoice.id == Dispute.invoice_id).where(of_bodies())


SIGNALS = Signals(reasons=Reasons(_given, GROUND_NAMES))
