"""An objection handed in without an account, by an invented firm or person."""

from typing import Any

from integrity.credit.petitions import service
from integrity.credit.petitions.models import Party, Petition
from integrity.credit.petitions.service import Identity
from tests.factories import NOW

STATEMENT = "示例：金额与合同不符，请核对合同和付款凭证。"


def make_petition(thing: Any, statement: str = STATEMENT, **more: Any) -> Petition:
    """Of the unit that a record or an entry is about, unless it is said by whom."""
    code = thing.subject.uscc or ""
    said = {"name": thing.subject.name, "number": code, "person": "示例联系人", "contact": "0531-1"}
    party = more.pop("party", Party.UNIT)
    identity = Identity(**said | more)
    receipt = service.hand_in(thing.ref, party, identity, statement, {}, at=NOW)
    made: Petition = receipt.thing
    return made
