"""Who is harmed by a changed promise says whether it was compensated; the body alone does not."""

import pytest

from integrity.base import clock
from tests.path.people import Person
from tests.path.test_commitment import LATER, changes, drafts, reviews
from tests.path.town import EVALUATOR, PASSWORD, SUPPLIER

TODAY = clock.today()


@pytest.fixture
def slip(tmp_path):
    file = tmp_path / "银行回单.txt"
    file.write_text("示例回单 0091，5000 元。", encoding="utf-8")
    return file


def changed(people, slip, harmed) -> str:
    """A promise is made, and then changed to somebody's harm."""
    officer, office, head = (people[name] for name in ("roads", "office1", "roads-head"))
    promise = drafts(officer)
    reviews(office, promise)
    head.opens(f"{promise}/do/sign")
    head.fills(您的登录密码=PASSWORD)
    head.presses("签署承诺")
    office.opens(promise)
    office.does("向社会公开")
    changes(officer, office, promise, slip, harmed)
    return promise


def reports(officer: Person, promise: str, slip) -> None:
    officer.opens(promise)
    officer.does(
        "报告已支付补偿", 支付日期=str(TODAY), 支付金额="5000", 银行回单编号="0091", 银行回单=slip
    )
    officer.sees("自报已支付")


def test_the_firm_denies_once_is_right_and_then_confirms(people, slip):
    officer, firm, visitor = (people[name] for name in ("roads", "supplier", "visitor"))
    promise = changed(people, slip, SUPPLIER)
    reports(officer, promise, slip)

    firm.opens("/desk/")
    firm.sees("承诺变更的补偿", SUPPLIER)
    firm.follows("确认收到补偿")
    firm.opens(promise)
    firm.sees("银行回单：0091", "自报已支付，待受损害的单位确认")
    firm.does("没有收到补偿", 理由="回单是另一家公司的，账户没有这笔款。")
    firm.sees("待支付")

    officer.opens("/desk/")
    officer.sees("报告已支付补偿")
    officer.opens(promise)
    officer.sees("回单是另一家公司的", "待支付")
    reports(officer, promise, slip)
    firm.opens(promise)
    firm.does("确认收到补偿", 到账日期=str(TODAY))
    firm.sees("已支付")

    visitor.opens(promise)
    visitor.sees("补偿已确认支付", "补偿未支付", SUPPLIER, f"{LATER}")
    visitor.sees_no("0091", "回单是另一家公司的")


def test_for_a_firm_without_an_account_the_office_compares_the_slip(people, slip):
    officer, office = people["roads"], people["office2"]
    promise = changed(people, slip, EVALUATOR)
    reports(officer, promise, slip)
    officer.sees("自报已支付，待领导小组办公室认定")

    office.opens("/desk/")
    office.sees("承诺变更的补偿")
    office.opens(promise)
    office.does("认定已支付补偿", 回单载明的到账日期=str(TODAY), 理由="回单与银行流水一致。")

    office.sees("已支付", "回单与银行流水一致。")
