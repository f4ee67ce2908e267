"""A worker killed over a file of codes: what was acknowledged is answered, and nothing twice."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from tests.factories import example_code
from tests.live import Live
from tests.path.people import Person
from tests.workers import kill_a_worker

CODES = 120_000
LINES = "SELECT count(*), count(DISTINCT line) FROM check_file_line JOIN check_file ON id = file_id"


@pytest.fixture
def clerk(browser: Browser, live: Live) -> Iterator[Person]:
    live.module("tests.path.town")
    person = Person(browser, live.url, "clerk")
    yield person
    assert person.errors == []
    person.page.context.close()


def registered(live: Live, ref: str) -> tuple[int, int]:
    """How many lines of a file the register has, and how many different ones."""
    engine = sa.create_engine(live.environment["DATABASE_URL"])
    with engine.connect() as connection:
        found = connection.execute(sa.text(f"{LINES} WHERE ref = :ref"), {"ref": ref}).one()
    engine.dispose()
    return found[0], found[1]


def test_a_file_of_codes_is_answered_once_though_its_worker_is_killed(
    live: Live, clerk: Person, tmp_path: Path
) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("\n".join(["代码", *map(example_code, range(CODES))]))
    clerk.opens("/checks/files/new")
    clerk.fills(代码文件=path, 查询用途="行政许可审批", 其他办理事项="示例许可")
    clerk.presses("上传并核查")
    clerk.sees("等待答复", "回执编号", f"{CODES:,}")
    ref = clerk.page.url.rpartition("/")[2]

    kill_a_worker(live, "check_file")
    clerk.page.get_by_text("已办理约").first.wait_for()
    assert registered(live, ref) == (0, 0)

    live.flask("jobs", "run", "check_waiting")
    live.work()  # what was left in the queue finds it answered
    clerk.page.get_by_text("已答复").first.wait_for()
    assert registered(live, ref) == (CODES, CODES)
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="下载结果（CSV）").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _row in csv.DictReader(file)) == CODES
