"""Who owes is named by keyboard, by tap and without a script; nobody is named beforehand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, expect

from integrity.base import clock
from tests.path.conftest import Town
from tests.path.people import Person
from tests.path.town import PERMITS, ROADS, WATER, code_of

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
LONG_AGO = str(clock.today() - timedelta(days=100))


@dataclass(frozen=True)
class Form:
    """A form that asks who owes: whose it is, the field, what else is filled in, its button."""

    username: str
    address: str
    label: str
    name: str
    answers: dict[str, str]
    button: str

    def field(self, person: Person) -> Locator:
        return person.page.locator(f"[name={self.name}-named]")

    def value(self, person: Person) -> list[str]:
        """What the form would send as chosen."""
        chosen = person.page.locator(f"[name={self.name}]:is([type=hidden], :checked)")
        return [one.input_value() for one in chosen.all()]


COURT = Form(
    "court",
    "/courts/new",
    "被执行单位",
    "body",
    {
        "案由": "货款纠纷",
        "申请执行人类别": "企业",
        "应履行金额": "90000",
        "立案日期": LONG_AGO,
    },
    "提交",
)
ARREARS = Form(
    "supplier",
    "/arrears/new",
    "付款单位",
    "debtor",
    {
        "订立合同时的企业规模": "小型企业",
        "类别": "工程",
        "合同编号": "HW-2026-360",
        "合同名称": "排水管更换",
        "交付日期": LONG_AGO,
        "应付金额": "20万元",
    },
    "计算应付日期和利息",
)
EVERY = pytest.mark.parametrize("form", [COURT, ARREARS], ids=["court", "arrears"])


@pytest.fixture
def comes(the_town: Town) -> Iterator[Callable[..., Person]]:
    """comes(form, **options) is whose form it is, on the form, with a browser of this kind."""
    came: list[Person] = []

    def come(form: Form, **options: Any) -> Person:
        person = Person(the_town.browser, the_town.live.url, form.username, **options)
        came.append(person)
        person.opens(form.address)
        return person

    yield come
    for person in came:
        person.page.context.close()
    assert [error for person in came for error in person.errors] == []


def offered(page: Page) -> Locator:
    return page.locator("[role=option]:visible")


def tabs_to(field: Locator) -> None:
    """Press the tab key until one is there."""
    for _ in range(60):
        field.page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            return
    raise AssertionError("the field is not reached by keyboard")


@EVERY
def test_by_keyboard_alone(people, form, axe):
    person = people[form.username]
    person.opens(form.address)
    page, field, press = person.page, form.field(person), person.page.keyboard.press
    slug = page.request.get(f"{person.site}/find/bodies?q=hwqxz").json()[0]["value"]

    tabs_to(field)
    assert (field.input_value(), form.value(person)) == ("", [])
    page.keyboard.type("hwqx")
    expect(offered(page)).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    press("Escape")
    expect(offered(page)).to_have_count(0)
    assert (field.input_value(), form.value(person)) == ("hwqx", [])
    press("ArrowDown")
    expect(offered(page)).to_have_count(2)
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    expect(offered(page)).to_have_count(0)
    assert (field.input_value(), form.value(person)) == (PERMITS, [slug])

    posted = page.expect_request(lambda request: request.method == "POST")
    with posted as sent, page.expect_navigation():
        press("Enter")
    assert parse_qs(sent.value.post_data or "")[form.name] == [slug]
    assert (field.input_value(), form.value(person)) == (PERMITS, [slug])

    field.fill("hwqx")
    expect(offered(page)).to_have_count(2)
    assert form.value(person) == []
    assert axe(page) == []


@EVERY
def test_by_tap_on_a_phone(comes, form, axe):
    person = comes(form, **PHONE)
    page, field = person.page, form.field(person)

    field.tap()
    page.keyboard.type("交通")
    expect(offered(page)).to_have_count(1)
    box = offered(page).bounding_box()
    assert box and box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    offered(page).tap()

    expect(offered(page)).to_have_count(0)
    assert field.input_value() == ROADS and len(form.value(person)) == 1
    field.fill("交通")
    expect(offered(page)).to_have_count(1)
    assert axe(page) == []


@EVERY
def test_without_a_script(comes, form):
    """A part of a name comes back with whom it may mean; a whole name or a code decides."""
    person = comes(form, java_script_enabled=False)
    field, number = form.field(person), "（2026）鲁0199执{}号"

    def send(named: str, case: str) -> None:
        field.fill(named)
        if form is COURT:
            person.fills(案号=case)
        person.presses(form.button)

    person.fills(**form.answers)
    send("", number.format(361))
    assert person.status == 422 and form.value(person) == []
    send("水务", number.format(361))
    assert person.status == 422 and form.value(person) == []
    person.sees("请选择是下面的哪一个")
    person.page.get_by_role("radio", name=WATER).check()
    person.presses(form.button)
    assert person.status == 200
    person.sees(WATER)

    for case, named in enumerate((WATER, code_of(WATER)), 362):
        person.opens(form.address)
        person.fills(**form.answers)
        send(named, number.format(case))
        assert person.status == 200
        person.sees(WATER)
