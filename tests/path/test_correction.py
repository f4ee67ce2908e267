"""A firm objects to a penalty entered as graver than it is: the body corrects it, and another time
refuses, and the firm appeals and is right."""

import json
from datetime import timedelta
from typing import Any

from integrity.base import clock
from tests.path.people import Person
from tests.path.wronged import TITLE, code_of

WHY = "示例：处罚决定书写的是一般违法，录入成了严重。"
PROOF = "示例：处罚决定书原件"
GENERAL, MINOR = "受到行政处罚（一般）", "受到行政处罚（轻微）"
SERIOUS = "受到行政处罚（严重）"
YESTERDAY = clock.today() - timedelta(days=1)


def wronged(people: Any, name: str, number: str) -> tuple[Person, str]:
    """Somebody of a firm with a wrong record, and the address of that."""
    people.live.module("tests.path.wronged", name, number)
    firm = Person(people.browser, people.live.url, code_of(name).lower())
    people.people[name] = firm
    firm.opens(f"/records/?q={number}")
    row = firm.page.locator("main tbody tr").filter(has_text=number)
    firm.follows(row.get_by_role("link").first.inner_text())
    firm.sees(SERIOUS)
    return firm, firm.at


def objected(firm: Person, record: str, roads: Person, number: str) -> str:
    """The firm objects, and the body that decided takes it in; the address of the objection."""
    firm.opens(record)
    firm.does("提出异议", 异议事实和理由=WHY)
    roads.opens(f"/objections/?q={number}")
    roads.follows(TITLE)
    roads.does("受理")
    return roads.at


def public_report(visitor: Person, name: str) -> list[dict[str, Any]]:
    """The records in the report that anybody may have."""
    visitor.opens("/credit-reports/")
    visitor.fills(统一社会信用代码或者完整名称=name)
    visitor.page.get_by_label("信用报告", exact=False).first.check()
    visitor.page.locator("main form button[type=submit]").first.click()
    visitor.page.wait_for_url("**/credit-reports/*")
    found: list[dict[str, Any]] = json.loads(visitor.downloads(f"{visitor.at}.json"))["records"]
    return found


def ref_of(person: Person) -> str:
    """The number of the record that is open."""
    return person.page.locator(".ref").first.inner_text()


def test_the_body_corrects_what_it_entered_wrongly(people: Any) -> None:
    name, number = "河湾示例包装有限公司", "河交罚〔2026〕701号"
    roads, second, visitor = people["roads"], people["roads2"], people["visitor"]
    firm, record = wronged(people, name, number)
    old = ref_of(firm)
    visitor.opens(record)
    visitor.sees(SERIOUS)
    page = objected(firm, record, roads, number)

    roads.does("认为应当更正", 失信情形=GENERAL, 更正依据=PROOF, 理由=WHY)
    roads.sees("一人认为应当更正，待复核")
    second.opens(page)
    second.does("复核：同意更正", 理由="示例：与原件核对一致。")
    second.sees("部分成立，记录已更正")

    firm.opens(record)
    firm.sees("已更正", SERIOUS)
    firm.follows(firm.reads("更正后的记录"))
    firm.sees(GENERAL, "更正自", old)
    new = ref_of(firm)
    firm.opens("/desk/letters/")
    firm.sees("信用记录更正告知书", "信用信息异议处理答复书")

    visitor.opens(record)
    visitor.sees("已撤下的信用记录", new)
    visitor.sees_no(SERIOUS, TITLE)
    visitor.follows(f"查看更正后的记录 {new}")
    visitor.sees(GENERAL)
    visitor.sees_no(old)
    assert [row["number"] for row in public_report(visitor, name)] == [new]

    file = f"/subjects/{code_of(name)}?as_of={YESTERDAY}"
    firm.opens(file)
    firm.sees("不是现在的情况", old, "，等级严重")
    firm.sees_no(new)
    visitor.opens(file)
    visitor.sees("不是现在的情况")
    visitor.sees_no(old, new, TITLE)


def test_the_body_refuses_and_the_firm_appeals_and_is_right(people: Any) -> None:
    name, number = "河湾示例物流有限公司", "河交罚〔2026〕702号"
    roads, visitor = people["roads"], people["visitor"]
    firm, record = wronged(people, name, number)
    page = objected(firm, record, roads, number)
    roads.does("异议不成立", 理由="示例：系统中登记的就是严重。")
    assert [row["grade"] for row in public_report(visitor, name)] == ["严重"]

    firm.opens(page)
    firm.sees("异议不成立", "行政复议")
    firm.does("提出申诉", 申诉事实和理由=WHY)
    firm.opens(page)
    firm.follows("申诉")
    page = firm.at
    first, second = people["office2"], people["office3"]
    first.opens(page)
    first.does("受理")
    first.does("认为应当更正", 失信情形=MINOR, 更正依据=PROOF, 理由=WHY)
    second.opens(page)
    second.does("复核：同意更正", 理由="示例：与原件核对一致。")

    firm.opens(page)
    firm.sees("部分成立，记录已更正")
    firm.opens(record)
    firm.sees("已更正")
    firm.follows(firm.reads("更正后的记录"))
    firm.sees(MINOR, "不公示")
    visitor.opens(firm.at)
    assert visitor.status == 404
    assert public_report(visitor, name) == []
    visitor.opens(f"/subjects/{code_of(name)}")
    visitor.sees("没有公示中的信用记录")
