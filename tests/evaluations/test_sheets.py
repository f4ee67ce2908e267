"""The table that an evaluator fills in names its own bodies and leaves, and is imported again."""

import csv
import io

import pytest

from evaluations.schemes import asked
from integrity.base.permissions import Role
from tests.evaluations.makers import make_assignment, make_evaluator, score_all
from tests.factories import make_body, make_user
from tests.importing.makers import imported


def rows_of(page):
    return list(csv.DictReader(io.StringIO(page.data.decode("utf-8-sig"))))


def test_the_sheet_has_every_leaf_of_ones_own_bodies_and_nobody_elses(login):
    evaluator, other = make_evaluator(), make_evaluator("另一家示例机构")
    mine, theirs = (
        make_assignment(evaluator, make_body()),
        make_assignment(other, make_body("乙局")),
    )
    rows = rows_of(login(evaluator).get("/evaluations/assignments/sheet.csv"))

    leaves = [leaf.code for leaf in asked(mine.round.scheme)]
    assert [row["指标"] for row in rows] == leaves
    assert {row["评价轮次"] for row in rows} == {mine.round.ref} != {theirs.round.ref}
    assert login(evaluator).get("/evaluations/assignments/sheet.xlsx").data[:2] == b"PK"
    assert login(evaluator).get("/evaluations/assignments/sheet.pdf").status_code == 404


def test_a_sheet_that_was_filled_in_is_imported(login):
    evaluator = make_evaluator()
    found = make_assignment(evaluator, make_body())
    client = login(evaluator)
    rows = rows_of(client.get("/evaluations/assignments/sheet.csv"))
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(row | {"得分": "88", "依据": "示例"} for row in rows)
    imported(client, text.getvalue().encode(), kind="scores")

    assert {one.points for one in found.scores} == {88}
    assert len(found.scores) == len(rows)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.OFFICER])
def test_what_was_handed_in_is_on_no_sheet_and_only_evaluators_have_one(login, role):
    evaluator = make_evaluator()
    score_all(make_assignment(evaluator, make_body()), 90)

    assert rows_of(login(evaluator).get("/evaluations/assignments/sheet.csv")) == []
    user = make_user(role, make_body("丙局"))
    assert login(user).get("/evaluations/assignments/sheet.csv").status_code == 403
