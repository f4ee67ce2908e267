"""A bulletin is a paper served upon every body that it names; each figure in it is recounted here
from the rows, by other means than those that made it."""

from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents.models import Delivery, Document
from integrity.casework.documents.paper import Table
from integrity.credit.publicity import bulletins
from integrity.credit.publicity.figures import period
from integrity.credit.publicity.models import PENALTIES
from integrity.people.subjects.models import Subject
from tests.factories import make_body, make_user
from tests.publicity.makers import day, enter, licence
from tests.publicity.test_monitoring import decided, mixed, office

pytestmark = pytest.mark.usefixtures("app")
ON = "2026-12-31"


def issued(name: str) -> list[Document]:
    """The papers of the bulletin of a period."""
    bulletins.make(period(name), by=office(), at=day(ON))
    papers = sa.select(Document).where(Document.kind == bulletins.PAPER)
    return list(db.session.scalars(papers.order_by(Document.id)))


def many() -> list[Subject]:
    """Bodies with a bit of everything; the last has nothing in the period."""
    bodies = [make_body(f"示例{name}局") for name in "甲乙丙"]
    mixed(bodies[0])
    mixed(bodies[1])
    by = make_user(Role.OFFICER, bodies[1])
    enter(licence(bodies[1]), kind="licences", by=by, at=day("2026-12-20"))
    decided(bodies[1], "乙〔2026〕8号", act="行政许可")
    decided(bodies[0], "甲〔2026〕0号", act="行政许可")
    decided(bodies[2], "丙〔2025〕1号", decided_on="2025-03-03")
    return bodies


def recounted(body: int, first: date, last: date) -> tuple[int, ...]:
    """Due, public, missing, late, rows and refused rows: plain rows, counted one by one."""

    def rows(text: str) -> list[dict]:
        return [dict(row) for row in db.session.execute(sa.text(text), {"b": body}).mappings()]

    def on(value) -> date:
        return value if isinstance(value, date) else date.fromisoformat(value)

    penal = {str(layout.value) for layout in PENALTIES}
    columns = 'number, layout, due_on, "on", corrects_id'
    postings = rows(f"SELECT {columns} FROM posting WHERE body_id=:b")
    first_ones = [
        row for row in postings if row["corrects_id"] is None and first <= on(row["due_on"]) <= last
    ]
    late = [row for row in first_ones if on(row["on"]) > on(row["due_on"])]
    there = {(row["number"], str(row["layout"]) in penal) for row in postings}
    made = rows("SELECT number, act, state, due_on FROM made_decision WHERE body_id=:b")
    lacking = [
        row
        for row in made
        if first <= on(row["due_on"]) <= last
        and row["state"] != "excused-decision"
        and (row["number"], row["act"] == "penalty") not in there
    ]
    files = rows('SELECT rows, refused, "on" FROM posting_file WHERE body_id=:b')
    sent = [row for row in files if first <= on(row["on"]) <= last]
    return (
        len(first_ones) + len(lacking),
        len(first_ones),
        len(lacking),
        len(late),
        sum(row["rows"] for row in sent),
        sum(row["refused"] for row in sent),
    )


def share(part: int, whole: int) -> str:
    return f"{part / whole * 100:.2f}%" if whole else ""


def table(paper: Document) -> dict[str, list[str]]:
    """The figures that a paper states, by the name of the body."""
    (found,) = [part for part in paper.paper.body if isinstance(part, Table)]
    return {row[0]: list(row[1:]) for row in found.rows}


@pytest.mark.parametrize(("name", "named"), [("2026-11", 2), ("2026-12", 1), ("2026-Q4", 2)])
def test_every_figure_of_the_paper_is_recounted_from_the_rows(name, named):
    bodies, within = many(), period(name)

    (paper,) = issued(name)

    said = {}
    for body in bodies:
        due, public, missing, late, rows, refused = recounted(body.id, within.first, within.last)
        if due or rows:
            counts = [str(number) for number in (due, public, missing, late, rows)]
            shares = share(public, due), share(late, public), share(rows - refused, rows)
            said[body.name] = [*counts, *shares]
    assert table(paper) == said and len(said) == named


def test_it_is_served_upon_every_body_that_it_names_and_upon_no_other():
    bodies = many()

    (paper,) = issued("2026-11")

    sent = sa.select(Delivery.subject_id).where(Delivery.document_id == paper.id)
    assert set(db.session.scalars(sent)) == {body.id for body in bodies[:2]}
    assert paper.issued_on == date(2026, 12, 31) and paper.ref


def test_a_period_of_which_there_is_nothing_to_state_is_told_to_nobody():
    (paper,) = issued("2026-09")

    assert not paper.deliveries


def test_a_body_opens_the_paper_at_its_desk(client, login):
    bodies = many()
    (paper,) = issued("2026-11")
    db.session.commit()
    login(make_user(Role.OFFICER, bodies[0]))

    assert paper.title in client.get("/desk/letters/").text
