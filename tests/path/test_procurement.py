"""A buyer that accepts late appraises badly, and is not believed; a changed plan is paid for."""

from datetime import timedelta

from integrity.base import clock
from tests.path.people import Person
from tests.path.town import ROADS, SUPPLIER, code_of

TODAY = clock.today()
SIGNED, PLANNED = TODAY - timedelta(days=90), TODAY - timedelta(days=10)


def contracted(buyer: Person, office: Person) -> str:
    """The number of a contract under which the buyer should have accepted ten days ago."""
    buyer.opens("/contracts/register/new")
    buyer.fills(
        相对方=SUPPLIER,
        合同名称="管材采购合同",
        合同类别="政府采购",
        签订日期=str(SIGNED),
        合法性审查="没有合法性审查意见",
        公平竞争审查="没有公平竞争审查结论",
    )
    buyer.presses("登记")
    contract = buyer.at
    for side, kind, what in (("相对方", "交付", "交付管材"), ("政府方", "验收", "验收管材")):
        buyer.opens(contract)
        buyer.follows("登记履约节点")
        buyer.fills(由谁履行=side, 节点类别=kind, 要做什么=what, 合同约定的日期=str(PLANNED))
        buyer.presses("登记节点")
    office.opens(contract)
    office.does("核对无误，开始提醒")
    return contract.rsplit("/", 1)[1]


def checked(clerk: Person) -> None:
    """Somebody who buys asks what is known of the supplier."""
    clerk.opens("/checks/new")
    clerk.fills(代码=code_of(SUPPLIER), 查询用途="政府采购", 其他办理事项="供应商资格审查")
    clerk.presses("核查")
    clerk.sees("信用核查回执", "未发现名单或者记录")
    clerk.sees_no("履约评价", "供参考的信息")


def test_the_supplier_objects_to_a_bad_appraisal_and_is_right(people):
    buyer, firm, finder, office, clerk = (
        people[name] for name in ("roads", "supplier", "finder", "office1", "clerk")
    )
    ref = contracted(buyer, office)
    firm.opens(f"/contracts/{ref}-01")
    firm.does("报告已履行（相对方）", 完成日期=str(PLANNED), 履行情况="管材全部送到，验收单 0007。")
    firm.opens(f"/contracts/{ref}-02")
    firm.sees("逾期 10 天")
    buyer.opens(f"/contracts/{ref}-01")
    buyer.does("确认对方已履行")
    buyer.opens(f"/contracts/{ref}-02")
    buyer.does("报告已履行", 完成日期=str(TODAY), 履行情况="已验收。")
    firm.opens(f"/contracts/{ref}-02")
    firm.does("确认已履行")
    firm.sees("逾期 10 天")

    buyer.opens(f"/contracts/register/{ref}")
    buyer.follows("评价对方的履约情况")
    buyer.fills(
        **{"货物、工程、服务的质量": "较差", "交付、完工的时限": "差", "售后和配合": "差"},
        评价说明="交付迟了十天。",
    )
    buyer.presses("提交评价")
    appraisal = buyer.at

    firm.opens("/desk/")
    firm.follows("管材采购合同")
    firm.opens(appraisal)
    firm.sees("较差", "供应商履约评价告知书")
    firm.does("提出异议", 理由="管材按期送到，迟的是验收，验收单 0007 可以证明。")
    firm.sees("异议处理中，不作为核查信息")
    checked(clerk)

    finder.opens(appraisal)
    finder.does("认定评价不成立", 认定的事实和理由="验收单载明按期送到，延误的是采购人的验收。")
    finder.sees("认定不成立，已撤销")
    buyer.opens(appraisal)
    buyer.sees("延误的是采购人的验收。", "履约评价异议认定书")
    checked(clerk)


def test_compensation_is_refused_decided_anew_denied_and_paid(people, tmp_path):
    body, firm, finder, office = (
        people[name] for name in ("roads", "supplier", "finder", "office1")
    )
    paper = tmp_path / "评估报告.txt"
    paper.write_text("示例评估报告：厂房损失 20 万元。", encoding="utf-8")
    firm.opens("/losses/new")
    firm.fills(
        作出调整的单位=ROADS,
        损失的原因="规划调整",
        申请事项="货场用地规划调整为道路",
        **{"原规划、政策或者许可的名称和文号": "示例控制性详细规划"},
        申请补偿的金额="300000",
        损失的事实和计算="去年建成货场，今年规划调整后拆除。",
        证明材料=paper,
    )
    firm.presses("提交")
    firm.sees("已登记，编号", "待决定是否补偿")
    claim = firm.at

    finder.opens(claim)
    finder.does("决定不予补偿", 认定的事实和理由="没有证明货场已经建成。")
    firm.opens(claim)
    firm.sees("决定不予补偿", "不予补偿决定书")
    office.opens(claim)
    office.does(
        "登记复议决定、裁判",
        **{"复议决定书、裁判文书的名称和文号": "示政复决〔2026〕5号"},
        理由="责令六十日内重新决定。",
    )
    finder.opens(claim)
    finder.does("决定补偿", 决定补偿的金额="200000", 认定的事实和理由="评估报告证明已经建成。")
    for slip in ("凭证 0098", "凭证 0099"):
        body.opens(claim)
        body.does("报告已支付", 支付日期=str(TODAY), 支付情况=slip)
        firm.opens(claim)
        firm.sees("自报已支付，待企业确认")
        if slip == "凭证 0098":
            firm.does("没有收到", 理由="账户没有这笔款。")
            finder.opens(claim)
            finder.does("认定没有支付", 认定的事实和理由="凭证 0098 是另一家企业的。")
            finder.sees("决定补偿，待支付")
    firm.does("确认收到", 理由="已经到账。")
    firm.sees("已办结", "补偿已支付")
