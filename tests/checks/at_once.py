"""One of several processes at work on one database: `python -m tests.checks.at_once ROLE NUMBER`.

A lister lists and removes its own entries, a checker asks about everybody's. Each says when it is
ready, is told for how many seconds to work, and prints what it did between which two moments, by a
clock that all processes share.
"""

import json
import os
import sys
import time
from typing import Any

import sqlalchemy as sa
from flask import Flask

from integrity.app import create_app
from integrity.base.db import db
from integrity.credit.sanctions.models import EntryOutcome, EntryState, ListEntry
from tests.factories import example_code
from wsgi import STREAMS

LISTERS = 2
EACH = 5
"""Entries of a lister."""
STATES: dict[bool, dict[str, Any]] = {
    True: {"state": EntryState.LISTED, "outcome": None, "removed_on": None},
    False: {
        "state": EntryState.REMOVED,
        "outcome": EntryOutcome.REVOKED,
        "removed_on": ListEntry.listed_on,
    },
}


def list_and_remove(app: Flask, number: int, until: float) -> list[tuple[Any, ...]]:
    """(entry, listed, before, after) of every change."""
    done = []
    mine = [number * EACH + n + 1 for n in range(EACH)]
    listed = dict.fromkeys(mine, True)
    with app.app_context():
        while time.monotonic() < until:
            for entry in mine:
                listed[entry] = not listed[entry]
                before = time.monotonic()
                change = sa.update(ListEntry).where(ListEntry.id == entry)
                db.session.execute(change.values(**STATES[listed[entry]]))
                db.session.commit()
                done.append((entry, listed[entry], before, time.monotonic()))
                time.sleep(0.02)
    return done


def check(app: Flask, number: int, until: float) -> list[tuple[Any, ...]]:
    """(entry, listed, before, after) of every answer."""
    done, client = [], app.test_client()
    headers = {"Authorization": f"Bearer {os.environ['TOKEN']}"}
    while time.monotonic() < until:
        for n in range(LISTERS * EACH):
            asked = {"q": {"code": example_code(n, "91")}}
            before = time.monotonic()
            answer = client.post(
                "/api/v1/checks",
                json={"matter": "示例", "purpose": "示例", "queries": asked},
                headers=headers,
            )
            found = answer.get_json()["results"]["q"]["entries"]
            done.append((n + 1, bool(found), before, time.monotonic()))
    return done


if __name__ == "__main__":
    work = {"list": list_and_remove, "check": check}[sys.argv[1]]
    made = create_app(
        STREAMS,
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=os.environ["DATABASE_URL"],
        RATELIMIT_ENABLED=False,
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    until = time.monotonic() + float(sys.stdin.readline())
    sys.stdout.write(json.dumps(work(made, int(sys.argv[2]), until)))
