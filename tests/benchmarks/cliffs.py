"""Where an ordinary day once fell off a cliff: how it was, beside how it is, with many rows.

How it was is written here in a few lines, and nowhere else.
"""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import contains_eager

from commitments.imports import IMPORTERS
from commitments.models import Commitment
from commitments.search import SEARCHED
from integrity.base.audit.models import AuditEvent
from integrity.base.audit.service import SYSTEM, Somebody
from integrity.base.clock import at
from integrity.base.db import ROWS, db
from integrity.base.searching import has
from integrity.credit.checks import service as checks
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.pushes.models import Push, PushKind
from integrity.files import exports, imports
from integrity.people.subjects.models import Subject
from tests.benchmarks.filling import BODIES, ON, fill, fill_bodies, settle
from tests.benchmarks.measuring import Cliff, best, given_up, memory
from tests.factories import example_code, make_body

NOW = at(ON)
LOG, SHORT = 2_000_000, 1_000
"""Rows of the log."""
EXPORTED = 100_000
PUSHES = 100_000
IMPORTED = 2_000
COMMON = ("示", "2026", "CN", "示例", "示例承诺")
"""Words that stand in every row."""
SLOW_PAIRS = """
CREATE OR REPLACE FUNCTION pairs(line text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
SELECT array_agg(DISTINCT substr(line, place, size))
FROM generate_series(1, 2) AS size, generate_series(1, length(line) - size + 1) AS place $$
"""


def checking(new_app: Callable[[str], Flask]) -> Iterator[Cliff]:
    """A check asks for the version of the lists, however much else was logged."""
    apps = {count: _logged(new_app, count) for count in (SHORT, LOG)}
    before = dict.fromkeys(apps, float("inf"))
    now = dict(before)
    for _round in range(5):  # in turns, so that both have the same quiet and busy moments
        for count, app in apps.items():
            with app.app_context():
                body = db.session.scalars(sa.select(Subject)).one()
                now[count] = min(now[count], best(lambda body=body: _check(body)))  # type: ignore[misc]
                before[count] = min(before[count], now[count] + best(_walk, 1))
    what = f"a check, {LOG:,} rows in the log ÷ {SHORT:,}"
    yield Cliff(what, before[LOG], now[LOG], now[SHORT], 1.5)


def _logged(new_app: Callable[[str], Flask], count: int) -> Flask:
    """The lists moved long ago; since then a log of other kinds has grown."""
    app = new_app(f"bench_checking_{count}")
    ours = "(ARRAY['list_entry', 'credit_record'])[1 + n % 2]"
    others = "(ARRAY['commitment', 'invoice', 'court_case', 'complaint', 'push'])[1 + n % 5]"
    with app.app_context():
        make_body()
        thing = f"CASE WHEN n <= {count // 100} THEN {ours} ELSE {others} END"
        fill(AuditEvent, count, thing=thing)
        settle("audit_event")
    return app


def _check(body: Subject) -> None:
    words = {"purpose": "行政许可审批", "matter": "示例许可"}
    by = Somebody("示例审批人员")
    checks.check({"q": {"code": body.uscc}}, **words, body=body, by=by, at=NOW)


def _walk() -> None:
    things = ("list_entry", "credit_record")
    db.session.scalar(sa.select(sa.func.max(AuditEvent.id)).where(AuditEvent.thing.in_(things)))


def searching(app: Flask) -> Iterator[Cliff]:
    """A word that stands in every row, beside one that stands in none."""
    client = app.test_client()
    with app.app_context():
        rare = best(lambda: client.get("/commitments/?q=事项199999"))
        for word in COMMON:
            now = best(lambda word=word: client.get(f"/commitments/?q={word}"))  # type: ignore[misc]
            before = given_up(lambda word=word: _count_all(word)) if word == "示" else None  # type: ignore[misc]
            yield Cliff(f"search for {word} ÷ for what is in no row", before, now, rare, 5)


