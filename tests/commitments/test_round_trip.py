"""What was exported is imported into an empty system, and exported from there byte by byte."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments import fulfilment, imports
from commitments.change import changes
from commitments.change_models import ChangeKind
from commitments.models import (
    PUBLIC,
    Category,
    Commitment,
    CommitmentOutcome,
    CommitmentState,
    Progress,
    Theme,
)
from commitments.steps import milestones
from commitments.steps.milestones import Milestone
from integrity.base.audit.service import SYSTEM
from integrity.base.db import Model, db
from integrity.base.permissions import Role
from integrity.casework.key_fields import KeyField
from integrity.files.exports import EXPORTS, as_csv, whole
from integrity.files.imports import Report, export, run
from integrity.files.rows import SIGNS
from integrity.files.spellings import visible
from integrity.people.subjects.service import register_person
from tests.commitments.makers import make_published, make_reported
from tests.factories import NOW, make_body, make_enterprise, make_user

KIND = imports.IMPORTERS["commitments"]
VERDICT = ("state", "outcome")
"""Columns that only tell; an import takes no verdict over."""
OLD = (
    "ref", "body", "source_title", "source_date", "issuer", "title", "target", "lead_unit",
    "support_units", "due_on", "due_words", "category", "outcome_words", "outcome_date",
    "source_locator", "done_on",
)  # fmt: skip
"""The columns of files made before there were more."""

letters = st.characters(
    exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn"], include_characters="\n\r'=+-@"
).filter(lambda c: visible(f"a{c}a") == f"a{c}a")
texts = st.text(letters, max_size=40).filter(lambda text: visible(text) not in SIGNS)
"""What may be left out: a sign for nothing is read as nothing, whoever wrote it."""
words = st.text(letters, min_size=1, max_size=40).filter(lambda text: text.strip())
titles = st.text(st.sampled_from("完成主体工程竣工49 =+-'"), min_size=1, max_size=10).filter(
    lambda text: text.strip() and text == text.strip()
)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
amounts = st.none() | st.decimals(0, 10**12, places=2)
promises = st.fixed_dictionaries(
    {
        "title": words,
        "target": texts,
        "unit": texts,
        "source_title": texts,
        "source_page": texts,
        "source_locator": texts,
        "source_date": st.sampled_from(["", "2025", "2026-01-05"]),
        "lead_words": texts,
        "support_words": texts,
        "due_words": texts,
        "body_text": texts,
        "category": st.sampled_from(Category),
        "theme": st.none() | st.sampled_from(Theme),
        "key_field": st.none() | st.sampled_from(KeyField),
        "major": st.booleans(),
        "quantity": amounts,
        "measured": texts,
        "measured_quantity": amounts,
        "due_on": st.none() | days,
        "closed_on": st.none() | days,
        "outcome": st.sampled_from([None, *CommitmentOutcome][:-1]),
    }
)
parts = st.tuples(
    st.sets(st.integers(0, 3)),
    st.none() | st.integers(0, 3),
    st.lists(st.tuples(titles, days, st.integers(1, 100)), max_size=3),
    texts,
)


def store(number: int, values: dict, more: tuple, bodies: list) -> None:
    """A public commitment with all its parts, as however it came about it may lie there."""
    helpers, beneficiary, steps, said = more
    values = dict(values)
    due_on, done, outcome = values.pop("due_on"), values["closed_on"], values.pop("outcome")
    state = CommitmentState.PUBLISHED
    if done:
        state = CommitmentState.VERIFIED if outcome else CommitmentState.REPORTED
    else:
        values["measured"], values["measured_quantity"] = "", None
    item = Commitment(
        ref=f"R{number}",
        subject=bodies[number % 4],
        source_issuer="示例市人民政府",
        state=state,
        outcome=outcome if done else None,
        supporters=[bodies[place] for place in sorted(helpers)],
        beneficiary=None if beneficiary is None else bodies[beneficiary],
        **values,
    )
    item.run_until(due_on, "")
    db.session.add(item)
    for position, (title, day, weight) in enumerate(sorted(steps, key=lambda step: step[1]), 1):
        if due_on is None or day <= due_on:
            db.session.add(
                Milestone(
                    commitment=item, position=position, title=title, due_on=day, weight=weight
                )
            )
    if said.strip():
        db.session.add(Progress(commitment=item, text=said, at=NOW, by_name="示例"))
    db.session.flush()


def empty() -> None:
    """As if there had never been a commitment."""
    gone = {Commitment.__table__}
    for table in Model.metadata.sorted_tables:
        if any(key.column.table in gone for key in table.foreign_keys):
            gone.add(table)
    for table in reversed(Model.metadata.sorted_tables):
        if table in gone:
            db.session.execute(sa.delete(table))
    db.session.expire_all()


def public(form: str = "csv") -> bytes:
    """The export without the columns of a verdict."""
    columns = [column for column in KIND.columns if column not in VERDICT]
    writer = EXPORTS[form][0]
    return whole(writer, columns, ([row.get(c) for c in columns] for row in KIND.dump()))


def load(content: bytes, form: str) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{form}"
        path.write_bytes(content)
        return run(KIND, path, by=SYSTEM, at=NOW)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(items=st.lists(st.tuples(promises, parts), min_size=1, max_size=4))
def test_nothing_is_lost_on_the_way_out_and_in(form, items):
    with db.session.begin_nested() as everything:
        bodies = [
            make_body("示例甲局"),
            make_body("示例、乙局"),
            make_body("同名局"),
            make_body("同名局"),
        ]
        for number, (values, more) in enumerate(items):
            store(number, values, more, bodies)
        exported, before = export(KIND, form).read(), public()

        same = load(exported, form)
        empty()
        added = load(exported, form)

        assert (same.unchanged, same.rejected) == (len(items), [])
        assert (added.added, added.rejected) == (len(items), [])
        assert public() == before
        everything.rollback()


def test_a_commitment_made_through_the_pages_comes_back(app):
    steps = [("完成主体工程", date(2026, 6, 30), 40), ("竣工", date(2026, 12, 31), 60)]
    more = {"supporters": [make_body("示例财政局")], "beneficiary": make_enterprise()}
    make_published(steps=steps, body_text="第一行\r\n第二行\r\n", **more)
    make_reported()
    exported, before = export(KIND, "csv").read(), public()

    assert load(exported, "csv").unchanged == 2
    empty()
    assert load(exported, "csv").added == 2
    assert public() == before
    item = db.session.scalars(sa.select(Commitment).order_by(Commitment.id)).first()
    assert milestones.plan_of(item) == steps


def test_an_import_takes_no_verdict_over(app):
    item = make_reported()
    fulfilment.verify(
        item,
        CommitmentOutcome.FULFILLED,
        "实地核查",
        "属实",
        by=make_user(Role.OFFICE, make_body("示例办公室")),
        at=NOW,
    )
    exported = export(KIND, "csv").read()
    empty()

    assert "verified,fulfilled" in exported.decode("utf-8-sig")
    assert load(exported, "csv").added == 1
    made = db.session.scalars(sa.select(Commitment)).one()
    assert (made.state, made.outcome) == (CommitmentState.REPORTED, None)


def test_a_promise_withdrawn_by_lawful_change_does_not_come_back(app):
    item = make_published()
    officer, office = make_user(Role.OFFICER, item.subject), make_user(Role.OFFICE, make_body())
    asked = {"authority": "区政府", "document": "纪要", "why": "线位调整", "by": officer, "at": NOW}
    change = changes.request(item, ChangeKind.WITHDRAW, "public", **asked)
    changes.grant(change, "可", by=office, at=NOW)
    db.session.flush()
    exported = export(KIND, "csv").read()

    assert load(exported, "csv").unchanged == 1
    empty()
    assert [fault.column for fault in load(exported, "csv").rejected] == ["outcome"]


def test_a_file_with_the_old_columns_is_the_same_as_ever(app):
    make_published(quantity=49, theme=Theme.OPEN)
    columns = [next(KIND.dump())[name] for name in OLD]
    content = as_csv(list(OLD), iter([columns]))

    assert load(content, "csv").unchanged == 1
    empty()
    assert load(content, "csv").added == 1
    made = db.session.scalars(sa.select(Commitment)).one()
    assert (made.quantity, made.theme, made.major) == (None, None, False)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("theme", "open"),
        ("quantity", "50"),
        ("milestones", "2026-06-30，别的，1"),
        ("supporters", "示例局"),
        ("beneficiary", "示例局"),
        ("body_text", "别的"),
        ("major", "是"),
    ],
)
def test_no_field_of_a_public_promise_is_rewritten(app, column, value):
    item = make_published()
    row = dict(next(KIND.dump())) | {column: value}
    content = whole(
        EXPORTS["csv"][0], list(KIND.columns), iter([[row[name] for name in KIND.columns]])
    )

    assert [fault.column for fault in load(content, "csv").rejected] == [column]
    assert item.state in PUBLIC


def test_what_nobody_published_is_not_published_by_an_import(app):
    item = make_published()
    exported = export(KIND, "csv").read()
    item.state = CommitmentState.SIGNED
    db.session.flush()

    assert [fault.column for fault in load(exported, "csv").rejected] == ["ref"]
    assert item.state is CommitmentState.SIGNED


def test_no_person_is_named_as_a_beneficiary(app):
    person = register_person("诸葛示例", "11010519491231002X")
    make_published()
    row = dict(next(KIND.dump())) | {"ref": "NEW", "beneficiary": person.name}
    content = whole(
        EXPORTS["csv"][0], list(KIND.columns), iter([[row[name] for name in KIND.columns]])
    )

    assert [fault.column for fault in load(content, "csv").rejected] == ["beneficiary"]
