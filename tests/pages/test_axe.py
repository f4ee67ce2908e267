"""What axe-core says against the pages of the demonstration by WCAG 2.2 AA: nothing."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from playwright.sync_api import Page

from integrity.base.permissions import Role
from tests.pages.conftest import Viewers
from tests.path.people import Person

Axe = Callable[[Page], list[str]]

MAIN = (
    "site.home",
    "commitments.index",
    "commitments.item",
    "site.body",
    "site.overdue",
    "sanctions.entry",
    "site.deadline",
    "complaints.new",
    "evaluations.round",
    "pledges.item",
)
DESK = ("desk.today", "desk.dashboard", "records.index", "records.item", "sanctions.index")
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
DARK = {"color_scheme": "dark"}
KINDS = pytest.mark.parametrize("options", [PHONE, DARK], ids=["phone", "dark"])
NO_PAGES = {
    "evaluations.answer",  # below: only who was invited has its address
    "proceedings.new",  # these three of one record, entry or candidate
    "shieldings.new",
    "sanctions.review_new",
    "stars.object_to",
    "api.body_file",
    "api.body_list",
    "api.change_list",
    "api.list_entries",
    "api.measure_list",
    "api.openapi",
    "api.stream_item",
    "api.stream_items",
    "api.subject_file",
    "arrears.enrolment_again",  # these by the address that its owner alone knows
    "arrears.enrolment_code",
    "arrears.enrolment_password",
    "arrears.enrolment_status",
    "arrears.index",  # leads a visitor to the disclosure
    "arrears.yearly_file",
    "arrears.yearly_of",
    "commitments.calendar",
    "commitments.code",
    "commitments.feed",
    "commitments.follow",
    "commitments.list_calendar",
    "commitments.signed",
    "commitments.signed_document",
    "commitments.signed_paper",
    "complaints.noted",  # leads to the tracking page
    "desk.calendar",
    "documents.verify",  # by the code on a paper, see below
    "evaluations.report",
    "files.download",
    "follow.confirm",  # by a mail alone
    "follow.end",
    "periodicals.file",  # the figures of a report
    "reports.file",  # these by the number that its holder alone knows
    "reports.item",
    "reports.verify",
    "site.change_proof",  # a file, and so are the others of the log
    "site.dcat",
    "site.embed_body",  # these inside pages of other sites, see tests/publications
    "site.embed_figure",
    "site.embed_item",
    "site.healthz",
    "site.column_file",
    "site.setup",  # only while nobody has an account
    "site.metric_page",
    "site.language",  # leads back to where one was
    "site.readyz",
    "site.signing_keys",
    "site.log_checkpoint",
    "site.log_checkpoint_of",
    "site.log_continued",
    "site.log_entries",
    "site.log_tile",
    "site.log_heads",
    "site.robots",
    "site.snapshot",
    "static",
    "subjects.bodies",
    "tips.noted",  # leads to the tracking page
    "windows.answer",  # these inside pages of other systems, see tests/checks
    "windows.file",
    "windows.widget",
    "windows.window",
}
"""Public addresses that answer with something else than a page."""
CHECKED: set[str] = set()
"""The endpoints whose page was checked at somebody's desk, and the parts of all those pages.

Somebody else's page of the same endpoint is checked again when a part of it is new.
"""


def test_every_public_page_is_checked(viewers: Viewers, public_endpoints: set[str]):
    assert public_endpoints - set(viewers.crawl().pages) - NO_PAGES == set()


def test_every_public_page(viewers: Viewers, axe: Axe):
    pages = viewers.crawl().pages.values()

    assert faults(viewers.person(), [*pages, "/nowhere"], axe) == {}


def test_the_page_behind_the_code_of_a_paper(viewers: Viewers, axe: Axe):
    office = viewers.person("office1")
    office.opens("/desk/documents/?state=served")
    office.page.locator("tbody a").first.click()
    office.follows("核验页")

    assert axe(office.page) == []
    office.sees("文字与签发时一致")


@KINDS
def test_a_questionnaire_for_who_was_invited(viewers: Viewers, axe: Axe, options: dict[str, Any]):
    office = viewers.person("office1")
    office.opens("/evaluations/questionnaires/")
    rows = office.page.get_by_role("row", name="政府采购领域供应商问卷（示例）")
    rows.get_by_role("link").first.click()
    office.follows("生成现场发放的链接")
    office.page.get_by_label("链接数量").fill("1")
    office.page.get_by_role("button", name="生成").click()
    address = office.page.locator("ol code").first.inner_text()

    guest = viewers.person(**options)
    guest.page.goto(address)
    assert axe(guest.page) == []
    guest.page.get_by_label("是", exact=True).check()
    guest.page.get_by_label("很满意", exact=True).check()
    guest.page.get_by_label("办事窗口").check()
    guest.page.get_by_role("button", name="提交答卷").click()
    guest.sees("答卷已收到")
    assert axe(guest.page) == []


@KINDS
def test_the_main_public_pages(viewers: Viewers, axe: Axe, options: dict[str, Any]):
    pages = viewers.crawl().pages

    assert faults(viewers.person(**options), [pages[name] for name in MAIN], axe) == {}


@pytest.mark.parametrize("role", list(Role))
def test_every_page_at_the_desk_of(viewers: Viewers, axe: Axe, role: Role):
    name = "office1" if role is Role.OFFICE else role.value
    crawl = viewers.crawl(name)
    fresh = []
    for endpoint, address in crawl.pages.items():
        parts = {endpoint} | crawl.answers[address].shapes
        if parts - CHECKED:
            fresh.append(address)
            CHECKED.update(parts)

    assert "desk.today" in crawl.pages and crawl.dead == []
    assert faults(viewers.person(name), fresh, axe) == {}


@KINDS
def test_the_main_pages_at_the_desk(viewers: Viewers, axe: Axe, options: dict[str, Any]):
    pages = viewers.crawl("office1").pages

    assert faults(viewers.person("office1", **options), [pages[name] for name in DESK], axe) == {}


def test_no_identifier_stands_on_a_page_twice(viewers: Viewers):
    repeated = {
        address: answer.repeated_ids
        for crawl in viewers.crawls.values()
        for address, answer in crawl.answers.items()
        if answer.is_page and answer.repeated_ids
    }

    assert repeated == {}


def test_no_link_of_a_public_page_is_dead(viewers: Viewers):
    assert viewers.crawl().dead == []


def faults(person: Person, addresses: Iterable[str], axe: Axe) -> dict[str, list[str]]:
    """What axe says against these pages, and no error of a script on any of them."""
    found = {}
    for address in addresses:
        person.opens(address)
        if said := axe(person.page):
            found[address] = said
    assert person.errors == []
    return found