def _count_all(word: str) -> None:
    """Every row is counted, and PostgreSQL chooses how."""
    db.session.connection().exec_driver_sql(SLOW_PAIRS)
    found = sa.select(sa.func.count()).select_from(Commitment).where(has(word, *SEARCHED))
    db.session.scalar(found)


def exporting(app: Flask) -> Iterator[Cliff]:
    """An anonymous export, beside PostgreSQL's COPY of the same columns."""
    client = app.test_client()
    with app.app_context():
        copied = best(_copy)
        client.get("/commitments/?q=事项199999&format=csv")
        with memory() as streamed:
            now = best(lambda: _drain(client.get("/commitments/?format=csv")), 1)
        with memory() as whole:
            before = given_up(_as_a_whole)
    what = f"CSV of {EXPORTED:,} commitments"
    yield Cliff(f"{what} ÷ COPY", before, now, copied, 100)
    yield Cliff(f"{what}: memory", whole[0], streamed[0], 1, 60, "MB")


def _copy() -> None:
    columns = "title, ref, name, category, target, due_on, state"
    wanted = f"SELECT {columns} FROM commitment JOIN (SELECT id AS of, name FROM subject) AS body"
    order = "ON subject_id = of ORDER BY due_on DESC NULLS LAST, id DESC"
    connection = db.session.connection().connection.dbapi_connection
    with (
        connection.cursor() as cursor,  # type: ignore[union-attr]
        cursor.copy(f"COPY ({wanted} {order} LIMIT {EXPORTED}) TO STDOUT (FORMAT csv)") as rows,
    ):
        for _row in rows:
            pass


def _as_a_whole() -> None:
    """Every row as an object, and the file in memory."""
    C = Commitment  # noqa: N806
    wanted = sa.select(C).join(C.subject).options(contains_eager(C.subject))
    items = db.session.scalars(wanted.order_by(C.due_on.desc(), C.id.desc()).limit(EXPORTED)).all()
    rows = ([c.title, c.ref, c.subject.name, c.target, c.due_on, c.state] for c in items)
    exports.as_csv(["title", "ref", "body", "target", "due", "state"], rows)


def _drain(answer: Any) -> None:
    assert answer.status_code == 200
    for _chunk in answer.response:
        pass
    answer.close()


def feeding(app: Flask) -> Iterator[Cliff]:
    """The newest fifty by their index, beside a page of the register by its own."""
    C = Commitment  # noqa: N806
    newest = C.published_at.desc().nulls_last(), C.id.desc()
    wanted = sa.select(C.id).order_by(*newest).limit(50)
    with app.app_context():
        now = best(lambda: db.session.scalars(wanted).all(), 9)
        base = best(lambda: db.session.scalars(sa.select(C.id).order_by(C.id).limit(50)).all(), 9)
        before = best(lambda: _without_index(wanted))
    yield Cliff("newest 50 for the feed ÷ first 50 by number", before, now, base, 3)


def _without_index(wanted: sa.Select[Any]) -> None:
    db.session.execute(sa.text("SET LOCAL enable_indexscan = off"))
    db.session.execute(sa.text("SET LOCAL enable_indexonlyscan = off"))
    db.session.scalars(wanted).all()


def inserting(app: Flask) -> Iterator[Cliff]:
    """Rows of one INSERT: the driver reads every statement, and long ones take it longest."""
    with app.app_context():
        taken = {size: best(lambda size=size: _add(size)) for size in (1, 10, ROWS, 100, 1000)}  # type: ignore[misc]
    for size, milliseconds in taken.items():
        if size != ROWS:
            what = f"insert {IMPORTED:,}: {ROWS} in a statement ÷ {size}"
            yield Cliff(what, milliseconds, taken[ROWS], milliseconds, 1.5)


