"""The contracts of a body, and every address that names one of them."""

from typing import Any

from integrity.streams.contracts.appraisals import APPRAISALS
from integrity.streams.contracts.changes import CHANGES
from integrity.streams.contracts.flow import CONTRACTS
from tests.contracts.makers import appraise, make_change, make_contract, officer_of, performed

CONTRACT_MOVES = {
    "contracts.appraisal_act": [n for n, move in APPRAISALS.moves.items() if move.permission],
    "contracts.contract_act": [name for name, move in CONTRACTS.moves.items() if move.permission],
    "contracts.change": [name for name, move in CHANGES.moves.items() if move.permission],
}


def make_contracts(side: Any) -> None:
    """One that nobody has checked, and one in force with its nodes."""
    entered = make_contract(side.body, side.firm, checked=False, name=side.secret)
    checked = make_contract(side.body, side.firm, name=side.secret)
    side.things |= {"contracts": list(checked.nodes), "whole_contracts": [entered, checked]}
    appraised = performed(make_contract(side.body, side.firm, name=side.secret))
    side.things["appraisals"] = [appraise(appraised, officer_of(appraised))]
    side.things["contract_changes"] = [make_change(checked, why=side.secret)]


def _whole(side: Any) -> list[tuple[Any, dict[str, Any]]]:
    return [(whole, {"ref": whole.ref, "place": 1}) for whole in side.things["whole_contracts"]]


CONTRACT_PAGES = {
    f"contracts.{page}": _whole
    for page in (
        "contract",
        "contract_act",
        "new_node",
        "remove_node",
        "loss",
        "propose",
        "new_stage",
        "appraise",
    )
} | {
    "contracts.change": lambda side: [
        (change, {"ref": change.contract.ref, "number": change.id})
        for change in side.things["contract_changes"]
    ],
    **dict.fromkeys(
        ("contracts.appraisal", "contracts.appraisal_act"),
        lambda side: [(item, {"ref": item.ref}) for item in side.things["appraisals"]],
    ),
    "arrears.from_contract": lambda side: [
        (node, {"ref": node.ref}) for node in side.things["contracts"]
    ],
}
"""Pages of a whole contract, whose reference is not that of a node."""
