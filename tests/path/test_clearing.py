"""A day of twenty cases is cleared by keyboard, many at once and one after the other."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.live import Live
from tests.path.day import CASES
from tests.path.people import Person
from tests.path.town import ROADS

ONE_BY_ONE = 5


@pytest.fixture
def day(people, live: Live) -> Person:
    """The officer of the roads office, to whom twenty cases were assigned."""
    live.module("tests.path.day")
    return people["roads"]


def press(page: Page, role: str, name: str) -> None:
    """Go to a link or a button by keyboard, and press it."""
    enter(page, page.get_by_role(role, name=name).first)  # type: ignore[arg-type]


def enter(page: Page, one: Locator) -> None:
    one.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_officer_clears_a_day_by_keyboard(day: Person, axe):
    page = day.page

    def is_clean() -> None:
        assert axe(page) == []
        page.reload()  # axe looks at a page with fewer rows

    day.opens("/desk/")
    day.sees("签收 · 涉政府机构案件", f"全部 {CASES} 件")
    done = int(re.search(r"今天已办 (\d+) 件", page.inner_text("main"))[1])  # in other stories
    is_clean()

    press(page, "link", f"全部 {CASES} 件，可以批量办理")
    is_clean()
    for box in page.get_by_role("checkbox").all()[: CASES - ONE_BY_ONE]:
        box.focus()
        page.keyboard.press("Space")
    press(page, "button", "批量签收")
    is_clean()
    press(page, "button", f"签收（{CASES - ONE_BY_ONE} 件）")
    day.sees(f"已办理 {CASES - ONE_BY_ONE} 件，未办理 0 件")
    assert axe(page) == []

    press(page, "link", "继续办理这一组")
    enter(page, page.locator("td.act a").first)
    for _case in range(ONE_BY_ONE):
        expect(page.get_by_role("heading", name="签收")).to_be_visible()
        press(page, "button", "签收")
    day.sees("这一组已经办完", "开始履行 · 涉政府机构案件", f"今天已办 {done + CASES} 件")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_citizen_finds_a_body_and_its_promises_from_any_page(people, the_town, width):
    """Seen: the box's own example found nothing."""
    visitor = Person(the_town.browser, the_town.live.url, viewport={"width": width, "height": 740})
    for words in (ROADS, "hwqjtysj", "交通"):
        visitor.opens("/bodies/")
        visitor.page.get_by_role("searchbox", name="查找事项、编号或者单位").fill(words)
        visitor.page.keyboard.press("Enter")
        visitor.page.wait_for_url("**/search/**")
        visitor.sees(ROADS)
    visitor.follows(ROADS)
    assert visitor.status == 200 and visitor.errors == []
    visitor.page.context.close()
