"""A million rows of the public log: signed as a tree, a few more the next night, proofs."""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

import sqlalchemy as sa
from flask import Flask

from integrity.base.db import db
from integrity.base.publications import checkpoints
from integrity.base.publications.models import PublicFact
from tests.benchmarks.filling import ON, fill
from tests.benchmarks.report import judge, results

ROWS = 1_000_000
FEW = 1_000
PROOFS = 200
ROW = {
    "kind": "'bodies'",
    "event": "'published'",
    "address": "'/bodies/' || n",
    "leaf": "sha256(n::text::bytea)",
    "words": "sha256(n::text::bytea)",
    "content": "NULL",
    "salt": "NULL",
}


def judge_publishing(new_app: Callable[[str], Flask]) -> None:
    """What a night adds costs little, and a proof is there at once."""
    taken = _signed(new_app)
    for what, seconds in taken.items():
        results.add_row(f"public log: {what}, {ROWS:,} rows", f"{seconds:.3f} s", "")
    later = taken["the next night"] / taken["the first checkpoint"]
    judge("the next night's checkpoint ÷ the first", later, 0.05)
    judge("a proof of the public log", taken["a proof"] * 1000, 10, "ms")


def _signed(new_app: Callable[[str], Flask]) -> dict[str, float]:
    """Seconds of the first checkpoint, of the next one, and of a proof."""
    with new_app("bench_checkpoints").app_context():
        fill(PublicFact, ROWS, number="n - 1", **ROW)
        db.session.commit()
        db.session.execute(sa.text("ANALYZE public_fact"))
        db.session.commit()
        taken = {"the first checkpoint": _timed(lambda: checkpoints.publish(on=ON))}
        fill(PublicFact, FEW, number=f"{ROWS} + n - 1", **ROW)
        db.session.commit()
        later = ON + timedelta(days=1)
        taken["the next night"] = _timed(lambda: checkpoints.publish(on=later))
        taken["a proof"] = median(_timed(_prove) for _n in range(PROOFS))
        taken["two days"] = median(
            _timed(lambda: checkpoints.proof_between(ON, later)) for _n in range(PROOFS)
        )
    return taken


def _prove() -> None:
    fact = db.session.get(PublicFact, random.randrange(ROWS))
    assert fact is not None and checkpoints.proof_of(fact)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    db.session.commit()
    return time.perf_counter() - start
