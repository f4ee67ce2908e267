"""A million rows of the log get their places, and are verified; then a few more."""

import resource
import time
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from integrity.base.audit.models import AuditEvent
from integrity.base.clock import at
from integrity.base.db import db
from integrity.base.sealing import service, verification
from tests.benchmarks.filling import ON, fill
from tests.benchmarks.report import judge, results

ROWS = 1_000_000
FEW = 100
NOW = at(ON)


def judge_sealing(new_app: Callable[[str], Flask]) -> None:
    """A million rows of the log; what comes after them does not depend on how many there were."""
    taken = _sealed(new_app)
    memory = taken.pop("memory")
    for what, seconds in taken.items():
        results.add_row(f"{what}, {ROWS:,} rows in the log", f"{seconds:.2f} s", "")
    few = max(seconds for what, seconds in taken.items() if what.startswith("few"))
    judge("sealing a few ÷ sealing all", few / taken["sealing"], 0.1)
    judge("verifying ÷ sealing", taken["verifying"] / taken["sealing"], 2)
    judge("sealing: what the process grew by", memory, 100, "MB")


def _sealed(new_app: Callable[[str], Flask]) -> dict[str, float]:
    """Seconds of each step, and by how many megabytes the process grew."""
    with new_app("bench_sealing").app_context():
        facts = """json_build_object('old', n, 'day', '2026-11-20')"""
        fill(AuditEvent, ROWS, facts=facts, at="now()", by_id="n % 500")
        db.session.commit()
        db.session.execute(sa.text("ANALYZE audit_event"))
        db.session.commit()
        before = _memory()
        taken = {"sealing": _timed(_seal, NOW)}
        taken["verifying"] = _timed(_verify)
        _add()
        taken["few, of a log whose every row is of the last day"] = _timed(_seal, NOW)
        _add()
        later = NOW + timedelta(days=2)
        taken["few, of a log whose other rows are older"] = _timed(_seal, later)
        taken["looking at everything once a night"] = _timed(_seal, later, everything=True)
    return taken | {"memory": _memory() - before}


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _seal(moment: object, everything: bool = False) -> None:
    for _count in service.seal(at=moment, everything=everything):  # type: ignore[arg-type]
        db.session.commit()
    db.session.rollback()


def _verify() -> None:
    assert list(verification.faults(NOW)) == []
    assert service.unsealed(NOW)[0] == 0
    db.session.rollback()


def _add() -> None:
    columns = "at, by_name, thing, thing_id, move, why"
    db.session.execute(
        sa.text(
            f"INSERT INTO audit_event (id, {columns})"
            f" SELECT (SELECT max(id) FROM audit_event) + n, {columns} FROM audit_event,"
            f" generate_series(1, {FEW}) n WHERE id = 1"
        )
    )
    db.session.commit()


def _timed(work: Callable[..., None], *words: object, **more: bool) -> float:
    start = time.perf_counter()
    work(*words, **more)
    return time.perf_counter() - start
