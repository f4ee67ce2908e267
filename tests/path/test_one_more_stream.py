"""One more stream is a folder and a line: people drive it in browsers, and nothing else changed."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from integrity.base import clock
from tests.commands import ROOT
from tests.live import running_system
from tests.path.conftest import Town
from tests.path.town import ROADS

MADE = ROOT / "tests" / "made"
TODAY = clock.today()
LINE = {
    "from integrity.app": "from debts.stream import STREAM as DEBTS\nfrom integrity.app",
    "STREAMS = (": "STREAMS = (DEBTS, ",
}
"""All that the table of contents says of it."""
TABLE = """
from town import app
from debts.models import Debt
from integrity.base.db import db
with app.app_context():
    Debt.__table__.create(db.engine)
"""
"""What its migration would do."""


@pytest.fixture(scope="module")
def town(
    browser: Browser,
    new_database: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Town]:
    """The town on a system that knows debts."""
    folder, text = tmp_path_factory.mktemp("debts"), (ROOT / "wsgi.py").read_text()
    for old, new in LINE.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "town.py").write_text(text)
    (folder / "table.py").write_text(TABLE)
    path = os.pathsep.join(map(str, (folder, MADE, ROOT)))
    commands, more = ("db upgrade", "rules load"), {"PYTHONPATH": path, "REDIS_URL": ""}
    with running_system(
        "debts", new_database("debts"), folder, *commands, app="town", **more
    ) as live:
        live.module("table")
        live.module("tests.path.town")
        made = Town(browser, live)
        yield made
        assert [error for person in made.people.values() for error in person.errors] == []


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "债务.csv"
    late, soon = TODAY - timedelta(days=3), TODAY + timedelta(days=3)
    lines = [
        "债务,编号,债务单位,债权人,偿还期限",
        f"示例道路借款,D-1,{ROADS},示例银行,{late}",
        f"示例桥梁借款,D-2,{ROADS},示例信托,{soon}",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_one_more_stream_is_a_folder_and_a_line(town: Town, table: Path) -> None:
    office, roads, visitor = town["office1"], town["roads"], town["visitor"]
    visitor.opens("/")
    visitor.follows("债务")
    visitor.sees("债务", "没有符合条件的内容。")

    office.opens("/imports/new?kind=debts")
    office.sees("债权人", "偿还期限")
    office.fills(表格文件=table)
    office.presses("上传并检查")
    town.live.flask("jobs", "run", "import_waiting")
    office.waits()
    office.sees("示例信托")
    office.follows("正式导入")
    office.presses("正式导入")
    town.live.flask("jobs", "run", "import_waiting")
    office.waits()

    roads.opens("/desk/")
    roads.sees("示例道路借款", "逾期")
    roads.unfolds("事项")
    roads.follows("政府债务")
    roads.sees("示例银行", "示例信托")
    roads.follows("示例桥梁借款")
    roads.sees("债权人", "示例信托")
    roads.does("偿还")
    roads.sees("已偿")


def test_who_was_not_granted_it_does_not_get_in(town: Town) -> None:
    for name, status in (("evaluator", 403), ("permits", 404)):
        person = town[name]
        person.opens("/debts/D-1")
        assert person.status == status

    town["evaluator"].opens("/desk/")
    assert not town["evaluator"].page.get_by_role("link", name="政府债务").count()


def test_its_job_is_in_the_timetable_and_on_the_page_of_jobs(town: Town) -> None:
    assert "remind_debtors" in town.live.flask("jobs", "list")

    assert "flagged 1" in town.live.flask("jobs", "run", "remind_debtors")

    system = town["system"]
    system.opens("/desk/jobs")
    system.sees("提醒临近期限的债务")


def test_what_is_overdue_becomes_a_record(town: Town) -> None:
    assert "debts 1" in town.live.flask("jobs", "run", "post_breaches")

    roads = town["roads"]
    roads.opens("/debts/D-1")
    roads.sees("债务逾期未偿：示例道路借款")
    roads.opens("/records/")
    roads.sees("逾期未偿", "政府债务")
