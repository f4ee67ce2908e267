"""A body is warned before its day and reports early; the firm says no, and the warning stands."""

from datetime import timedelta

from integrity.base import clock
from tests.path.town import ROADS, SUPPLIER

NODE = "支付管网改造首付款"


def agreed(body, office) -> None:
    """A contract of which the body must pay in a week."""
    body.opens("/contracts/register/new")
    body.fills(
        相对方=SUPPLIER, 合同名称="河湾区管网改造合同", 合同类别="建设工程",
        签订日期=str(clock.today() - timedelta(days=60)), 政府方签订人职务="局长",
        合法性审查="没有合法性审查意见", 公平竞争审查="没有公平竞争审查结论",
    )  # fmt: skip
    body.presses("登记")
    contract = body.at
    body.opens(f"{contract}/nodes/new")
    body.fills(
        要做什么=NODE, 由谁履行="政府方", 节点类别="付款", 节点金额="30万元",
        合同约定的日期=str(clock.today() + timedelta(days=7)),
    )  # fmt: skip
    body.presses("登记节点")
    office.opens(contract)
    office.does("核对无误，开始提醒")


def reports(body, node: str, words: str) -> None:
    body.opens(node)
    body.does("报告已履行", 完成日期=str(clock.today()), 履行情况=words)


def test_a_report_that_the_firm_denies_ends_no_warning(people):
    body, firm, office = (people[name] for name in ("roads", "supplier", "office1"))
    agreed(body, office)

    people.live.flask("jobs", "run", "warn")
    body.opens("/desk/warnings/")
    body.sees(NODE, "在期限届满以前办结", "尚未消除")
    row = body.page.locator("tbody tr", has_text=NODE)
    body.opens(str(row.get_by_role("link", name="临近期限").get_attribute("href")))
    warning = body.at
    body.sees("发出预警时还有 7 天", "自报完成不消除预警")
    body.follows(NODE)
    node = body.at
    body.sees("预警：临近期限")

    reports(body, node, "已经付款。")
    people.live.flask("jobs", "run", "warn")
    body.opens(warning)
    body.sees("确认以前预警不消除", "尚未消除")
    firm.opens(node)
    firm.sees("预警：临近期限")
    firm.does("没有履行", 理由="没有收到任何款项，附银行流水。")
    people.live.flask("jobs", "run", "warn")
    office.opens(warning)
    office.sees(ROADS, "尚未消除")

    reports(body, node, "已付 30 万元，凭证 0091。")
    firm.opens(node)
    firm.does("确认已履行")
    people.live.flask("jobs", "run", "warn")
    office.opens(warning)
    office.sees("已按期办结", "没有逾期")
    firm.opens(node)
    firm.sees_no("预警：临近期限")
    office.opens("/desk/warnings/rules")
    office.sees("准确率", "消除且没有逾期")
