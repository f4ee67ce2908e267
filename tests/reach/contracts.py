"""The contracts of a body, and every address that names one of them."""

from typing import Any

from integrity.streams.contracts.flow import CONTRACTS
from tests.contracts.makers import make_contract

CONTRACT_MOVES = {
    "contracts.contract_act": [name for name, move in CONTRACTS.moves.items() if move.permission]
}


def make_contracts(side: Any) -> None:
    """One that nobody has checked, and one in force with its nodes."""
    entered = make_contract(side.body, side.firm, checked=False, name=side.secret)
    checked = make_contract(side.body, side.firm, name=side.secret)
    side.things |= {"contracts": list(checked.nodes), "whole_contracts": [entered, checked]}


def _whole(side: Any) -> list[tuple[Any, dict[str, Any]]]:
    return [(whole, {"ref": whole.ref, "place": 1}) for whole in side.things["whole_contracts"]]


CONTRACT_PAGES = {
    f"contracts.{page}": _whole
    for page in ("contract", "contract_act", "new_node", "remove_node", "loss")
}
"""Pages of a whole contract, whose reference is not that of a node."""
