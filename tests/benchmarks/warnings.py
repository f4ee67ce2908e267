"""A night of the warnings with 100,000 things: raising, keeping, ending, in the same statements."""

import time
from collections.abc import Callable
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask

from commitments.models import Commitment
from integrity.base.clock import at
from integrity.base.db import db
from integrity.casework.warnings import service
from integrity.casework.warnings.models import EarlyWarning
from tests.benchmarks.filling import ON, fill_register, settle
from tests.statements import statements


def nights(new_app: Callable[[str], Flask], count: int) -> tuple[dict[str, float], int]:
    """Seconds of each night with so many promises, a tenth of them due, and its statements."""
    with new_app(f"bench_warnings_{count}").app_context():
        fill_register(count, overdue=False)
        _let("id % 10 = 0", due_on=ON + timedelta(days=7))
        _let("id % 10 = 1", due_on=ON - timedelta(days=20))
        settle("commitment")
        with statements() as seen:
            taken = {"the first night": _night(ON)}
        db.session.execute(sa.text("ANALYZE early_warning"))
        taken["a night with nothing new"] = _night(ON + timedelta(days=1))
        _let("id % 20 = 0", closed_on=ON, outcome="fulfilled")
        taken["a night that ends them"] = _night(ON + timedelta(days=9))
        left = sa.and_(EarlyWarning.ended_on.is_(None), EarlyWarning.day == ON + timedelta(days=7))
        assert db.session.scalar(sa.select(sa.func.count()).where(left)) == 0
        return taken, len(seen)


def _let(which: str, **values: object) -> None:
    db.session.execute(sa.update(Commitment).where(sa.text(which)).values(**values))
    db.session.commit()


def _night(on: date) -> float:
    started = time.perf_counter()
    service.work(on=on, at=at(on, 2))
    db.session.commit()
    return time.perf_counter() - started
