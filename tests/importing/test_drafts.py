"""A body's own list enters as drafts of that body, once; a court pushes its own cases."""

from datetime import date

import pytest
import sqlalchemy as sa

from commitments.draft_imports import IMPORTER as DRAFTS
from commitments.models import Category, Commitment, CommitmentState
from commitments.steps import milestones
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.streams.courts.models import CourtCase
from tests.commitments.makers import make_draft
from tests.factories import make_body, make_enterprise, make_user
from tests.importing.makers import checked, draft, imported, sheet

COLUMNS = DRAFTS.columns

KIND = "commitment-drafts"


@pytest.fixture
def body():
    return make_body("示例建设局")


@pytest.fixture
def officer(login, body):
    return login(make_user(Role.OFFICER, body))


def drafts() -> list[Commitment]:
    return list(db.session.scalars(sa.select(Commitment).order_by(Commitment.id)))


def test_a_list_becomes_drafts_of_the_body_of_who_imports_it(officer, body):
    firm, helper = make_enterprise(), make_body("示例财政局")
    row = draft(
        theme="守信践诺",
        beneficiary=firm.uscc,
        quantity="49",
        unit="个",
        supporters=helper.name,
        milestones="2026-06-30，完成主体工程，40；2026-12-31，竣工，60",
        major="是",
    )

    imported(officer, sheet(COLUMNS, row, draft(title="第二项")), kind=KIND)

    first, second = drafts()
    assert {first.subject_id, second.subject_id} == {body.id}
    assert (first.state, first.category, first.due_on) == (
        CommitmentState.DRAFTED,
        Category.SERVICE,
        date(2026, 12, 31),
    )
    assert (first.beneficiary, first.supporters, first.major) == (firm, [helper], True)
    assert [step.weight for step in milestones.of(first)] == [40, 60]
    assert first.ref.startswith("CN2026-") and first.ref != second.ref
    assert officer.get(f"/commitments/{first.ref}").status_code == 200


def test_the_same_list_again_changes_nothing(officer):
    content = sheet(COLUMNS, draft(), draft(title="第二项"))
    imported(officer, content, kind=KIND)

    again = checked(officer, content, kind=KIND)

    assert (again.report["unchanged"], again.report["added"], len(drafts())) == (2, 0, 2)


def test_a_draft_that_was_edited_is_not_overwritten(officer, body):
    imported(officer, sheet(COLUMNS, draft()), kind=KIND)
    drafts()[0].target = "50个"

    again = checked(officer, sheet(COLUMNS, draft()), kind=KIND)

    assert [fault["column"] for fault in again.report["rejected"]] == ["target"]
    assert drafts()[0].target == "50个"


@pytest.mark.parametrize("words", ["uscc", "name"])
def test_a_row_of_another_body_is_refused(officer, words):
    other = make_body("另一示例局")

    upload = checked(officer, sheet(COLUMNS, draft(body=getattr(other, words))), kind=KIND)

    assert [fault["column"] for fault in upload.report["rejected"]] == ["body"]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"category": "其他"}, "category"),
        ({"beneficiary": "没有登记的公司"}, "beneficiary"),
        ({"supporters": "没有登记的局"}, "supporters"),
        ({"quantity": "四十九"}, "quantity"),
        ({"quantity": "1.234"}, "quantity"),
        ({"quantity": "NaN"}, "quantity"),
        ({"quantity": "1e30"}, "quantity"),
        ({"milestones": "年底，竣工"}, "milestones"),
        ({"milestones": "2027-01-31，竣工，100"}, "milestones"),
        ({"milestones": "2026-06-30，竣工，101"}, "milestones"),
        ({"major": "可能"}, "major"),
        ({"unit": "长" * 41}, "unit"),
        ({"body_text": ""}, "body_text"),
    ],
)
def test_a_bad_cell_is_named(officer, change, column):
    upload = checked(officer, sheet(COLUMNS, draft(**change), draft(title="好")), kind=KIND)

    assert [fault["column"] for fault in upload.report["rejected"]] == [column]
    assert upload.report["added"] == 1


def test_only_drafts_of_the_own_body_are_taken_out(officer, body):
    make_draft(body, title="本局的草案")
    make_draft(make_body("另一示例局"), title="别局的草案")

    export = officer.get(f"/imports/export/{KIND}.csv").text

    assert "本局的草案" in export
    assert "别局的草案" not in export


def test_an_exported_draft_is_the_same_draft(officer, body):
    steps = [("完成主体工程", date(2026, 6, 30), 40)]
    make_draft(body, steps=steps, body_text="第一行\r\n第二行\r\n", unit="个")

    for form in ("csv", "xlsx"):
        export = officer.get(f"/imports/export/{KIND}.{form}").data
        again = checked(officer, export, kind=KIND, name=f"a.{form}")
        assert again.report["unchanged"] == 1, again.report


def test_a_court_pushes_its_own_cases_only(login):
    court, other, body = make_body("示例法院"), make_body("另一示例法院"), make_body()
    case = {
        "case_no": "（2026）鲁0199执1号",
        "body": body.uscc,
        "cause": "示例",
        "creditor_kind": "企业",
        "owed": "1万元",
        "received_on": "2026-03-02",
    }
    rows = [
        case | {"external_id": "1", "court": court.uscc},
        case | {"external_id": "2", "court": other.uscc, "case_no": "（2026）鲁0199执2号"},
    ]
    client = login(make_user(Role.COURT, court))

    upload = imported(client, sheet([*rows[0]], *rows), kind="court-cases")

    assert [fault["column"] for fault in upload.report["rejected"]] == ["court"]
    assert db.session.scalars(sa.select(CourtCase)).one().court_id == court.id
    stranger = login(make_user(Role.COURT, other))
    assert "执1号" not in stranger.get("/imports/export/court-cases.csv").text
