"""The pages of contracts: who enters what, and what of it anybody else may read."""

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.streams.contracts.codes import ContractKind, NodeState
from integrity.streams.contracts.models import Contract
from tests.contracts.makers import (
    firm_of,
    make_contract,
    make_favour,
    make_node,
    office,
    officer_of,
)
from tests.factories import make_body, make_enterprise, make_user

ENTERED = {
    "name": "示例道路养护合同",
    "number": "示养-1",
    "kind": "construction",
    "amount": "120万元",
    "signed_on": "2026-03-02",
    "signed_by": "局长",
    "legality": "none",
    "fairness": "none",
}


def test_a_body_registers_its_contract_and_the_office_checks_it(client, login):
    body, firm = make_body("示例养护局"), make_enterprise("示例养护有限公司")
    page = login(make_user(Role.OFFICER, body)).post(
        "/contracts/register/new", data=ENTERED | {"counterparty": firm.uscc}
    )
    contract = db.session.query(Contract).one()
    assert page.location == f"/contracts/register/{contract.ref}"

    node = {"owing": "body", "kind": "pay", "what": "首付款", "planned_on": "2026-10-30"}
    address = f"/contracts/register/{contract.ref}/nodes/new"
    assert "须填写金额" in client.post(address, data=node).text
    client.post(address, data=node | {"amount": "30万元"})
    login(office()).post(f"/contracts/register/{contract.ref}/do/enter", data={"why": ""})

    shown = client.get(f"/contracts/register/{contract.ref}").text
    assert "履行中" in shown and "逾期 21 天" in shown


def test_the_firm_registers_a_contract_that_the_body_keeps_to_itself(client, login):
    body, firm = make_body("示例养护局"), make_enterprise("示例养护有限公司")

    login(make_user(Role.SUPPLIER, firm)).post(
        "/contracts/register/new", data=ENTERED | {"subject": body.slug}
    )

    contract = db.session.query(Contract).one()
    assert (contract.subject_id, contract.counterparty_id) == (body.id, firm.id)


@pytest.mark.parametrize(("kind", "public"), [("procurement", True), ("investment", False)])
def test_only_a_procurement_contract_is_seen_by_everybody(client, kind, public):
    node = make_node(kind=ContractKind(kind), public=public)
    pages = [f"/contracts/{node.ref}", f"/contracts/register/{node.contract.ref}"]

    answers = [client.get(page) for page in pages]

    assert [answer.status_code for answer in answers] == ([200, 200] if public else [404, 404])
    assert (node.contract.name in client.get("/contracts/register/").text) is public
    assert (node.contract.name in client.get("/contracts/").text) is public
    if public:
        assert "800,000.00" in answers[1].text
        assert all("合法性审查" not in answer.text for answer in answers)


def test_a_stranger_reads_neither_contract_nor_node(login):
    node = make_node()

    client = login(make_user(Role.OFFICER, make_body("别的局")))

    assert client.get(f"/contracts/{node.ref}").status_code == 404
    assert client.get(f"/contracts/register/{node.contract.ref}").status_code == 404


def test_the_body_puts_somebody_in_charge_and_reports_and_the_firm_answers(client, login):
    node = make_node()
    officer = officer_of(node)
    login(officer).post(f"/contracts/{node.ref}/do/entrust", data={"keeper": str(officer.id)})
    report = {"done_on": "2026-11-19", "text": "示例凭证 0001"}
    client.post(f"/contracts/{node.ref}/do/report", data=report)

    login(firm_of(node)).post(f"/contracts/{node.ref}/do/deny", data={"why": "没有到账"})

    db.session.refresh(node)
    assert (node.state, node.keeper_id, node.answer) == (NodeState.OPEN, officer.id, "没有到账")


def test_a_held_favour_says_what_the_firm_can_do(client, login):
    favour = make_favour()
    login(firm_of(favour))

    assert "不催办" in client.get(f"/contracts/{favour.ref}").text
    loss = {"what": "已购置设备", "amount": "3万元"}
    answer = client.post(f"/contracts/register/{favour.contract.ref}/loss", data=loss)

    assert "待单位答复" in client.get(answer.location).text


def test_a_party_takes_out_what_it_entered_by_mistake(login):
    contract = make_contract(checked=False)
    client = login(officer_of(contract))

    client.post(f"/contracts/register/{contract.ref}/nodes/2/remove")

    assert (
        "支付货款"
        not in client.get(f"/contracts/register/{contract.ref}").text.split("办理经过")[0]
    )
