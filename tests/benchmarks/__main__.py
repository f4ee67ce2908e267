"""`make bench`: ratios measured side by side in one run, on a private PostgreSQL.

Exits with 1 if a ratio is above its limit. Seconds depend on the machine; the ratios should not.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date

import sqlalchemy as sa
from flask import Flask
from rich.console import Console

from integrity.app import create_app
from integrity.base import clock
from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.casework.streams import named
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from tests import servers
from tests.benchmarks.checkpoints import judge_publishing
from tests.benchmarks.checks import LEAST, rate, slow
from tests.benchmarks.checks import measured as measured_checks
from tests.benchmarks.cliffs import (
    checking,
    exporting,
    feeding,
    importing,
    inserting,
    recalling,
    searching,
)
from tests.benchmarks.desks import DESK, DUTIES, visited
from tests.benchmarks.filling import fill_register, settle
from tests.benchmarks.interest import interest_of_many
from tests.benchmarks.lists import FEW, MANY, measured
from tests.benchmarks.measuring import bare_insert, slowest
from tests.benchmarks.names import naming
from tests.benchmarks.nights import working
from tests.benchmarks.outbox import sent
from tests.benchmarks.papers import set_in_type
from tests.benchmarks.parsers import growth
from tests.benchmarks.pushes import receiving
from tests.benchmarks.report import cliffs_seen, failed, judge, judge_cliff, results
from tests.benchmarks.rounds import judge_rounds
from tests.benchmarks.sealing import judge_sealing
from tests.benchmarks.templates import judge_entering
from tests.benchmarks.warnings import nights
from tests.statements import statements

os.environ.setdefault("SECRET_KEY", "only for benchmarks")
from wsgi import STREAMS

ON = date(2026, 11, 20)
ITEMS = 1_000_000
LISTED = 100_000
REGISTERED = 200_000


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call with its commit."""
    start = time.perf_counter()
    work()
    db.session.commit()
    return time.perf_counter() - start


def new_app(name: str) -> Flask:
    """The system on an empty database of its own."""
    url = servers.create_database(os.environ["TEST_POSTGRESQL_URL"], name)
    app = create_app(STREAMS, TESTING=True, SQLALCHEMY_DATABASE_URI=url, RATELIMIT_ENABLED=False)
    with app.app_context():
        db.create_all()
        rules.load()
        db.session.commit()
    return app


def posting() -> None:
    """A million open items become records; a second run finds nothing new."""
    with new_app("bench_posting").app_context():
        fill_register(ITEMS, overdue=True)
        stream = named("commitments")
        bare = timed(lambda: bare_insert(stream.breaches(ON)))
        db.session.execute(sa.text("DROP TABLE bare"))
        db.session.commit()
        first = timed(lambda: records.post(stream.breaches(ON), on=ON, at=clock.at(ON)))
        db.session.execute(sa.text("ANALYZE credit_record"))
        db.session.commit()
        second = timed(lambda: records.post(stream.breaches(ON), on=ON, at=clock.at(ON)))
        posted = db.session.scalar(sa.select(sa.func.count()).select_from(CreditRecord))
        assert posted == ITEMS, posted
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    results.add_row("bare INSERT ... SELECT ... ON CONFLICT, 1,000,000 rows", f"{bare:.2f} s", "")
    results.add_row("records.post, 1,000,000 rows", f"{first:.2f} s", "")
    judge("records.post ÷ bare insert", first / bare, 3)
    judge("records.post again with nothing new ÷ first", second / first, 0.3)
    judge("memory of the process", memory, 300, "MB")


def interests() -> None:
    """A hundred thousand invoices, with the LPR at signing and a payment each."""
    judge("interest of 100,000 invoices", interest_of_many(new_app), 5, "s")


def templates() -> None:
    judge_entering(new_app)


def pages() -> None:
    """The number of queries of a page does not depend on how many commitments there are."""
    measured: dict[int, dict[str, tuple[int, float]]] = {}
    for count in (100, LISTED):
        app = new_app(f"bench_pages_{count}")
        with app.app_context():
            fill_register(count, overdue=True)
        client = app.test_client()
        measured[count] = {
            address: _visit(client, address)
            for address in (
                "/commitments/",
                "/commitments/?q=事项1",
                "/search/?q=示例局7",
                "/overdue/",
                "/bodies/body-7",
            )
        }
    for address, (queries, seconds) in measured[LISTED].items():
        few = measured[100][address][0]
        results.add_row(f"{address} with {LISTED:,} commitments", f"{seconds * 1000:.0f} ms", "")
        judge(f"{address}: queries beyond those with 100", queries - few, 0, "queries")


def _visit(client, address: str) -> tuple[int, float]:
    """Queries and seconds of a page (the second visit, when everything is compiled)."""
    assert client.get(address).status_code == 200, address
    start = time.perf_counter()
    with statements() as seen:
        client.get(address)
    return len(seen), time.perf_counter() - start


def desk() -> None:
    """The number of queries of a desk does not depend on how many duties wait there."""
    few, many = (visited(new_app, _visit, count) for count in (100, DUTIES))
    for address, (queries, seconds) in many.items():
        results.add_row(f"{address} with {DUTIES:,} open duties", f"{seconds * 1000:.0f} ms", "")
        judge(f"{address}: queries beyond those with 100", queries - few[address][0], 0, "queries")


