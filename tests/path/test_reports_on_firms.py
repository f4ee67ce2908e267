"""A citizen reports a firm: true after it was heard; and another time the firm is right."""

from typing import Any

from tests.path.people import Person
from tests.path.town import ROADS, SUPPLIER, code_of

ACT = "SX2-14 制售假冒伪劣产品"
SECRET_FACT = "示例：我在三号仓库值夜班时看到他们换标签。"
ALLEGATION = "现场抽查发现一批管材的标称强度与检测结果不符，请说明原因。"
RIGHT = "示例：检测机构复检，标称强度与实物一致。"
WRONG = "示例：检测报告证明强度低于标称，出库单证明已经销售。"


def reported(visitor: Person) -> tuple[str, str]:
    """The number and the secret of a report on the supplier."""
    visitor.opens("/tips/new")
    visitor.fills(
        举报的行为=ACT, 被举报的企业或者社会组织=code_of(SUPPLIER), 举报的事实=SECRET_FACT
    )
    visitor.presses("提交并取得回执")
    assert visitor.status == 201
    return visitor.reads("受理编号"), visitor.page.locator(".copy code").inner_text()


def asked(ref: str, office: Person, department: Person) -> str:
    """The office names the department, which asks the firm; the address of the report."""
    page = f"/tips/{ref}"
    office.opens(page)
    office.does("交主管部门", 主管部门=ROADS, 理由="示例：属于该局监管。")
    department.opens(page)
    department.does("受理")
    department.sees(SECRET_FACT)
    department.does("告知被举报单位，听取意见", 告知被举报单位的事实=ALLEGATION)
    department.sees("听取被举报单位意见", "陈述申辩告知书")
    return page


def answered(firm: Person, page: str, words: str) -> None:
    firm.opens(page)
    firm.sees(ALLEGATION)
    firm.sees_no("三号仓库", "值夜班", "制售假冒")
    firm.does("陈述意见", **{"陈述、申辩的意见": words})


def follows(visitor: Person, receipt: tuple[str, str]) -> None:
    visitor.opens("/tips/track")
    visitor.fills(受理编号=receipt[0], 查询密码=receipt[1])
    visitor.presses("查询")


def nothing_is_public(visitor: Person, ref: str) -> None:
    """Neither the report nor the firm for its sake stands anywhere for everybody."""
    for address in (f"/tips/{ref}", "/tips/statistics", f"/search/?q={ref}"):
        visitor.opens(address)
        visitor.sees_no(SECRET_FACT, ALLEGATION, SUPPLIER)


def test_a_firm_is_heard_and_the_report_is_true(people: Any) -> None:
    visitor, office, department, firm = (
        people[name] for name in ("visitor", "office1", "roads", "supplier")
    )
    receipt = reported(visitor)
    page = asked(receipt[0], office, department)
    answered(firm, page, "示例：这批货送错了标签。")

    department.opens(page)
    department.sees("这批货送错了标签")
    department.does("认定属实", 认定的事实和理由=WRONG)
    department.sees("举报属实")
    firm.opens(page)
    firm.sees(WRONG, "核查认定告知书")
    follows(visitor, receipt)
    visitor.sees("举报属实", WRONG)
    visitor.fills(您认可这个结果吗="认可")
    visitor.presses("提交意见")
    visitor.sees("已办结")
    nothing_is_public(visitor, receipt[0])


def test_the_firm_is_right_and_nothing_is_kept_of_it(people: Any) -> None:
    visitor, office, department, firm = (
        people[name] for name in ("visitor", "office1", "roads", "supplier")
    )
    receipt = reported(visitor)
    page = asked(receipt[0], office, department)
    answered(firm, page, "示例：标称强度符合标准，附检测报告。")
    department.opens(page)
    department.does("认定不属实", 认定的事实和理由=RIGHT)
    firm.opens(page)
    firm.sees("举报不属实", RIGHT, "核查结果告知书")

    follows(visitor, receipt)
    visitor.fills(您认可这个结果吗="不认可", 不认可的理由="示例：复检的是另一批。")
    visitor.presses("提交意见")
    visitor.sees("待领导小组办公室决定")
    office.opens(page)
    office.does("维持主管部门的结论", 理由="示例：复检批号一致。")
    follows(visitor, receipt)
    visitor.sees("举报不属实", "已办结")
    nothing_is_public(visitor, receipt[0])
    firm.opens("/records/")
    firm.sees_no(RIGHT, receipt[0])
