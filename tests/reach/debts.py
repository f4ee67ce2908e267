"""What a body owes a firm, a loss that one claims, and a supplier who asks for an account."""

from typing import Any

from arrears import written_views, yearly_views
from arrears.codes import InvoiceState
from tests.arrears.makers import make_declaration, make_enrolment, make_invoice, make_transferred
from tests.losses.makers import make_loss

DEBT_NUMBERED = {
    "enrolments": ("arrears.enrolment", "arrears.enrolment_act"),
    "statements": ("arrears.yearly_of",),
}
DEBT_MOVES = {
    "arrears.enrolment_act": ("accept", "refuse"),
    "arrears.transfer": ("report",),
    "arrears.written_answer": tuple(written_views.ACTS),
    "arrears.yearly_act": tuple(yearly_views.ACTS),
}


def debts(side: Any) -> None:
    """A claim that the body must verify, one that was handed over, a loss, and an enrolment."""
    said = {"debtor": side.body, "creditor": side.firm, "contract_name": side.secret}
    side.things |= {
        "arrears": [make_invoice(InvoiceState.FORWARDED, **said)],
        "losses": [make_loss(side.body, side.firm, text=side.secret)],
        "transferred": [make_transferred(side.body.name, **said)],
        "statements": [make_declaration(side.body)],
        "enrolments": [make_enrolment(side.secret)],
    }


def transferred(side: Any) -> list[tuple[Any, dict[str, Any]]]:
    """What a transfer's address names."""
    return [(item, {"ref": item.ref}) for item in side.things["transferred"]]


def stated(side: Any) -> list[tuple[Any, dict[str, Any]]]:
    """What the address of a statement names."""
    values = {"slug": side.body.slug, "year": 2025, "ending": "pdf"}
    return [(item, dict(values)) for item in side.things["statements"]]