def lists() -> None:
    """Every page as every role, with many rows of everything and with few."""
    few = measured(new_app, FEW)
    many = measured(new_app, MANY)
    more = {key: queries - few[key][0] for key, (queries, _s) in many.items() if key in few}
    worst = max(more, key=lambda key: more[key])
    judge(f"queries beyond those with {FEW} rows ({' '.join(worst)})", more[worst], 0, "queries")
    slow = sorted(many, key=lambda key: many[key][1], reverse=True)
    judge(f"slowest of {len(many)} ({' '.join(slow[0])})", many[slow[0]][1] * 1000, 1000, "ms")
    desk = [("office", address) for address in DESK]
    for role, address in (*slow[1:10], *desk):
        results.add_row(f"{role} {address}", f"{many[role, address][1] * 1000:.0f} ms", "")


def register() -> None:
    """The list with 200,000 commitments, searched and narrowed; the slowest query's plan."""
    app = new_app("bench_register")
    with app.app_context():
        fill_register(REGISTERED, overdue=False)
        for part in (searching, feeding, exporting, inserting, importing):
            for cliff in part(app):
                judge_cliff(cliff)
        db.session.execute(
            sa.text("UPDATE commitment SET title = '改造老旧小区' || id WHERE id % 100 = 0")
        )
        settle("commitment")
    client = app.test_client()
    searched = ("?q=小区", "?q=老旧小区", "?q=示例", "?q=示例承诺", "?q=0", "?q=示例&page=20")
    narrowed = ("?category=service&q=改造", "?page=50", "?sort=body", "?lateness=open")
    plain = _fastest(client, "/commitments/")
    results.add_row(f"/commitments/ with {REGISTERED:,}", f"{plain * 1000:.0f} ms", "")
    taken = []
    for address in (*searched, *narrowed):
        seconds = _fastest(client, f"/commitments/{address}")
        judge(f"/commitments/{address} ({seconds * 1000:.0f} ms) ÷ without", seconds / plain, 5)
        taken.append((seconds, address))
    with app.app_context(), db.engine.connect() as connection:
        address = max(taken)[1]
        statement = slowest(client, f"/commitments/{address}").replace("%", "%%")
        plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS) {statement}")
        Console(width=140).print(
            f"slowest: /commitments/{address}", *(row[0] for row in plan), sep="\n"
        )


def _fastest(client, address: str) -> float:
    return min(_visit(client, address)[1] for _time in range(3))


def log() -> None:
    """What a long log, many pushes and many names once cost."""
    for part in (checking, recalling, naming):
        for cliff in part(new_app):
            judge_cliff(cliff)


def nights_of_the_core() -> None:
    """A million records and a hundred thousand entries, a tenth of which end in one night."""
    for cliff in working(new_app):
        judge_cliff(cliff)


def pushes() -> None:
    """What receivers are told and owe, with a hundred thousand entries."""
    for cliff in receiving(new_app):
        judge_cliff(cliff)


def checks() -> None:
    """Checks over HTTP beside the least that could answer and register them."""
    for kind, found in measured_checks():
        rates = {name: rate(rounds) for name, rounds in found.items()}
        for name, rounds in found.items():
            said = f"{rates[name]:,.0f}/s, 99 of 100 in {slow(rounds):.0f} ms"
            results.add_row(f"checks, {kind}: {name}", said, "")
        judge(f"checks, {kind}: the least ÷ product", rates["bare"] / rates["product"], LEAST[kind])
        more = f"checks, {kind}: ÷ ten times the entries, and a long log"
        judge(more, rates["product"] / rates["large"], 1.1)


def parsers() -> None:
    """Everything that reads what strangers send, with what is worst for it."""
    for what, taken, times in growth():
        results.add_row(f"{what}: CPU of the process", f"{taken:.2f} s", "")
        judge(f"{what}: twice the bytes", times, 2.5)


def sealing() -> None:
    judge_sealing(new_app)


def publishing() -> None:
    judge_publishing(new_app)


def papers() -> None:
    """A thousand papers to print, one after another: no memory is kept, and DOCX costs no more."""
    taken = set_in_type()
    results.add_row("a paper as PDF, of 1,000", f"{taken['pdf']:.0f} ms", "")
    results.add_row("a paper as DOCX", f"{taken['docx']:.0f} ms", "")
    results.add_row("a PDF with 500 rows", f"{taken['rows']:.0f} ms", "")
    judge("papers: PDF ÷ DOCX", taken["pdf"] / taken["docx"], 3)
    judge("papers: what the process grew by", taken["memory"], 100, "MB")


def outbox() -> None:
    """Everybody is told of everything late by a number of statements that does not grow."""
    taken, asked = sent(new_app)
    for what, seconds in taken.items():
        results.add_row(what, f"{seconds:.2f} s", "")
    judge("reminders of 100,000 late things", asked, 400, "statements")


def warnings() -> None:
    """The early warnings of 100,000 things, in as many statements as those of a hundred."""
    _taken, few = nights(new_app, 100)
    taken, many = nights(new_app, LISTED)
    for what, seconds in taken.items():
        results.add_row(f"early warnings: {what}, {LISTED:,} things", f"{seconds:.2f} s", "")
    judge("early warnings: statements beyond those of 100 things", many - few, 0, "statements")


def rounds() -> None:
    judge_rounds(new_app, STREAMS)


PARTS = (
    posting, interests, templates, pages, desk, lists, register, log, parsers, sealing, publishing,
    papers, outbox, warnings, nights_of_the_core, pushes, checks, rounds,
)  # fmt: skip


def main() -> None:
    wanted = sys.argv[1:]
    try:
        for part in PARTS:
            if not wanted or part.__name__ in wanted:
                part()
    finally:  # what was measured before something failed
        Console(width=150).print(results, cliffs_seen)
    if failed:
        sys.exit("above the limit: " + "; ".join(failed))


if __name__ == "__main__":
    main()
