"""A long list on a real system: its progress on the page, a worker killed over it, its report."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from integrity.people.subjects.imports import HEADS
from tests.importing.makers import sheet
from tests.live import Live
from tests.path.people import Person
from tests.workers import kill_a_worker

COLUMNS = tuple(head.key for head in HEADS)

ROWS = 3000


@pytest.fixture
def office(browser: Browser, live: Live) -> Iterator[Person]:
    live.module("tests.path.town")
    person = Person(browser, live.url, "office1")
    yield person
    assert person.errors == []
    person.page.context.close()


def long_list(folder: Path) -> Path:
    rows = [{"kind": "企业", "name": f"导入示例企业{number}"} for number in range(ROWS)]
    path = folder / "名单.csv"
    path.write_bytes(sheet(COLUMNS, *rows, {"kind": "自然人", "name": "示例"}))
    return path


def enterprises(live: Live) -> int:
    return json.loads(live.flask("status", "--json"))["subjects"].get("enterprise", 0)


def test_a_long_list_is_checked_confirmed_and_imported_though_a_worker_is_killed(
    live: Live, office: Person, tmp_path: Path
):
    before = enterprises(live)
    office.opens("/imports/new?kind=subjects")
    office.fills(表格文件=long_list(tmp_path))
    office.presses("上传并检查")
    office.sees("名单.csv", "正在检查")

    live.work()
    office.page.get_by_text("还没有改动任何数据").wait_for()
    office.sees(str(ROWS + 1), "自然人不能成批导入", f"第 {ROWS + 2} 行")
    office.follows("正式导入")
    office.sees(f"新增 {ROWS} 行")
    office.presses("正式导入")
    kill_a_worker(live, "import_upload")
    office.page.get_by_text("已读取").first.wait_for()
    assert office.page.locator("progress").is_visible()
    assert enterprises(live) == before

    live.flask("jobs", "run", "import_waiting")
    office.page.get_by_text("导入完毕。").wait_for()
    office.sees("自然人不能成批导入")
    live.work()
    assert enterprises(live) == before + ROWS


def test_the_page_works_without_scripts(live: Live, office: Person, browser: Browser, tmp_path):
    person = Person(browser, live.url, "office2", java_script_enabled=False)
    path = tmp_path / "一个.csv"
    path.write_bytes(sheet(COLUMNS, {"kind": "企业", "name": "无脚本示例企业"}))
    person.opens("/imports/new?kind=subjects")
    person.fills(表格文件=path)
    person.presses("上传并检查")

    live.work()
    person.follows("查看最新进度")
    person.presses("放弃")

    person.sees("已放弃，未作任何改动。")
    person.page.context.close()
