"""Pledges from a table: registered once, checked by the same verbs, never changed."""

import pytest

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.files import imports
from integrity.people.subjects.models import SubjectKind
from integrity.people.subjects.service import by_code
from integrity.streams.pledges.imports import IMPORTERS
from integrity.streams.pledges.models import Pledge, PledgeOutcome
from tests.factories import NOW, example_code, make_body, make_enterprise, make_user
from tests.importing.makers import imported
from tests.pledges.makers import make_pledge
from tests.statements import statements

IMPORTER = IMPORTERS["pledges"]
HEADER = (
    "external_id,subject,subject_name,kind,title,text,pledged_on,due_on,received_by,public,"
    "outcome,fact_on,second_source,reasons"
)
ROW = "1,导入企业,,approval,食品经营（示例）,符合全部条件,2026-03-02,2026-04-30,导入审批局,,,,,"
KEPT = ROW.removesuffix(",,,,") + ",kept,2026-04-20,现场核查,与承诺一致"
NEW = example_code(987654, "91")

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def load(tmp_path):
    make_enterprise("导入企业")
    make_body("导入审批局")

    def go(*rows: str, **options) -> imports.Report:
        file = tmp_path / "pledges.csv"
        file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        return imports.run(IMPORTER, file, by=SYSTEM, at=NOW, **options)

    return go


def test_a_file_imported_twice_adds_its_pledges_once(load):
    assert load(ROW).added == 1
    assert load(ROW).unchanged == 1
    made = db.session.query(Pledge).one()
    assert (made.public, made.registered_by_name) == (True, "导入审批局")


def test_on_the_web_a_body_brings_in_what_it_received_itself(load, login):
    receiver = make_body("自己的审批局")
    mine = ROW.replace("导入审批局", "自己的审批局")
    found = (KEPT.replace("导入审批局", "自己的审批局")).replace("1,", "2,", 1)
    file = "\n".join([HEADER, ROW, mine.replace("1,", "3,", 1), found]).encode()

    clerk = imported(login(make_user(Role.CLERK, receiver)), file, kind="pledges")
    assert [(r["line"], r["column"]) for r in clerk.report["rejected"]] == [
        (2, "received_by"),
        (4, "outcome"),
    ]
    officer = imported(login(make_user(Role.OFFICER, receiver)), file, kind="pledges")

    assert (officer.report["unchanged"], officer.report["added"]) == (1, 1)
    taken = login(make_user(Role.OFFICER, make_body())).get("/imports/export/pledges.csv")
    assert "食品经营" not in taken.text


def test_a_row_with_a_result_is_checked_and_stays_so(load):
    load(ROW)

    assert load(KEPT).updated == 1
    assert load(KEPT).unchanged == 1
    assert load(ROW).unchanged == 1
    assert db.session.query(Pledge).one().outcome is PledgeOutcome.KEPT


@pytest.mark.parametrize(("first", "kind"), [("91", "enterprise"), ("51", "organisation")])
def test_an_unknown_code_with_a_name_is_added_to_the_register(load, first, kind):
    code = example_code(987654, first)

    assert load(ROW.replace("导入企业,", f"{code},示例新登记")).added == 1
    assert by_code(code).kind is SubjectKind(kind)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("导入企业", "没有的企业", "subject"),
        ("导入企业", "11010519491231002X", "subject"),
        ("导入企业", "导入审批局", ""),
        ("导入审批局", "没有的局", "received_by"),
        ("导入审批局", "", ""),
        ("approval", "张三", "kind"),
        ("2026-03-02", "3月2日", "pledged_on"),
        ("2026-03-02", "2027-03-02", ""),
        ("2026-04-30", "2026-01-01", ""),
        ("符合全部条件", "", "text"),
        ("审批局,,,,,", "审批局,,kept,,来源,理由", "fact_on"),
        ("审批局,,,,,", "审批局,,kept,2026-03-03,,理由", "second_source"),
        ("审批局,,,,,", "审批局,,fine,2026-03-03,来源,理由", "outcome"),
        ("审批局,,,,,", "审批局,也许,,,,", "public"),
    ],
)
def test_a_wrong_row_is_rejected_alone(load, old, new, column):
    report = load(ROW.replace(old, new), ROW.replace("1,导入", "2,导入", 1))

    assert report.added == 1
    assert [rejection.column for rejection in report.rejected] == [column]


def test_what_was_registered_is_never_changed_by_a_file(load):
    load(ROW)

    report = load(ROW.replace("符合全部条件", "符合部分条件"))

    assert "不能更改" in report.rejected[0].message
    assert db.session.query(Pledge).one().text == "符合全部条件"


def test_what_was_exported_can_be_imported_again(load, tmp_path):
    load(KEPT, ROW.replace("1,导入", "2,导入", 1))
    make_pledge(public=False)
    file = tmp_path / "export.csv"
    file.write_bytes(imports.export(IMPORTER).read())

    report = imports.run(IMPORTER, file, by=SYSTEM, at=NOW)

    assert (report.unchanged, report.rejected) == (3, [])


def test_an_export_rebuilds_the_register(load, tmp_path):
    load(KEPT)
    file = tmp_path / "export.csv"
    file.write_bytes(imports.export(IMPORTER).read())
    first = db.session.query(Pledge).one()
    before = (first.text, first.due_on, first.outcome, first.fact_on, first.reasons)
    db.session.delete(first)

    assert imports.run(IMPORTER, file, by=SYSTEM, at=NOW).added == 1
    again = db.session.query(Pledge).one()
    assert (again.text, again.due_on, again.outcome, again.fact_on, again.reasons) == before


def test_a_withdrawal_is_taken_over_once(load):
    withdrawn = ROW.removesuffix(",,,,") + ",withdrawn,2026-04-20,注销决定书,已经注销"

    assert load(withdrawn).added == 1
    assert load(withdrawn).unchanged == 1
    assert db.session.query(Pledge).one().outcome is PledgeOutcome.WITHDRAWN


def test_the_parties_of_a_batch_are_looked_up_together(load):
    def reads(*rows: str) -> int:
        with statements() as seen:
            assert load(*rows, dry_run=True).rejected == []
        return sum(statement.startswith("SELECT") for statement in seen)

    few = reads(*(ROW.replace("1,导入", f"{n},导入", 1) for n in range(2)))
    many = reads(*(ROW.replace("1,导入", f"{n},导入", 1) for n in range(20)))

    assert many == few
