"""A million codes from one file in one call, one in a hundred of somebody with an entry."""

import random
import time

from flask import Flask

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.checks.file_checks import running, service
from tests.benchmarks.measuring import memory
from tests.benchmarks.report import judge, results
from tests.factories import example_code

CODES = 1_000_000
ADDRESS = "/api/v1/check-files?purpose=行政许可审批&matter=示例许可"
SECONDS, MEGABYTES = 10, 150


def judge_file(app: Flask, token: str, listed: int, subjects: int) -> None:
    """From the call to the file of results, registered; `listed` of the subjects have an entry."""
    chance = random.Random(1)
    asked = [example_code(n, "91") for n in range(listed, subjects)]
    few = [example_code(n, "91") for n in range(min(listed, CODES // 100))]
    codes = [chance.choice(few if n % 100 == 0 else asked) for n in range(CODES)]
    body, headers = "代码\n" + "\n".join(codes), {"Authorization": f"Bearer {token}"}
    with memory() as received:
        began = time.perf_counter()
        sent = app.test_client().post(ADDRESS, data=body, content_type="text/csv", headers=headers)
        taken = time.perf_counter() - began
    assert sent.status_code == 202, sent.get_data(as_text=True)
    with app.app_context(), memory() as grown:
        began = time.perf_counter()
        assert running.work(service.waiting()[0], at=clock.now()) == {"answered": CODES}
        db.session.commit()
        answered = time.perf_counter() - began
        db.engine.dispose()
    results.add_row("a million codes: received, answered", f"{taken:.1f} s, {answered:.1f} s", "")
    judge("a million codes from one file", taken + answered, SECONDS, "seconds")
    judge("a million codes: memory", max(received[0], grown[0]), MEGABYTES, "MB")
