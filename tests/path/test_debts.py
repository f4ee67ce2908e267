"""What suppliers are owed, through the pages: registered, paid by the body, counted once."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from integrity.base import clock
from tests.path.people import Person
from tests.path.town import (
    ROADS,
    SUPPLIER,
)

TODAY = clock.today()


def test_a_supplier_is_disputed_with_an_excuse_wins_and_is_paid_with_interest(people):
    """The debtor pays the principal alone, then says that all is paid; the supplier is right."""
    supplier, office, roads = people["supplier"], people["office1"], people["roads"]
    finder = people["finder"]
    supplier.opens("/arrears/new")
    supplier.fills(
        付款单位=ROADS,
        订立合同时的企业规模="小型企业",
        类别="工程",
        合同编号="HW-2026-008",
        合同名称="排水管更换",
        交付日期=str(TODAY - timedelta(days=100)),
        应付金额="20万元",
    )
    supplier.presses("计算应付日期和利息")
    supplier.sees("已逾期", "日利率 0.05%")
    supplier.presses("确认登记")
    supplier.sees("200,000.00 元", SUPPLIER)

    office.opens(supplier.at)
    office.does("移送处理部门")
    finder.opens(supplier.at)
    finder.does("受理线索并督促单位", 理由="已督促付款单位核实。")
    roads.opens(supplier.at)
    roads.does(
        "核实金额",
        有争议的金额="200000",
        争议的事由="质量不符合约定",
        争议的内容和理由="正在履行内部付款流程。",
        证据="示例",
    )
    assert roads.status == 422
    roads.sees("第十四条")
    roads.fills(有争议的金额="0", 争议的事由="没有争议", 争议的内容和理由="", 证据="")
    roads.presses("核实金额")
    late = how_late(roads)
    paid_on = str(TODAY - timedelta(days=80))
    roads.does("报告付款", 付款日期=paid_on, 付款金额="200000", 付款凭证号="示 0007")
    roads.sees("单位自报，待确认")
    assert how_late(roads) == late  # the principal alone is not all

    supplier.opens(supplier.at)
    supplier.does("确认收到", 到账日期=str(TODAY))
    supplier.sees("其中抵利息", "已核实")
    roads.opens(supplier.at)
    rest = roads.reads("今日付清全部本息").removesuffix(" 元")
    roads.does("报告付款", 付款日期=paid_on, 付款金额=rest, 付款凭证号="示 0008")
    assert how_late(roads) == f"{late}，自报完成，待确认"
    supplier.opens(supplier.at)
    supplier.does("没有收到", 理由="利息没有到账。")
    supplier.sees("付款被否认", "未收到")
    assert how_late(supplier) == late

    roads.opens(supplier.at)
    roads.does("报告付款", 付款日期=str(TODAY), 付款金额=rest, 付款凭证号="示 0009")
    supplier.opens(supplier.at)
    supplier.does("确认收到", 到账日期=str(TODAY))
    supplier.opens(supplier.at)
    supplier.sees("已连同逾期利息付清", "未收到")


def how_late(person: Person) -> str:
    """How the item on the page stands to its day, in words."""
    return person.page.locator(".lateness").first.inner_text().splitlines()[0]


def test_what_finance_paid_is_counted_once_and_asked_about(people, tmp_path):
    """The supplier confirmed a part; the list of the finance department has the same money."""
    supplier, office, roads = people["supplier"], people["office1"], people["roads"]
    supplier.opens("/arrears/new")
    supplier.fills(
        订立合同时的企业规模="小型企业",
        类别="工程",
        合同编号="HW-2026-009",
        合同名称="路缘石更换",
        交付日期=str(TODAY - timedelta(days=20)),
        应付金额="9万元",
    )
    supplier.page.locator("form").last.evaluate("form => { form.noValidate = true }")
    supplier.presses("计算应付日期和利息")
    assert supplier.status == 422
    supplier.sees("请选择。")
    assert supplier.page.locator("[name=contract_name]").input_value() == "路缘石更换"
    supplier.fills(付款单位=ROADS)
    supplier.presses("计算应付日期和利息")
    supplier.presses("确认登记")
    number = supplier.at.split("/")[-1]
    roads.opens(supplier.at)
    roads.does("报告付款", 付款日期=str(TODAY), 付款金额="40000", 付款凭证号="示 0011")
    supplier.opens(supplier.at)
    supplier.does("确认收到", 到账日期=str(TODAY))

    paid = f"国库0012,{number},{TODAY},50000,\n国库0011,{number},{TODAY},40000,"
    send_payments(office, people, tmp_path, paid)
    office.sees("已有付款", "同一笔", "另一笔")
    answered = paid.replace("50000,", "50000,另一笔").replace("40000,", "40000,同一笔")
    send_payments(office, people, tmp_path, answered)
    office.sees("未付的无争议金额")
    office.follows("正式导入")
    office.presses("正式导入")
    people.live.work()
    office.waits()

    supplier.opens(supplier.at)
    supplier.sees("已付清", "支付凭证号 国库0012", "支付凭证号 国库0011", "财政支付数据")
    assert supplier.reads("已付金额（已确认）").startswith("90,000.00")
    is_struck_off_only_when_the_money_is_there(people, supplier.at)


def is_struck_off_only_when_the_money_is_there(people: Any, claim: str) -> None:
    """The voucher named another firm: the supplier does not sign, is right, and signs once paid."""
    supplier, office, roads = people["supplier"], people["office1"], people["roads"]
    supplier.does("不同意销号", 理由="国库0012 没有到账。")
    supplier.sees("供应商不同意或者没有答复，待认定", "仍列入清欠台账")
    wrong = supplier.page.get_by_role("link", name="更正付款").last.get_attribute("href")
    supplier.opens(wrong)
    supplier.fills(实际到账日期=str(TODAY), 实际金额="0", 理由="没有到账。")
    supplier.presses("更正付款")
    roads.opens(claim)
    roads.does("认可更正")
    assert roads.reads("未付的无争议金额").startswith("50,000.00")

    supplier.opens(claim)
    supplier.does("发起三方对账")
    speaks(roads, claim, "逐笔核对（付款单位）", "yes", "")
    speaks(supplier, claim, "逐笔核对（供应商）", "no", "还欠五万元。")
    speaks(office, claim, "核定对账单", "yes", "")
    office.sees("已核定，有差异", "有异议：还欠五万元。", "三方对账单")

    roads.opens(claim)
    roads.does("报告付款", 付款日期=str(TODAY), 付款金额="50000", 付款凭证号="示 0013")
    supplier.opens(claim)
    supplier.does("确认收到", 到账日期=str(TODAY))
    supplier.opens(claim)
    supplier.does("确认销号")
    office.opens(claim)
    office.does("出具办结报告", 办理情况="经核对更正后付清。")
    supplier.opens(claim)
    supplier.sees("已销号并办结", "销号确认书", "拖欠账款办结报告")


def speaks(person: Person, claim: str, act: str, answer: str, why: str) -> None:
    """Answer for the one line of a sheet."""
    person.opens(claim)
    person.follows(act)
    person.page.locator("[name^=agrees_]").select_option(answer)
    person.page.locator("[name^=words_]").fill(why)
    person.presses(act)


def send_payments(office: Person, people: Any, folder: Path, rows: str) -> None:
    """Send a list of the finance department's payments and have it checked."""
    sheet = folder / "payments.csv"
    sheet.write_text(f"支付凭证号,登记号,支付日期,金额,与已有付款\n{rows}\n", encoding="utf-8")
    office.opens("/imports/new?kind=finance-payments")
    office.fills(表格文件=sheet)
    office.presses("上传并检查")
    people.live.work()
    office.waits()
