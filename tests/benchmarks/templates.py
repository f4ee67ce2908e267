"""A file of a hundred thousand penalties by the national template: checked, imported, taken out."""

import csv
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app

from integrity.base.audit.service import SYSTEM
from integrity.base.clock import at
from integrity.base.db import db
from integrity.credit.publicity.imports import IMPORTERS
from integrity.credit.publicity.models import Posting
from integrity.files import imports
from integrity.people.subjects.models import Subject
from tests.benchmarks.filling import ON, fill_bodies
from tests.benchmarks.measuring import memory
from tests.benchmarks.report import judge
from tests.factories import example_code

ROWS = 100_000
LIMIT = 200_000_000
"""Bytes of a file, as an installation sets it that takes so many rows in one."""
BODY = example_code(1)
PENALTIES = IMPORTERS["penalties"]


def template_file(path: Path, body: str, count: int) -> None:
    """So many penalties, each of another firm and with texts as long as real ones."""
    row = {
        "cf_xdr_lb": "法人及非法人组织",
        "cf_frdb": "示例人",
        "cf_wfxw": "违反示例条例第二十三条第一款的行为",
        "cf_sy": "经查，当事人自2026年1月起未按规定办理示例手续，其行为违反了有关规定。" * 3,
        "cf_yj": "示例条例第三十八条第一款第（二）项",
        "cf_cflb": "警告；罚款",
        "cf_nr": "责令改正，警告，并处罚款人民币贰万元整",
        "cf_nr_fk": "20000",
        "cf_jdrq": "2026-11-12",
        "cf_yxq": "2099-12-31",
        "cf_gsjzq": "2027-11-12",
        "cf_cfjg": body,
        "cf_cfjgdm": BODY,
        "cf_sjly": body,
        "cf_sjlydm": BODY,
    }
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, PENALTIES.columns, restval="")
        writer.writeheader()
        for number in range(count):
            party = {
                "cf_xdr_mc": f"示例商贸第{number}有限公司",
                "cf_wsh": f"示罚〔2026〕{number}号",
            }
            writer.writerow(row | party | {"cf_xdr_shxym": example_code(number, "91")})


def entering(new_app: Callable[[str], Flask]) -> Iterator[tuple[str, float, float, str]]:
    """What is measured, how much it was, its limit and unit; all with the report row by row."""
    with new_app("bench_templates").app_context(), TemporaryDirectory() as folder:
        fill_bodies(1)
        body = db.session.get_one(Subject, 1)
        body.uscc = BODY
        db.session.commit()
        current_app.config["IMPORT_LIMIT"] = LIMIT
        path = Path(folder) / "penalties.csv"
        template_file(path, body.name, ROWS)
        taken, grown = _run(path, dry_run=True)
        yield f"check of {ROWS:,} penalties", taken, 15, "s"
        taken, grown = _run(path, dry_run=False)
        yield f"import of {ROWS:,} penalties", taken, 15, "s"
        yield "memory of it", grown, 40, "MB"
        copied = _timed(_copy)
        with memory() as grown_by:
            taken = _timed(lambda: imports.export(PENALTIES, "csv").close())
        yield f"export of {ROWS:,} penalties ÷ COPY", taken / copied, 4, "×"
        yield "memory of it", grown_by[0], 20, "MB"


def judge_entering(new_app: Callable[[str], Flask]) -> None:
    """A hundred thousand rows of a national template, with a report of each."""
    for what, taken, limit, unit in entering(new_app):
        judge(what, taken, limit, unit)


def _run(path: Path, dry_run: bool) -> tuple[float, float]:
    with memory() as grown:
        start = time.perf_counter()
        report = imports.run(PENALTIES, path, by=SYSTEM, at=at(ON), dry_run=dry_run)
        db.session.commit()
    taken = time.perf_counter() - start
    assert report.added == ROWS, report.summary()
    found = db.session.scalar(sa.select(sa.func.count()).select_from(Posting))
    assert found == (0 if dry_run else ROWS)
    return taken, grown[0]


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _copy() -> None:
    columns = ", ".join(f"said->>'{name}'" for name in PENALTIES.columns)
    connection: Any = db.session.connection().connection.dbapi_connection
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY (SELECT {columns} FROM posting ORDER BY id) TO STDOUT (FORMAT csv)"
        ) as c,
    ):
        for _row in c:
            pass
