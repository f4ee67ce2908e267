"""A body is held to its contract by the firm: denied, warned, paid late, and changed lawfully."""

from datetime import timedelta

from integrity.base import clock
from tests.path.people import Person
from tests.path.town import ROADS, SUPPLIER

TODAY = clock.today()
SIGNED = str(TODAY - timedelta(days=200))
LATE = TODAY - timedelta(days=10)
SOON = TODAY + timedelta(days=6)


def node(person: Person, contract: str, **answers: str) -> None:
    person.opens(contract)
    person.follows("登记履约节点")
    person.fills(**{"由谁履行": "政府方"} | answers)
    person.presses("登记节点")


def enters(roads: Person, office: Person) -> str:
    """The body registers its contract with a favour that nobody reviewed; the office checks it."""
    roads.opens("/contracts/register/new")
    roads.fills(
        相对方=SUPPLIER,
        合同名称="示例管网养护合同",
        合同编号="示养-2026-1",
        合同类别="招商引资",
        合同金额="60万元",
        签订日期=SIGNED,
        合法性审查="没有合法性审查意见",
        公平竞争审查="没有公平竞争审查结论",
    )
    roads.presses("登记")
    contract = roads.at
    node(
        roads,
        contract,
        节点类别="付款",
        要做什么="支付首付款",
        合同约定的日期=str(LATE),
        节点金额="20万元",
    )
    node(
        roads,
        contract,
        节点类别="付款",
        要做什么="支付尾款",
        合同约定的日期=str(SOON),
        节点金额="40万元",
    )
    node(
        roads,
        contract,
        节点类别="兑现政策、优惠承诺",
        要做什么="返还税收",
        合同约定的日期=str(LATE),
    )
    office.opens(contract)
    office.does("核对无误，开始提醒")
    office.sees("履行中", "逾期 10 天", "缺少合法审查结论")
    return contract


def test_the_firm_denies_is_right_and_is_paid_late_as_arrears(people, night):
    roads, office, firm = people["roads"], people["office1"], people["supplier"]
    finder = people["finder"]
    contract = enters(roads, office)
    roads.follows("付款 · 支付尾款")
    roads.does("指定具体负责人", 具体负责人="陈路")
    night(TODAY, jobs=("warn_nodes",))
    roads.opens("/messages/")
    roads.sees("您负责的合同节点")

    roads.opens(contract)
    roads.follows("付款 · 支付首付款")
    roads.does("报告已履行", 完成日期=str(TODAY), 履行情况="已付，凭证示 0001")
    payment = roads.at
    roads.sees("单位自报已履行，待对方确认")
    firm.opens(payment)
    firm.does("没有履行", 理由="账户没有这笔款。")
    firm.sees("待履行", "逾期 10 天")
    roads.opens(payment)
    roads.sees("账户没有这笔款。")

    firm.opens(payment)
    firm.follows("登记为拖欠账款")
    firm.sees("200,000.00", "已逾期")
    firm.presses("登记为拖欠账款")
    claim = firm.at
    firm.opens(payment)
    firm.sees("已登记为拖欠账款")
    office.opens(claim)
    office.does("移送处理部门")
    finder.opens(claim)
    finder.does("受理线索并督促单位", 理由="已督促付款单位核实。")
    roads.opens(claim)
    roads.does("核实金额", 有争议的金额="0")
    rest = roads.reads("今日付清全部本息").removesuffix(" 元")
    roads.does("报告付款", 付款日期=str(TODAY), 付款金额=rest, 付款凭证号="示 0002")
    firm.opens(claim)
    firm.does("确认收到", 到账日期=str(TODAY))
    night(TODAY, jobs=("follow_claims",))
    firm.opens(payment)
    firm.sees("已履行", "逾期 10 天后完成")

    changes(roads, office, firm, contract)


def changes(roads: Person, office: Person, firm: Person, contract: str) -> None:
    """The favour is not urged; it goes by a lawful change, whose compensation is owed."""
    firm.opens(contract)
    firm.follows("兑现政策、优惠承诺 · 返还税收")
    firm.sees("不执行，不催办")
    roads.opens(contract)
    roads.follows("提出依法变更")
    roads.fills(
        变更什么="解除合同，未到期的节点不再履行",
        法定事由="公共利益需要",
        批准机关="河湾区人民政府",
        批准文件和文号="示政复〔2026〕8号",
        变更的理由="主要负责人更换",
        对相对方的影响和补偿的说明="已购置设备",
        补偿金额="3万元",
        补偿支付期限=str(TODAY + timedelta(days=20)),
    )
    roads.presses("提出")
    assert roads.status == 422
    roads.sees("不能据此变更")
    roads.fills(变更的理由="优惠没有通过公平竞争审查，维护公共利益")
    roads.presses("提出")
    firm.opens(contract)
    firm.sees(ROADS, "30,000.00")
    firm.does("同意变更和补偿")
    office.opens(contract)
    office.does("登记变更")
    office.sees("依法变更、解除", "变更补偿 · 已购置设备", "依法变更，不再履行")
