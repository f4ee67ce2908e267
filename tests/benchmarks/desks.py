"""The desk of an officer of whose body ever so much is late."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Flask

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.subjects.models import Subject
from tests.benchmarks.filling import fill_register, settle
from tests.benchmarks.lists import enter
from tests.factories import make_user

DESK = ("/desk/", "/desk/dashboard", "/desk/delays/")
"""Pages that count who is late with which step."""
DUTIES = 10_000
PAGES = ("/desk/", "/desk/?day=overdue", "/desk/todo/commitments.report", "/account")

Cost = tuple[int, float]
"""Queries and seconds."""


def visited(
    new_app: Callable[[str], Flask], visit: Callable[[Any, str], Cost], count: int
) -> dict[str, Cost]:
    """What the pages of an officer cost who has so many duties."""
    app = new_app(f"bench_desk_{count}")
    with app.app_context():
        fill_register(count, overdue=True)
        db.session.execute(sa.text("UPDATE commitment SET subject_id = 1"))
        officer = make_user(Role.OFFICER, db.session.get(Subject, 1)).id
        settle("commitment")
    client = app.test_client()
    enter(app, client, officer)
    return {address: visit(client, address) for address in PAGES}
