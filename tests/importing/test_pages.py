"""A file is sent, checked, read and confirmed; what was refused can be corrected."""

import csv
import io

import pytest
import sqlalchemy as sa
from python_calamine import load_workbook

from commitments.imports import IMPORTERS as COMMITMENTS
from commitments.models import Commitment
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission, Role, granted
from integrity.doors.importing import kinds, service
from integrity.doors.importing.models import Upload, UploadState
from tests.factories import make_body, make_user
from tests.importing.makers import checked, imported, promise, send, sheet
from tests.queries import number_of

COLUMNS = COMMITMENTS["commitments"].columns


@pytest.fixture
def office(login):
    return login(make_user(Role.OFFICE))


def stored() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Commitment)) or 0


def test_a_file_is_checked_first_and_changes_nothing(office):
    upload = checked(office, sheet(COLUMNS, promise(make_body())))

    page = office.get(f"/imports/{upload.id}").text
    assert (upload.state, stored()) == (UploadState.CHECKED, 0)
    assert "正式导入" in page and "还没有改动任何数据" in page


def test_what_was_confirmed_is_imported_by_whoever_confirmed_it(office, login):
    upload = checked(office, sheet(COLUMNS, promise(make_body())))
    second = make_user(Role.OFFICE, name="示例第二人")
    client = login(second)

    look = client.get(f"/imports/{upload.id}/confirm")
    client.post(f"/imports/{upload.id}/confirm")
    service.work(upload.id, at=upload.at)

    assert "新增 1 行" in look.text
    assert (upload.state, upload.confirmed_by_name, stored()) == (
        UploadState.IMPORTED,
        "示例第二人",
        1,
    )
    item = db.session.scalars(sa.select(Commitment)).one()
    assert [event.by_id for event in audit.history(item)] == [second.id]


def test_every_step_is_in_the_log(office):
    upload = imported(office, sheet(COLUMNS, promise(make_body())))

    moves = {event.move for event in audit.history(upload)}
    assert moves == {"upload", "check", "confirm", "finish"}


def test_a_refused_row_is_shown_with_line_column_value_and_reason(office):
    body = make_body()
    rows = [promise(body), promise(body, "T2026-0002", due_on="年底"), promise(body, "T2026-0003")]

    upload = imported(office, sheet(COLUMNS, *rows))

    page = office.get(f"/imports/{upload.id}").text
    assert all(words in page for words in ("第 3 行", "完成期限", "年底", "不是日期"))
    assert (stored(), upload.report["refused"]) == (2, 1)


def test_the_refused_rows_are_corrected_and_imported_again(office):
    body = make_body()
    upload = imported(office, sheet(COLUMNS, promise(body), promise(body, "T2", due_on="年底")))

    rejects = office.get(f"/imports/{upload.id}/rejects.csv").data.decode("utf-8-sig")
    again = imported(office, rejects.replace("年底", "2026-11-30", 1).encode())

    assert [row["_line"] for row in csv.DictReader(io.StringIO(rejects))] == ["3"]
    assert (again.report["added"], again.report["refused"], stored()) == (1, 0, 2)


def test_a_file_with_nothing_new_cannot_be_confirmed(office):
    content = sheet(COLUMNS, promise(make_body()))
    imported(office, content)

    again = checked(office, content)
    answer = office.post(f"/imports/{again.id}/confirm")

    assert again.report["unchanged"] == 1
    assert answer.status_code == 422
    assert "没有新增或者更新的行" in answer.text
    assert "/confirm" not in office.get(f"/imports/{again.id}").text


def test_a_file_is_abandoned(office):
    upload = checked(office, sheet(COLUMNS, promise(make_body())))

    office.post(f"/imports/{upload.id}/abandon")

    assert (upload.state, stored()) == (UploadState.ABANDONED, 0)
    assert office.post(f"/imports/{upload.id}/confirm").status_code == 409


def test_what_is_not_checked_yet_cannot_be_confirmed(office):
    answer = send(office, sheet(COLUMNS, promise(make_body())))

    assert office.post(f"{answer.location}/confirm").status_code == 409
    assert office.post(f"{answer.location}/abandon").status_code == 409
    assert office.get(f"{answer.location}/rejects.csv").status_code == 404


def test_the_page_waits_without_scripts_and_without_a_queue(office):
    page = office.get(send(office, sheet(COLUMNS, promise(make_body()))).location).text

    assert "处理中，可以离开本页" in page and "查看最新进度" in page


def test_an_export_is_imported_again_unchanged(office):
    body = make_body()
    imported(office, sheet(COLUMNS, promise(body), promise(body, "T2026-0002")))

    for form in ("csv", "xlsx"):
        export = office.get(f"/imports/export/commitments.{form}").data
        again = checked(office, export, name=f"again.{form}")
        assert (again.report["rows"], again.report["unchanged"]) == (2, 2), form


def test_a_template_holds_the_columns_and_explains_each(office, tmp_path):
    for kind, importer in kinds.open_to(make_user(Role.OFFICE)).items():
        path = tmp_path / f"{kind}.xlsx"
        path.write_bytes(office.get(f"/imports/template/{kind}.xlsx").data)

        book = load_workbook(str(path))
        (header,) = book.get_sheet_by_index(0).to_python()
        explained = book.get_sheet_by_index(1).to_python()[1:]
        assert header == [head.name for head in importer.heads]
        assert [line[0] for line in explained if not line[2]] == [], kind


