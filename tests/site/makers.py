"""Items of a public and of a private stream, made as rows so that any day and state is possible."""

from datetime import date, timedelta
from itertools import count

from commitments.models import Category, Commitment, CommitmentOutcome, CommitmentState
from integrity.base import clock
from integrity.base.db import db
from integrity.credit.records.models import RecordState
from integrity.people.subjects.models import Subject
from integrity.streams.rectifications.models import Rectification
from tests.factories import NOW, make_body, make_record

_numbers = count(1)


def days_ago(number: int) -> date:
    return clock.today() - timedelta(days=number)


def make_commitment(
    body: Subject | None = None,
    due_on: date | None = None,
    state: CommitmentState = CommitmentState.PUBLISHED,
    outcome: CommitmentOutcome | None = None,
    closed_on: date | None = None,
    title: str = "年底前完成老旧小区改造",
) -> Commitment:
    commitment = Commitment(
        ref=f"CN-TEST-{next(_numbers):05d}",
        title=title,
        category=Category.SERVICE,
        state=state,
        outcome=outcome,
        subject_id=(body or make_body()).id,
        due_on=due_on,
        first_due_on=due_on,
        due_basis="2026年12月底前",
        closed_on=closed_on,
        published_at=NOW,
    )
    db.session.add(commitment)
    db.session.flush()
    return commitment


def make_order(body: Subject | None = None, due_on: date | None = None) -> Rectification:
    """An order to put right: nobody but the body and the office may read it."""
    body = body or make_body()
    order = Rectification(
        ref=f"ZG-TEST-{next(_numbers):05d}",
        record_id=make_record(body, RecordState.CONFIRMED).id,
        subject_id=body.id,
        title="不公开的整改要求",
        demand="整改",
        ordered_at=NOW,
        ordered_by_name="示例office",
        due_on=due_on,
        first_due_on=due_on,
    )
    db.session.add(order)
    db.session.flush()
    return order
