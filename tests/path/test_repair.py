"""A repair by all sides: not before its first day, completed, looked at, granted."""

from pathlib import Path
from typing import Any

import pytest

from integrity.base import clock
from tests.path.people import Person
from tests.path.wronged import TITLE, code_of

EARLY, NAME = "河湾示例快运有限公司", "河湾示例修复有限公司"
TOO_EARLY, NUMBER = "河交罚〔2026〕704号", "河交罚〔2024〕705号"
TODAY = clock.today()
DONE = "示例：罚款已经缴清，车辆已经整改。"
MISSING = "示例：缺少车辆整改的验收照片。"
ADDED = "示例：补交验收照片。"
SEEN = "示例：现场核查，三辆车均已整改。"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """What is handed in as proof."""
    file = tmp_path / "证明.txt"
    file.write_text("示例：缴款凭证和整改验收意见。", encoding="utf-8")
    return file


def penalised(people: Any, name: str, number: str, days: str) -> tuple[Person, str]:
    """Somebody of a firm with a penalty of so many days ago, and the address of its record."""
    people.live.module("tests.path.wronged", name, number, days)
    firm = Person(people.browser, people.live.url, code_of(name).lower())
    people.people[name] = firm
    firm.opens(f"/records/?q={number}")
    row = firm.page.locator("main tbody tr").filter(has_text=number)
    firm.follows(row.get_by_role("link").first.inner_text())
    firm.sees(TITLE)
    return firm, firm.at


def test_nobody_asks_before_the_first_day_but_reads_which_day_that_is(people: Any) -> None:
    firm, record = penalised(people, EARLY, TOO_EARLY, "40")
    assert (
        not firm.page.locator("main").get_by_role("link", name="申请信用修复", exact=True).count()
    )
    firm.opens(f"/repairs/new?record={record.rsplit('/', 1)[1]}")
    firm.sees("现在还不能申请", "起可以申请", "需要的材料")
    assert not firm.page.locator("main form").count()


def handed_in(firm: Person, record: str, scan: Path) -> str:
    """The firm asks with a file for every line that is needed; the address of what it asked."""
    firm.opens(record)
    firm.sees("申请信用修复")
    firm.opens(f"/repairs/new?record={record.rsplit('/', 1)[1]}")
    firm.sees("整改情况", "需要的材料", "不收取任何费用")
    firm.fills(整改情况=DONE)
    for field in firm.page.locator("main input[type=file][required]").all():
        field.set_input_files(scan)
    firm.page.locator("main form button[type=submit]").last.click()
    firm.page.wait_for_load_state()
    firm.opens(f"/repairs/?q={NUMBER}")
    firm.follows(TITLE)
    return firm.at


def test_a_repair_is_asked_for_completed_looked_at_and_granted(people: Any, scan: Path) -> None:
    firm, record = penalised(people, NAME, NUMBER, "800")
    roads, second, visitor = people["roads"], people["roads2"], people["visitor"]
    visitor.opens(record)
    visitor.sees(TITLE)
    page = handed_in(firm, record, scan)

    roads.opens(page)
    roads.does("要求补正", 需要补正的材料=MISSING)
    firm.opens(page)
    firm.sees(MISSING)
    firm.does("提交补正材料", 补正说明=ADDED, 证据文件=scan)
    roads.opens(page)
    roads.does("受理")
    visitor.opens("/repairs/promises/")
    visitor.sees(NAME)
    roads.does("安排现场核查", 核查人="示例甲、示例乙", 核查日期=str(TODAY))
    roads.does("录入现场核查结果", 实际核查日期=str(TODAY), 核查结果=SEEN)
    roads.does("同意修复", 理由="示例：义务已经履行。")
    roads.does("复核：准予修复", 理由="示例：同意。")
    assert roads.status >= 400  # whoever was the first is not the second
    second.opens(page)
    second.sees(ADDED, SEEN)
    second.does("复核：准予修复", 理由="示例：材料齐全。")

    firm.opens(page)
    firm.sees("准予修复")
    firm.opens("/desk/letters/")
    firm.sees("信用修复")
    visitor.opens(f"/subjects/{code_of(NAME)}")
    visitor.sees_no(TITLE)
    visitor.opens("/repairs/promises/")
    visitor.sees_no(NAME)