def test_every_kind_on_the_web_has_a_title_and_explains_all_of_its_columns(app):
    for name, importer in kinds.importers().items():
        if importer.permission:
            assert importer.title, name
            assert set(importer.columns) == set(importer.help), name
            assert len({head.name for head in importer.heads}) == len(importer.heads), name


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_header_may_use_names_or_keys(office, locale):
    office.get("/language", query_string={"locale": locale})
    body = make_body()
    with_keys = sheet(COLUMNS, promise(body))
    names = {head.key: head.name for head in kinds.importers()["commitments"].heads}
    with_names = sheet(
        [names[key] for key in COLUMNS],
        {names[key]: value for key, value in promise(body).items()},
    )

    imported(office, with_keys)
    again = checked(office, with_names)

    assert (again.report["unchanged"], again.report["rejected"]) == (1, [])


def test_rules_measures_and_lists_stay_with_the_command_line(app):
    closed = {name for name, importer in kinds.importers().items() if not importer.permission}

    assert closed == {
        "terms",
        "documents",
        "measures",
        "offences",
        "list-entries",
        "listing-bases",
        "listing-standards",
        "repair-materials",
        "repair-treatments",
    }


OFFICE = {
    "indicators", "commitments", "subjects", "arrears", "complaints", "finance-payments",
    "plan-tasks", "arrears-transfers", "contracts", "contract-nodes", "court-handed-down",
    "grievances", "grades", "decisions", "taxpayer-grades", "association-members",
    "catalogue", "supervised-subjects", "credit-evaluations", "matters",
    "workdays", "lpr",
}  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_each_role_imports_only_its_own_kinds(login, role):
    user = make_user(role, make_body())
    mine = {n for n, i in kinds.importers().items() if i.permission in granted(role)}
    client = login(user)

    found = {
        name
        for name in kinds.importers()
        if client.get(f"/imports/new?kind={name}").status_code == 200
    }

    template = {
        "made-decisions",
        "activities",
        *(f"{kind}{of}" for kind in ("licences", "penalties") for of in ("", "-of-persons")),
    }
    expected = {
        Role.OFFICE: template | OFFICE,
        Role.FINDER: (template - {"activities"}) | {"finance-payments", "readings", "decisions"},
        Role.OFFICER: {"commitment-drafts", "pledges", "decisions", "approvals", "check-outcomes"}
        | {f"data-ML-SJ-{number:02d}" for number in range(1, 12)}
        | {"supervised-subjects", "credit-evaluations"}
        | template,
        Role.CLERK: {"pledges", "approvals", "check-outcomes"},
        Role.COURT: {"court-cases"},
        Role.EVALUATOR: {"scores"},
    }
    assert found == mine == expected.get(role, set())
    assert client.get("/imports/").status_code == (200 if mine else 403)
    assert ("/imports/" in client.get("/desk/").text) == bool(mine)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICE])
def test_nobody_touches_an_upload_of_the_office(login, role):
    upload = checked(login(make_user(Role.OFFICE)), sheet(COLUMNS, promise(make_body())))
    client = login(make_user(role, make_body()))

    for address in ("", "/status", "/rejects.csv", "/confirm"):
        assert client.get(f"/imports/{upload.id}{address}").status_code in (403, 404)
    for address in ("/confirm", "/abandon"):
        assert client.post(f"/imports/{upload.id}{address}").status_code in (403, 404)
    assert client.get("/imports/export/commitments.csv").status_code == 404
    assert client.get("/imports/template/commitments.xlsx").status_code == 404
    assert send(client, b"x").status_code in (403, 404)
    assert upload.state is UploadState.CHECKED


def test_a_visitor_logs_in_first(client):
    assert "/login" in client.get("/imports/").location


def test_who_lost_the_right_imports_nothing(office, login):
    person = make_user(Role.OFFICE)
    upload = checked(login(person), sheet(COLUMNS, promise(make_body())))
    login(person).post(f"/imports/{upload.id}/confirm")
    person.role = Role.AUDITOR
    db.session.flush()

    service.work(upload.id, at=upload.at)

    assert (upload.state, stored()) == (UploadState.FAILED, 0)
    assert Permission.IMPORT not in granted(person.role)


def test_the_list_is_a_constant_number_of_queries(office):
    body = make_body()
    checked(office, sheet(COLUMNS, promise(body)))
    few = number_of(office, "/imports/")
    for number in range(5):
        checked(office, sheet(COLUMNS, promise(body, f"T{number}")))

    assert number_of(office, "/imports/") == few


def test_the_list_says_what_to_do_when_it_is_empty(office):
    assert "还没有导入过文件" in office.get("/imports/").text


def test_the_list_shows_kind_state_and_counts(office):
    imported(office, sheet(COLUMNS, promise(make_body())))

    page = office.get("/imports/?kind=commitments&state=imported").text

    assert all(words in page for words in ("list.csv", "公开承诺", "已导入", "新增 1"))
    assert "list.csv" not in office.get("/imports/?state=failed").text


def test_a_kind_that_does_not_exist_is_not_found(office):
    for address in ("new?kind=x", "template/x.xlsx", "export/x.csv", "export/subjects.json"):
        assert office.get(f"/imports/{address}").status_code == 404, address


def test_a_file_must_be_chosen(office):
    answer = office.post("/imports/new?kind=commitments")

    assert answer.status_code == 422
    assert "请选择文件" in answer.text
    assert db.session.scalar(sa.select(Upload)) is None
