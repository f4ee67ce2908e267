"""Every page without arguments, as every role, with a hundred thousand rows of everything.

No page may need more queries than with a hundred rows, and none more than a second.
"""

import contextvars
import time
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from tests.benchmarks.filling import fill_everything
from tests.conftest import _session_of
from tests.factories import make_user
from tests.statements import statements

FEW, MANY = 100, 100_000
Seen = dict[tuple[str, str], tuple[int, float]]
"""Role and address -> queries and seconds."""


def measured(new_app: Callable[[str], Flask], count: int) -> Seen:
    """What each role's pages cost with so many rows of everything."""
    app = new_app(f"bench_lists_{count}")
    with app.app_context():
        fill_everything(count)
        body = db.session.get(Subject, 1)
        users = {role: make_user(role, body).id for role in Role}
        db.session.commit()
    seen: Seen = {}
    for role, number in {None: 0, **users}.items():
        client = app.test_client()
        if role:
            enter(app, client, number)
        for address in addresses(app):
            if client.get(address).status_code == 200:
                start = time.perf_counter()
                with statements() as sent:
                    client.get(address)
                seen[role or "visitor", address] = len(sent), time.perf_counter() - start
    return seen


def addresses(app: Flask) -> list[str]:
    """The pages that need no argument."""
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    return sorted({str(rule) for rule in rules if not rule.arguments and rule.endpoint != "static"})


def enter(app: Flask, client: FlaskClient, number: int) -> None:
    entered = contextvars.Context().run(_session_of, app, User, number, client)
    with client.session_transaction() as stored:
        stored.update(entered)
