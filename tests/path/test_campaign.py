"""A special campaign through the pages, from a zero report that was wrong to the closing report."""

from datetime import timedelta

from integrity.base import clock
from tests.path.people import Person
from tests.path.town import ROADS

TODAY = clock.today()
NAME = "拖欠企业账款专项治理"
DEBT = "护栏更换"


def is_owed(people) -> str:
    """A firm registers a bill that is late; the body says that the sum is right."""
    supplier, roads = people["supplier"], people["roads"]
    supplier.opens("/arrears/new")
    supplier.fills(
        付款单位=ROADS,
        订立合同时的企业规模="小型企业",
        类别="工程",
        合同编号="HW-2026-031",
        合同名称=DEBT,
        交付日期=str(TODAY - timedelta(days=100)),
        应付金额="6万元",
    )
    supplier.presses("计算应付日期和利息")
    supplier.presses("确认登记")
    people["office1"].opens(supplier.at)
    people["office1"].does("移送处理部门")
    people["finder"].opens(supplier.at)
    people["finder"].does("受理线索并督促单位", 理由="已督促付款单位核实。")
    roads.opens(supplier.at)
    roads.does("核实金额", 有争议的金额="0")
    return supplier.at


def begins(office: Person) -> str:
    office.opens("/campaigns/new")
    office.fills(
        专项治理名称=NAME,
        开始日期=str(TODAY),
        结束日期=str(TODAY + timedelta(days=60)),
        纳入的单位=ROADS,
        工作要求="逐笔排查，限期付清。",
    )
    office.presses("保存")
    office.does("开展专项治理")
    return office.at


def is_blamed_wrongly(people, campaign: str) -> None:
    """A lead blames the body for what another one promised; the body says so and is right."""
    office, roads = people["office1"], people["roads"]
    office.opens(campaign)
    office.does(
        "登记线索",
        责任单位=ROADS,
        问题类别="政府承诺不兑现",
        事项="承诺的河道清淤没有完成",
        应当办结的日期=str(TODAY - timedelta(days=20)),
        线索来源="示例巡察反馈",
    )
    found = office.at
    roads.opens(found)
    roads.does(
        "提出异议", 异议事由="责任单位不是本单位", 事实和证据="清淤由水务局承诺，见公开目录。"
    )
    office.opens(found)
    office.does("认定异议成立", 理由="核对公开目录，属水务局。")
    office.sees("异议成立，不列入", "示例巡察反馈")


def pays(people, debt: str, slip: str) -> None:
    roads = people["roads"]
    roads.opens(debt)
    rest = roads.reads("今日付清全部本息").removesuffix(" 元")
    roads.does("报告付款", 付款日期=str(TODAY), 付款金额=rest, 付款凭证号=slip)


def looks(office: Person, found: str) -> None:
    """Enter what was seen on the spot."""
    office.opens(found)
    office.does(
        "登记现场核查",
        核查日期=str(TODAY),
        核查地点="交通运输局财务科",
        在场人员="财务科科长",
        核查情况="查看了付款凭证和银行回单。",
        消除不良影响情况="已经向企业书面致歉。",
    )


def test_a_wrong_zero_ends_in_a_bill_that_is_paid_and_struck_off_by_two(people):
    """The body is right about one finding, the supplier about what was paid."""
    office, head, roads = people["office1"], people["roads-head"], people["roads"]
    debt = is_owed(people)
    campaign = begins(office)

    head.opens(campaign)
    head.follows("本单位自查报告")
    head.does("签署零报告", 自查情况="核对了全部合同，没有拖欠。")
    head.sees("零报告")
    office.does("按规则排查")
    office.sees("拖欠民营企业账款", "新发现")
    office.opens(f"{campaign}/bodies")
    office.sees("零报告，与排查结果不符")
    is_blamed_wrongly(people, campaign)

    roads.opens(f"{campaign}/findings")
    roads.page.locator("tbody a").first.click()
    found = roads.at
    roads.follows("提出异议")
    roads.fills(
        异议事由="没有这项承诺、债务或者判决义务", 事实和证据="新任局长不了解情况，资金紧张。"
    )
    roads.presses("提出异议")
    roads.sees("不能据此不整改", "济南市优化营商环境条例 第三十七条")
    roads.opens(found)
    roads.does("确认问题", 责任人="财务科科长")
    office.opens(found)
    office.does(
        "责令整改",
        整改要求="付清本息并致歉。",
        指定整改期限=str(TODAY + timedelta(days=30)),
    )
    roads.opens(found)
    roads.does("填报本周进展", 本周进展="资金已经下达。")

    pays(people, debt, "示 0031")
    roads.opens(found)
    roads.follows("限期整改")
    roads.does("报告整改完成", 整改情况="已经付清本息。")
    supplier = people["supplier"]
    supplier.opens(debt)
    supplier.does("没有收到", 理由="账户没有这笔款。")
    looks(office, found)
    office.sees("事项本身还没有办结")

    pays(people, debt, "示 0032")
    supplier.opens(debt)
    supplier.does("确认收到", 到账日期=str(TODAY))
    looks(office, found)
    office.sees("已现场核查，待第二人复核")
    office.follows("复核通过，销号")
    office.fills(理由="核对无误。")
    office.presses("复核通过，销号")
    assert office.status == 403
    second = people["office2"]
    second.opens(found)
    second.does("复核通过，销号", 理由="核对付款凭证无误。")
    second.sees("已销号", "现场核查表")
    second.follows("限期整改")
    second.sees("整改销号表")

    office.opens(campaign)
    office.does("结案", 结论="问题已经整改到位。")
    office.sees("已结案", "1／1 100.0%", "结案报告")
    ledger = office.downloads(f"{campaign}/findings?format=csv").decode("utf-8-sig")
    assert ROADS in ledger and "资金已经下达" in ledger
