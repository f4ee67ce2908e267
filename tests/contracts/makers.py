"""A contract with nodes of both sides, and a node brought to a state."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from integrity.streams.contracts import appraisals, changes, registrations, reports, service
from integrity.streams.contracts.appraisal_models import OF_BODY, OF_FIRM, Appraisal
from integrity.streams.contracts.change_models import ChangeKind, ContractChange
from integrity.streams.contracts.codes import (
    ContractKind,
    Fairness,
    Legality,
    Matter,
    NodeKind,
    Owing,
    Size,
)
from integrity.streams.contracts.models import Contract, ContractNode
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.pledges.makers import upload

SIGNED_ON = date(2026, 3, 2)
DUE_ON = date(2026, 10, 30)
CONTRACT: dict[str, Any] = {
    "kind": ContractKind.PROCUREMENT,
    "amount": Decimal(800_000),
    "signed_on": SIGNED_ON,
    "signed_by": "局长",
    "matter": Matter.GOODS,
    "size": Size.SMALL,
}
REVIEWED: dict[str, Any] = {
    "legality": Legality.LAWFUL,
    "legality_no": "示合审〔2026〕1号",
    "legality_on": SIGNED_ON,
    "legality_by": "示例区司法局",
    "fairness": Fairness.PASSED,
    "fairness_no": "示公审〔2026〕1号",
    "fairness_on": SIGNED_ON,
    "fairness_by": "示例区市场监督管理局",
}
_numbers = count(1)


def office() -> User:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def officer_of(thing: Any) -> User:
    return make_user(Role.OFFICER, thing.subject)


def firm_of(thing: Any) -> User:
    return make_user(Role.SUPPLIER, thing.counterparty)


def make_contract(
    body: Subject | None = None, firm: Subject | None = None, *, checked: bool = True, **more: Any
) -> Contract:
    """A contract under which the body pays and the firm delivers; `more` are columns of it."""
    body, firm = body or make_body("示例采购局"), firm or make_enterprise("示例设备有限公司")
    number = next(_numbers)
    by = make_user(Role.OFFICER, body)
    said = CONTRACT | {"name": f"示例设备采购合同{number}", "number": f"示采-{number}"} | more
    made = registrations.register(body, firm, by=by, at=NOW, **said)
    add(made, NodeKind.DELIVER, "交付设备", date(2026, 9, 1), by=by, owing=Owing.COUNTERPARTY)
    add(made, NodeKind.PAY, "支付货款", DUE_ON, by=by, amount=Decimal(800_000))
    if checked:
        service.enter(made, by=office(), at=NOW)
    return made


def add(
    contract: Contract, kind: NodeKind, what: str, day: date = DUE_ON, *, by: Any, **more: Any
) -> ContractNode:
    return registrations.add_node(contract, kind, what, day, by=by, at=NOW, **more)


def make_node(
    body: Subject | None = None, firm: Subject | None = None, *, account: bool = True, **more: Any
) -> ContractNode:
    """The payment that a body owes; `account`: the firm can speak here for itself."""
    contract = make_contract(body, firm, **more)
    if account:
        firm_of(contract)
    return contract.nodes[1]


def make_favour(reviewed: bool = False) -> ContractNode:
    """A promised favour, with its reviews or without."""
    said: dict[str, Any] = {"kind": ContractKind.INVESTMENT, "matter": None}
    contract = make_contract(checked=False, **said | (REVIEWED if reviewed else {}))
    node = add(contract, NodeKind.GRANT, "兑现设备补贴", by=office(), amount=Decimal(50_000))
    service.enter(contract, by=office(), at=NOW)
    firm_of(contract)
    return node


def make_reported(done_on: date = TODAY, at: datetime = NOW, **more: Any) -> ContractNode:
    """The body says that it has paid."""
    node = make_node(**more)
    reports.report(node, done_on, "示例凭证", by=officer_of(node), at=at)
    db.session.flush()
    return node


def paper() -> Any:
    return upload("示例文书", "文书.txt")


CHANGE: dict[str, Any] = {
    "kind": ChangeKind.TERMINATE,
    "ground": "public",
    "authority": "示例区人民政府",
    "document": "示政复〔2026〕8号",
    "why": "示例：公共利益需要",
    "harm": "示例：已投入的费用",
    "compensation": Decimal(20_000),
    "pay_on": date(2026, 12, 31),
}


def make_change(contract: Contract | None = None, **more: Any) -> ContractChange:
    """What the body wants changed, with a compensation."""
    contract = contract or make_contract()
    said = CHANGE | more
    return changes.propose(contract, **said, by=officer_of(contract), at=NOW)


def delivered(contract: Contract | None = None, at: datetime = NOW) -> ContractNode:
    """The firm says that it has delivered."""
    node = (contract or make_contract()).nodes[0]
    reports.deliver(node, local_day(at), "送到", by=firm_of(node), at=at)
    return node


def performed(contract: Contract) -> Contract:
    """The buyer has accepted what was delivered."""
    node = contract.nodes[0]
    reports.accept(node, TODAY, by=officer_of(contract), at=NOW)
    return contract


def appraise(contract: Contract, by: User, grade: int = 2) -> Appraisal:
    """What one side says of the other, the same grade on every point."""
    points = OF_FIRM if by.body_id == contract.subject_id else OF_BODY
    graded = dict.fromkeys(points, grade)
    return appraisals.write(contract, graded, "示例：验收记录第3页。", by=by, at=NOW)
