"""A civil servant's restricted record, by all sides: entered, told, objected to, read."""

from pathlib import Path
from typing import Any

import pytest

from integrity.base import clock
from tests.path.people import Person
from tests.path.town import WATER
from tests.persons.makers import NAME, NUMBER

TODAY = str(clock.today())
NOTICE = "拟记入信用记录告知书"
TITLE = "示例：违反廉洁纪律，给予记过处分"
DOCUMENT = "示例纪处〔2026〕7号"
NOT_ME = "示例：调查所称的行为不是本人所为，有当日出差记录为证。"
STANDS = "示例：有其他证据证明，处分决定仍然有效。"
ALTERED = "示例：复查以后，处分决定已经撤销。"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """The signed receipt of a paper."""
    file = tmp_path / "送达回证.txt"
    file.write_text("示例：已当面送达并签收。", encoding="utf-8")
    return file


def entered(roads: Person, second: Person) -> str:
    """Two people of the body that decided enter and confirm it; the address of the decision."""
    roads.opens("/decisions/")
    roads.follows("登记对自然人的决定")
    roads.fills(
        姓名=NAME,
        身份证号码=NUMBER,
        目录事项="纪律处分、政务处分",
        失信程度="一般",
        文号=DOCUMENT,
        决定内容=TITLE,
        认定的事实和依据="示例：经调查认定。",
        决定日期=TODAY,
    )
    roads.presses("登记")
    roads.sees(DOCUMENT)
    roads.sees_no(NAME, NUMBER)
    second.opens(roads.at)
    second.does("核对无误，确认")
    second.sees("已生效")
    return second.at


def proposed(roads: Person, decision: str) -> str:
    """The record that the night made of it, as the body that decided finds it."""
    roads.opens(decision)
    roads.page.locator("main a[href^='/records/']").first.click()
    roads.page.wait_for_load_state()
    roads.sees(TITLE)
    roads.sees_no(NAME, NUMBER)
    return roads.at


def is_staff(office: Person) -> None:
    """The office enters that the person works for a body; who it is stands nowhere."""
    office.opens("/relations/new")
    office.fills(
        单位或者企业=WATER,
        关系="公务员",
        姓名或者名称=NAME,
        身份证号码或者统一社会信用代码=NUMBER,
        开始日期="2020-01-02",
        来源="示例人事登记",
    )
    office.presses("保存")
    office.opens("/relations/")
    office.sees("公务员")
    office.sees_no(NAME, NUMBER)


def served(people: Any, scan: Path) -> None:
    """The deciding body signs the notice and hands it over; another compares the proof."""
    head, roads, other = (people[name] for name in ("roads-head", "roads", "roads2"))
    head.opens("/desk/documents/sign/")
    head.follows(NOTICE)
    head.fills(**{"这一种文书的全部待签发件，包括没有列出的": "是"})
    head.presses("签发选中的文书")
    roads.opens("/desk/documents/")
    roads.page.locator("main table a").filter(has_text=NOTICE).first.click()
    roads.page.wait_for_load_state()
    roads.sees(DOCUMENT)
    roads.sees_no(NAME, NUMBER)
    roads.does("送达", 送达方式="直接送达")
    roads.follows("上传送达回证")
    roads.fills(扫描件=scan, 纸质件上的日期=TODAY)
    roads.presses("上传")
    other.opens(roads.at)
    other.follows("核对一致")
    other.presses("确认")
    other.sees("已送达")


def found(person: Person, remedy: str) -> str:
    """The page of the objection or the appeal about this record."""
    person.opens(f"/{remedy}/?q={DOCUMENT}")
    person.follows(f"{TITLE}（{DOCUMENT}）")
    person.sees(TITLE)
    return person.at


def asked(body: Person, custodian: Person | None, purpose: str) -> Person:
    """An authorised query, with a second consent where the purpose needs one; its answer."""
    body.opens("/persons/ask")
    body.fills(
        姓名=NAME,
        身份证号码=NUMBER,
        查询用途=purpose,
        查询依据="法定职责（法律、法规或者有关文书）",
        授权书或者文书="示例任前征求意见函1号",
        办件编号="示例2026-1",
    )
    body.presses("提出查询")
    if custodian:
        body.sees("等待身份信息保管员同意")
        custodian.opens(body.at)
        custodian.follows("决定是否同意查询")
        custodian.sees_no(NAME, NUMBER, TITLE)
        custodian.fills(决定="同意", 理由="示例：任前征求意见。")
        custodian.presses("决定是否同意查询")
        body.opens(body.at)
    body.presses("查看查询结果")
    return body


def nobody_else(people: Any, decision: str, record: str) -> None:
    for name in ("visitor", "permits", "supplier", "evaluator", "finder"):
        person = people[name]
        for address in (decision, record, "/decisions/", f"/search/?q={DOCUMENT}", "/records/"):
            person.opens(address)
            person.sees_no(NAME, NUMBER, TITLE)


def test_a_civil_servant_is_told_objects_and_is_right_on_appeal(
    people: Any, night: Any, scan: Path
) -> None:
    office, roads, personnel = (people[name] for name in ("office1", "roads", "personnel"))
    decision = entered(roads, people["roads2"])
    is_staff(office)
    night(clock.today(), jobs=("post_breaches", "draft_notices"))
    record = proposed(roads, decision)
    office.opens(f"/records/?q={DOCUMENT}")
    office.sees_no(NAME, NUMBER, TITLE)
    served(people, scan)

    office.opens(record)
    office.follows("代为登记书面异议")
    office.fills(异议事实和理由=NOT_ME, 收到书面材料的日期=TODAY)
    office.presses("提出异议")
    objection = found(office, "objections")
    roads.opens(objection)
    roads.does("受理")
    roads.does("异议不成立", 理由=STANDS)
    office.opens(record)
    office.sees("已确认")
    nobody_else(people, decision, record)

    asked(personnel, people["custodian"], "干部考核、任用、奖惩").sees(NAME, TITLE)
    clerk = asked(people["clerk"], None, "行政许可、行政确认")
    clerk.sees("此人是公职人员")
    clerk.sees_no(TITLE)

    office.opens(objection)
    office.follows("代为登记书面申诉")
    office.fills(申诉事实和理由=ALTERED, 收到书面材料的日期=TODAY)
    office.presses("提出申诉")
    appeal = found(office, "appeals")
    office.does("受理")
    people["office2"].opens(appeal)
    people["office2"].does("认为申诉成立", 理由=ALTERED)
    people["office3"].opens(appeal)
    people["office3"].does("复核：申诉成立", 理由="示例：同意。")
    people["office3"].sees("申诉成立")
    asked(personnel, people["custodian"], "干部考核、任用、奖惩").sees_no(TITLE)
    nobody_else(people, decision, record)
