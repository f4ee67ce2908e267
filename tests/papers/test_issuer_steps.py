"""The steps of a paper are those of the body that issues it, in every count and every word."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.late_steps import LateStep
from integrity.casework import delays, late_periods
from integrity.casework.documents import flow as documents
from integrity.casework.documents.models import Document
from integrity.casework.steps import Side, step_in
from tests.factories import NOW, TODAY, make_body, make_user
from tests.papers.makers import issued

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


def test_a_paper_that_a_body_issues_is_its_to_serve_and_the_offices_other_ones():
    """Whoever issued a paper, that it lay unserved was counted as late with the office."""
    body, late = make_body("示例市财政局"), TODAY + 60 * DAY
    office, other = issued(make_body()), issued(make_body())
    other.body_id = body.id
    db.session.flush()

    found = {(row.thing, row.who): row.number for row in delays.counts(late)}
    report = late_periods.of_month((TODAY, late), ["document", "delivery"])
    names = {(row.thing, row.who, row.name) for row in db.session.execute(report)}
    words, _tone = step_in(documents.FLOW, other, late)

    for thing in ("document", "delivery"):
        assert found[thing, Side.OFFICE] == found[thing, Side.ISSUER] == 1
        assert {(thing, "office", None), (thing, "issuer", body.name)} <= names
    assert body.name in words
    assert "领导小组办公室" in step_in(documents.FLOW, office, late)[0]


def test_a_late_step_of_a_paper_is_kept_as_that_of_its_issuer():
    office, other = issued(make_body()), issued(make_body())
    other.body_id = make_body().id
    for document in (office, other):
        document.step_due_on = TODAY - DAY
    db.session.flush()

    documents.FLOW.go(office, "cancel", by=make_user(), at=NOW)
    documents.FLOW.go_all(Document, "cancel", Document.id == other.id, by=make_user(), at=NOW)

    kept = sa.select(LateStep.who).where(LateStep.thing == "document")
    assert sorted(db.session.scalars(kept)) == ["issuer", "office"]
