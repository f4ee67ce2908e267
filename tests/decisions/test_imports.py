"""Decisions from a table: row by row, of one's own body, as drafts."""

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.files import imports
from integrity.streams.decisions.imports import IMPORTERS
from integrity.streams.decisions.models import Decision, DecisionState
from tests.decisions.makers import make_decision, officer_of
from tests.factories import NOW, make_body, make_enterprise
from tests.importing.makers import sheet

IMPORTER = IMPORTERS["decisions"]


@pytest.fixture(autouse=True)
def _app(app):
    return app


def row(firm, **more):
    return {
        "subject": firm.uscc,
        "kind": "行政处罚",
        "severity": "一般",
        "number": "示例市监罚〔2026〕100号",
        "title": "示例：罚款2万元",
        "facts": "示例：查明属实",
        "decided_on": "2026-11-02",
    } | more


def load(tmp_path, by, *rows):
    path = tmp_path / "decisions.csv"
    path.write_bytes(sheet(IMPORTER.columns, *rows))
    return imports.run(IMPORTER, path, by=by, at=NOW)


def test_each_row_is_a_draft_and_again_changes_nothing(tmp_path):
    by, firm = officer_of(make_body("示例市场监管局")), make_enterprise()

    first = load(tmp_path, by, row(firm))
    again = load(tmp_path, by, row(firm))

    (item,) = db.session.scalars(sa.select(Decision)).all()
    assert (first.added, again.unchanged) == (1, 1)
    assert (item.state, item.body_id) == (DecisionState.DRAFT, by.body_id)


def test_what_is_wrong_stands_alone(tmp_path):
    by, firm = officer_of(make_body("示例市场监管局")), make_enterprise()

    report = load(
        tmp_path,
        by,
        row(firm),
        row(firm, number="示例2", severity=""),
        row(firm, number="示例3", subject="没有这家"),
        row(firm, number="示例4", body=make_body("别的局").uscc),
        row(firm, title="别的内容"),
    )

    assert report.added == 1
    assert [rejection.line for rejection in report.rejected] == [3, 4, 5, 6]


def test_what_was_exported_can_be_imported_again(tmp_path):
    item = make_decision()
    (line,) = IMPORTER.own(officer_of(item.body))

    again = load(tmp_path, officer_of(item.body), {k: str(v or "") for k, v in line.items()})

    assert (again.added, again.unchanged) == (0, 1)