def _add(size: int) -> None:
    found = db.session.connection(execution_options={"insertmanyvalues_page_size": size})
    table = Commitment.__table__
    rows = [_row(number) for number in range(IMPORTED)]
    found.execute(sa.insert(table).returning(table.c.id), rows).all()


def _row(number: int) -> dict[str, Any]:
    return {
        "ref": f"CN2027-{number}",
        "title": f"示例承诺事项{number}",
        "target": f"年底前完成示例任务{number}项",
        "body_text": f"示例承诺第{number}条，按期办结并向社会公布。" * 6,
        "source_title": "示例市2026年政府工作报告",
        "subject_id": 1,
        "state": "published",
        "category": "service",
    }


def importing(app: Flask) -> Iterator[Cliff]:
    """A file of commitments: the index of pairs is filled row by row."""
    with app.app_context(), TemporaryDirectory() as folder:
        file = Path(folder) / "commitments.csv"
        body = db.session.get(Subject, 1)
        body.uscc, body.code_is_example = example_code(1), True  # type: ignore[union-attr]
        db.session.commit()
        file.write_text(_file(example_code(1)), encoding="utf-8-sig")
        now = best(lambda: _import(file))
        before = best(lambda: _import_slowly(file), 2)
    now_rate, rate = (IMPORTED * 1000 / taken for taken in (now, before))
    what = f"import of {IMPORTED:,} ({now_rate:,.0f} rows/s, was {rate:,.0f}) ÷ as it was"
    yield Cliff(what, before, now, before, 0.9)


def _file(body: str) -> str:
    text = io.StringIO()
    names = ("ref", "title", "target", "body_text", "source_title", "category")
    more = {"body": body, "source_date": "2026-01-05", "issuer": "示例市人民政府"}
    writer = csv.DictWriter(text, [*names, *more, "due_on"], extrasaction="ignore")
    writer.writeheader()
    for number in range(IMPORTED):
        writer.writerow(_row(number) | more | {"due_on": "2026-12-31"})
    return text.getvalue()


def _import(file: Path) -> None:
    report = imports.run(IMPORTERS["commitments"], file, by=SYSTEM, at=NOW)
    assert report.added == IMPORTED, report


def _import_slowly(file: Path) -> None:
    """Long statements, and the pairs found one character at a time."""
    db.session.connection(execution_options={"insertmanyvalues_page_size": 1000})
    db.session.connection().exec_driver_sql(SLOW_PAIRS)
    _import(file)


def recalling(new_app: Callable[[str], Flask]) -> Iterator[Cliff]:
    """What was pushed is called back as a set."""
    with new_app("bench_recalling").app_context():
        entries = PUSHES // BODIES
        fill_bodies(entries)
        fill(ListEntry, entries, state="'nominated'", subject_id="n")
        kind = {"kind": "'apply'", "state": "'delivered'", "closed_on": "NULL"}
        places = {"entry_id": f"1 + (n - 1) / {BODIES}", "body_id": f"1 + n % {BODIES}"}
        fill(Push, PUSHES, **kind, **places)
        settle("push", "audit_event")
        everything = sa.select(ListEntry.id)
        with memory() as as_a_set:
            now = best(lambda: pushes.recall(everything, ON, NOW), 2)
        with memory() as by_ids:
            before = best(lambda: _recall_by_ids(everything), 2)
    yield Cliff(f"recall of {PUSHES:,} pushes ÷ loading every id", before, now, before, 1.5)
    yield Cliff(f"recall of {PUSHES:,} pushes: memory", by_ids[0], as_a_set[0], 1, 20, "MB")


def _recall_by_ids(entries: sa.Select[Any]) -> None:
    """The same, with the number of every row that changes brought to the program."""
    pushes.recall(entries, ON, NOW)
    reached = Push.entry_id.in_(entries), Push.kind == PushKind.APPLY
    closed = sa.update(Push).where(*reached).values(closed_on=ON)
    db.session.execute(closed, execution_options={"synchronize_session": "fetch"})
