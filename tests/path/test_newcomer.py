"""A supplier nobody knows asks for an account, meets an excuse, and wins; 31 March of bodies."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from integrity.base import clock
from integrity.files.spellings import parse_day
from integrity.people.subjects import identifiers
from tests.path.people import Person
from tests.path.town import ROADS, WATER

TODAY = clock.today()
CODE = identifiers.complete_uscc("9137017609009999")
PASSWORD = "Qing-qian-Xian-xing-8"
TRUE = "以上内容和材料真实；提供虚假材料的，承担法律责任。"


def test_a_supplier_enrols_itself_and_an_excuse_ends_nothing(people: Any, tmp_path: Path) -> None:
    office, finder, roads = people["office1"], people["finder"], people["roads"]
    newcomer = enrolled(people, tmp_path)
    newcomer.opens("/arrears/new")
    newcomer.fills(
        付款单位=ROADS,
        订立合同时的企业规模="小型企业",
        类别="货物",
        合同编号="HW-2026-077",
        合同名称="护栏采购",
        交付日期=str(TODAY - timedelta(days=90)),
        应付金额="8万元",
    )
    newcomer.presses("计算应付日期和利息")
    newcomer.presses("确认登记")
    newcomer.sees("供应商线索登记", "线索已登记，待审查")

    office.opens(newcomer.at)
    office.does("移送处理部门")
    finder.opens(newcomer.at)
    finder.does("受理线索并督促单位", 理由="已督促付款单位核实。")
    roads.opens(newcomer.at)
    roads.does("核实金额", 有争议的金额="80000", 争议的事由="价款、结算金额不一致",
               争议的内容和理由="新任局长不认可，等内部付款流程。", 证据="会议纪要")  # fmt: skip
    assert roads.status == 422
    roads.sees("第十四条")
    roads.opens(newcomer.at)
    roads.does("核实金额", 有争议的金额="0")

    office.opens(newcomer.at)
    office.does("登记诉讼或者仲裁", 法院案号="（2026）示0199民初77号", 理由="供应商已起诉。")
    newcomer.opens(newcomer.at)
    due = parse_day(newcomer.reads("期限").partition("（")[0])  # after a holiday it is later
    newcomer.sees("诉讼中（未清偿）", f"逾期 {(TODAY - due).days} 天")
    assert newcomer.reads("未付的无争议金额").startswith("80,000.00")


def enrolled(people: Any, folder: Path) -> Person:
    """Whoever asks, is checked and granted, and logs in with a password of its own."""
    contract = folder / "合同.txt"
    contract.write_text("示例采购合同", encoding="utf-8")
    asks: Person = people["visitor"]
    asks.opens("/arrears/enrol")
    asks.fills(
        统一社会信用代码=CODE,
        企业名称="示例护栏有限公司",
        企业规模声明="小型企业",
        联系人姓名="示例经办人",
        电子邮箱或者手机号码="0531-1234567",
        **{"合同、订单或者中标通知书": contract, TRUE: "是"},
    )
    asks.presses("提交申请")
    asks.sees("已提交审核")
    own = asks.at

    office, security = people["office1"], people["security"]
    office.opens("/arrears/enrolments")
    office.follows(asks.page.locator(".ref").inner_text())
    office.sees("没有经过验证码确认", "合同.txt")
    office.does("通过并建立账号", 核实的方式和结果="公示电话回拨联系人本人。")
    asks.opens(own)
    asks.follows("设置登录密码")
    asks.fills(登录密码=PASSWORD, 再输入一次新密码=PASSWORD)
    asks.presses("设置")
    asks.sees("密码已设置")
    security.opens("/desk/")
    security.follows("审核授权")
    security.presses("授权")

    newcomer = Person(people.browser, people.live.url)
    people.people["newcomer"] = newcomer
    newcomer.username = CODE.lower()
    newcomer.enters(PASSWORD)
    return newcomer


def test_one_body_publishes_its_year_and_the_other_is_named_as_silent(people: Any) -> None:
    people.live.flask("jobs", "run", "yearly_statements")
    year = TODAY.year - 1
    roads, head, office = people["roads"], people["roads-head"], people["office1"]
    everybody = people["visitor"]
    everybody.opens(f"/arrears/yearly/{year}")
    everybody.follows(ROADS)
    address = everybody.at

    roads.opens(address)
    roads.does("申报年末逾期未付款项", 年末逾期未付合同数="3", **{"年末逾期未付金额（元）": "100"})
    assert roads.status == 422
    roads.sees("登记在册的是 0 份合同")
    roads.fills(年末逾期未付合同数="0", **{"年末逾期未付金额（元）": "0"})
    roads.presses("申报年末逾期未付款项")
    everybody.opens(address)
    everybody.sees_no("登记在册）")
    office.opens(address)
    office.does("复核通过")
    head.opens(address)
    head.does("签发并公布")

    everybody.opens(address)
    everybody.sees("已公布", "孙局长", "0.00 元")
    assert everybody.downloads(f"{address}/pdf").startswith(b"%PDF")
    everybody.opens(f"/arrears/yearly/{year}?q={WATER}")
    everybody.sees(WATER, "没有公布")
