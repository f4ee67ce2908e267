"""Who keeps its word is counted from what others confirmed, and from nothing else."""

import csv
import io
from datetime import date, timedelta

import sqlalchemy as sa

from commitments.models import Commitment, CommitmentOutcome, CommitmentState
from integrity.base.db import db
from tests.commitments.makers import make_published, make_reported
from tests.factories import TODAY, make_body, make_enterprise
from tests.reports.makers import kept_pledge
from tests.sanctions.test_exclusions import make_public


def closed(outcome: CommitmentOutcome, on: date, body, due: date = TODAY) -> Commitment:
    item = make_published(body)
    item.state, item.outcome = CommitmentState.VERIFIED, outcome
    item.due_on, item.closed_on = due, on
    db.session.flush()
    return item


def board(client) -> dict[str, int]:
    answer = client.get("/kept/?format=csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    names, number = rows[0].index("名称"), rows[0].index("按期兑现")
    return {row[names]: int(row[number]) for row in rows[1:]}


def test_every_figure_is_what_one_counts_in_the_items(client) -> None:
    bodies = [make_body(f"示例守信局{n}") for n in range(3)]
    kept = CommitmentOutcome.FULFILLED
    for place, body in enumerate(bodies):
        for _n in range(place):
            closed(kept, TODAY - timedelta(days=1), body)
    closed(CommitmentOutcome.NOT_FULFILLED, TODAY - timedelta(days=1), bodies[2])
    closed(kept, TODAY, bodies[1], due=TODAY - timedelta(days=1))  # too late

    found = board(client)

    items = db.session.scalars(sa.select(Commitment)).all()
    for body in bodies:
        mine = [i for i in items if i.subject_id == body.id and i.outcome is kept]
        counted = sum(i.closed_on <= i.due_on for i in mine)
        assert found.get(body.name, 0) == counted
    assert found == {"示例守信局1": 1, "示例守信局2": 2}


def test_what_only_the_one_who_owes_says_does_not_count(client) -> None:
    item = make_reported()

    assert item.subject.name not in board(client)


def test_a_firm_is_praised_for_a_pledge_that_was_checked(client) -> None:
    firm = make_enterprise("示例守信公司")
    kept_pledge(firm)

    assert board(client) == {"示例守信公司": 1}


def test_who_broke_faith_or_is_late_is_not_praised(client) -> None:
    fallen, late = make_body("示例失信局"), make_body("示例逾期局")
    for body in (fallen, late):
        closed(CommitmentOutcome.FULFILLED, TODAY - timedelta(days=1), body)
    make_public(fallen)
    make_published(late).due_on = TODAY - timedelta(days=3)
    db.session.flush()

    assert board(client) == {}
