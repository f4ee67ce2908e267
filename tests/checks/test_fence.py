"""Nothing that a process keeps outlives its change: everything an answer rests on is followed."""

import re

import sqlalchemy as sa

from integrity.base.db import db
from integrity.credit.checks import fence
from integrity.credit.matters.models import matter_body
from integrity.credit.records.models import RecordState
from integrity.people.accounts import tokens
from tests.api.makers import make_token
from tests.checks.makers import make_check
from tests.factories import NOW, TODAY, make_body, make_record
from tests.sanctions.makers import MEASURE, make_listed
from tests.statements import statements

READ = re.compile(r'\b(?:FROM|JOIN) "?(\w+)"?')
OWN = {"credit_check", "check_result", "version_counter", "made"}
"""The register itself with a name within its statement, and the count."""
BY_NAME = {"former_name"}
"""Read only for names, and no answer to a name is kept."""


def test_every_table_on_which_an_answer_to_a_code_rests_moves_the_count() -> None:
    listed = make_listed(make_body(), measures=(MEASURE,))
    record = make_record(
        state=RecordState.CONFIRMED, decided_on=TODAY, until=TODAY, grade="general"
    )
    token = make_token()
    asked = {"a": {"code": listed.subject.uscc}, "b": {"code": record.subject.uscc}}
    body = make_body()
    db.session.flush()
    db.session.expire_all()

    with statements() as seen:
        make_check(asked, body=body)
        tokens.of(token, NOW)

    followed = {model.__tablename__ for model in fence.FOLLOWED} | {matter_body.name}
    read = {name for statement in seen for name in READ.findall(statement)}
    assert {"list_entry", "credit_record", "subject", "token"} <= read
    assert read - OWN - BY_NAME <= followed


def test_a_transaction_that_moved_something_believes_nothing_that_was_kept() -> None:
    if db.engine.dialect.name != "postgresql":
        return
    make_body()
    db.session.flush()

    count = db.session.scalar(sa.text(f"SELECT {fence.VERSION}"))

    assert count is None


def test_every_followed_table_has_its_trigger() -> None:
    if db.engine.dialect.name != "postgresql":
        return
    wanted = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_moves_checks'"

    found = set(db.session.scalars(sa.text(wanted)))

    assert found == {model.__tablename__ for model in fence.FOLLOWED} | {matter_body.name}
