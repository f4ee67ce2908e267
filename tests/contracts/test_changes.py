"""A contract changes lawfully, with what it owes to whom it harms, or it stands as it is."""

from datetime import date
from decimal import Decimal

import pytest

from integrity.casework.documents import service as documents
from integrity.casework.excuses import NoGround
from integrity.streams.contracts import changes, reports, service
from integrity.streams.contracts.change_models import ChangeKind, ChangeState
from integrity.streams.contracts.codes import (
    ContractOutcome,
    ContractState,
    NodeKind,
    NodeOutcome,
    NodeState,
)
from integrity.streams.contracts.errors import OtherSide, WrongChange
from tests.contracts.makers import (
    add,
    firm_of,
    make_change,
    make_contract,
    make_favour,
    office,
    officer_of,
    paper,
)
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("why", ["主要负责人调整", "区里财力不足", "机构职能调整"])
def test_no_excuse_changes_a_contract(why):
    with pytest.raises(NoGround):
        make_change(why=why)


def test_the_firm_objects_and_the_contract_stands():
    change = make_change()

    changes.object_(change, "补偿不足", by=firm_of(change), at=NOW)

    assert change.contract.state is ContractState.IN_FORCE
    with pytest.raises(OtherSide):
        changes.rule(change, "自己的", "示例", paper(), by=officer_of(change.contract), at=NOW)


def test_what_both_agree_on_is_made_with_its_paper_and_its_compensation_is_owed():
    change = make_change()
    changes.agree(change, by=firm_of(change), at=NOW)

    changes.make(change, by=office(), at=NOW)

    contract = change.contract
    owed = contract.nodes[-1]
    assert (owed.kind, owed.amount, owed.due_on) == (
        NodeKind.COMPENSATE,
        Decimal(20_000),
        date(2026, 12, 31),
    )
    assert contract.outcome is ContractOutcome.CHANGED
    assert contract.nodes[1].is_overdue(TODAY)  # what was due stays owed
    assert [paper_.kind for paper_ in documents.of_thing("contract_change", change.id)] == [
        "contract-change"
    ]
    reports.report(owed, TODAY, "示例凭证", by=officer_of(contract), at=NOW)
    reports.confirm(owed, None, by=firm_of(contract), at=NOW)
    assert owed.outcome is NodeOutcome.KEPT


def test_an_unlawful_favour_ends_with_the_contract_and_its_loss_is_paid():
    favour = make_favour()
    change = make_change(favour.contract)
    changes.agree(change, by=firm_of(change), at=NOW)

    changes.make(change, by=office(), at=NOW)

    assert favour.state is NodeState.CHANGED and favour.contract.nodes[-1].amount == 20_000


def test_one_day_is_moved_and_the_first_one_stays():
    contract = make_contract(checked=True)
    node = contract.nodes[1]
    node.due_on = node.first_due_on = date(2026, 12, 1)

    change = make_change(contract, kind=ChangeKind.AMEND, node=node, new_day=date(2027, 1, 15))
    changes.agree(change, by=firm_of(change), at=NOW)
    changes.make(change, by=office(), at=NOW)

    assert (node.first_due_on, node.due_on) == (date(2026, 12, 1), date(2027, 1, 15))


def test_a_day_that_has_passed_is_not_moved():
    contract = make_contract()

    with pytest.raises(WrongChange):
        make_change(
            contract, kind=ChangeKind.AMEND, node=contract.nodes[1], new_day=date(2027, 1, 15)
        )


def test_silence_agrees_to_nothing():
    change = make_change()

    assert change.state is ChangeState.PROPOSED and change.step_due_on is None


def test_the_pages_of_a_change(client, login):
    contract = make_contract(checked=False)
    add(contract, NodeKind.PAY, "尾款", date(2027, 3, 1), by=office(), amount=Decimal(9))
    service.enter(contract, by=office(), at=NOW)
    login(officer_of(contract))
    said = {
        "kind": "amend",
        "node": "3",
        "new_day": "2027-05-01",
        "ground": "public",
        "authority": "示例区人民政府",
        "document": "示政复〔2026〕9号",
        "why": "公共利益需要",
        "harm": "资金成本",
        "compensation": "500",
        "pay_on": "2026-12-31",
    }
    address = f"/contracts/register/{contract.ref}"
    assert client.post(f"{address}/change", data=said | {"why": "换届"}).status_code == 422
    client.post(f"{address}/change", data=said)
    change = changes.of(contract)[0]

    login(firm_of(contract)).post(f"{address}/changes/{change.id}/object", data={"why": "不同意"})

    page = client.get(address).text
    assert "相对方不同意" in page and "资金成本" in page
