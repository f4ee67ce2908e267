"""Contracts and nodes from the lists that procurement and finance have."""

import pytest

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.files import imports
from integrity.streams.contracts.codes import ContractKind, NodeKind, Owing
from integrity.streams.contracts.imports import IMPORTERS
from integrity.streams.contracts.models import Contract
from tests.contracts.makers import make_contract
from tests.factories import NOW, example_code, make_body

CODE = example_code(77_777_777, "91")
HEADER = "来源编号,供应商,相对方名称,采购人,项目名称,合同编号,类别,合同金额,签订日期,依法公开"
ROW = f"CG-1,{CODE},示例供货有限公司,导入局,示例设备采购,示采-9,政府采购,80万元,2026年3月2日,是"
NODES = "合同登记编号或者来源编号,由谁履行,节点类别,要做什么,合同约定的日期,节点金额"
PAYMENT = "CG-1,政府方,付款,支付货款,2026.10.30,80万元"

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def load(tmp_path):
    make_body("导入局")

    def go(kind: str, header: str, *rows: str) -> imports.Report:
        file = tmp_path / "list.csv"
        file.write_text("\n".join([header, *rows]), encoding="utf-8")
        return imports.run(IMPORTERS[kind], file, by=SYSTEM, at=NOW)

    return go


def test_a_list_as_people_have_it_is_read_once(load):
    assert load("contracts", HEADER, ROW).added == 1
    assert load("contracts", HEADER, ROW).unchanged == 1

    contract = db.session.query(Contract).one()
    assert (contract.kind, contract.amount) == (ContractKind.PROCUREMENT, 800_000)
    assert contract.public and contract.counterparty.name == "示例供货有限公司"


def test_the_nodes_of_a_contract_come_from_another_list(load):
    load("contracts", HEADER, ROW)

    assert load("contract-nodes", NODES, PAYMENT).added == 1
    assert load("contract-nodes", NODES, PAYMENT).unchanged == 1

    (node,) = db.session.query(Contract).one().nodes
    assert (node.owing, node.kind, node.amount) == (Owing.BODY, NodeKind.PAY, 800_000)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("导入局", "没有的局"),
        ("2026年3月2日", "2027年3月2日"),
        ("政府采购", "招商引资"),
        ("80万元,", "-1,"),
    ],
)
def test_a_wrong_row_is_refused_alone(load, old, new):
    other = ROW.replace("CG-1", "CG-2").replace("示采-9", "示采-10")

    report = load("contracts", HEADER, ROW.replace(old, new), other)

    assert (report.added, len(report.rejected)) == (1, 1)


def test_what_is_exported_is_read_again_and_changes_nothing(tmp_path):
    contract = make_contract()

    for kind, importer in IMPORTERS.items():
        file = tmp_path / f"{kind}.csv"
        file.write_bytes(imports.export(importer).read())
        report = imports.run(importer, file, by=SYSTEM, at=NOW)
        assert (report.unchanged, report.rejected) == (1 if kind == "contracts" else 2, [])
    assert len(contract.nodes) == 2
