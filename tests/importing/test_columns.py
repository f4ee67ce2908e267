"""A file whose columns nobody knows by their names: a person says what they are, once."""

from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.doors.importing import retention
from integrity.doors.importing.mappings import ColumnMapping, guesses
from integrity.doors.importing.models import Upload, UploadState
from integrity.files.columns import Head
from integrity.people.subjects.models import Subject
from jobs import runner
from tests.factories import NOW, make_body, make_user
from tests.importing.makers import checked

LINES = """户别,户名,登记号码,电话
企业,示例河湾工程有限公司,91370176EX70001524,1
企业,示例二号有限公司,,2
"""
SAID = {"c0": "kind", "c1": "name", "c2": "uscc", "c3": "", "keep": "y"}


@pytest.fixture
def office(login):
    return login(make_user(Role.OFFICE))


def sent(client, lines: str = LINES, kind: str = "subjects") -> Upload:
    return checked(client, lines.encode(), kind=kind)


def mapped(client, upload, **more):
    """What the page answers to whoever says what the columns are; then a worker checks again."""
    answer = client.post(f"/imports/{upload.id}/columns", data=SAID | more)
    runner.task("import_upload", upload.id)
    db.session.refresh(upload)
    return answer


def kept() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(ColumnMapping)) or 0


def enterprises() -> set[str]:
    return set(db.session.scalars(sa.select(Subject.name).where(Subject.kind == "enterprise")))


def test_a_file_with_other_words_is_asked_about_and_then_imported(office):
    upload = sent(office)
    page = office.get(f"/imports/{upload.id}").text
    form = office.get(f"/imports/{upload.id}/columns").text

    answer = mapped(office, upload)

    assert "缺少列：类型（kind）" in page and f"/imports/{upload.id}/columns" in page
    assert "例如：示例河湾工程有限公司、示例二号有限公司" in form
    assert answer.status_code == 302
    assert (upload.state, upload.report["added"]) == (UploadState.CHECKED, 2)
    assert upload.report["first"][0]["cells"]["name"] == "示例河湾工程有限公司"
    assert "“户名”：名称" in office.get(f"/imports/{upload.id}").text
    office.post(f"/imports/{upload.id}/confirm")
    runner.task("import_upload", upload.id)
    assert enterprises() == {"示例河湾工程有限公司", "示例二号有限公司"}
    assert {"ask_columns", "map"} <= {event.move for event in audit.history(upload)}


def test_what_was_said_counts_for_the_next_file_of_the_body_in_any_order(office):
    mapped(office, sent(office))

    again = sent(office, "电话,登记号码,户名,户别\n1,,示例三号有限公司,企业\n")

    page = office.get(f"/imports/{again.id}").text
    assert (again.state, again.report["added"]) == (UploadState.CHECKED, 1)
    assert "以后不再这样读取" in page and "“登记号码”：统一社会信用代码" in page


def test_it_counts_for_no_other_body_kind_or_header(office, login):
    mapped(office, sent(office))
    other = login(make_user(Role.OFFICE, make_body("示例别的信用办")))

    assert sent(office, LINES.replace("户别", "户型")).state is UploadState.UNMAPPED
    assert sent(office, kind="arrears").state is UploadState.UNMAPPED
    assert sent(other).state is UploadState.UNMAPPED


def test_it_is_forgotten(office):
    upload = sent(office)
    mapped(office, upload)

    answer = office.post(f"/imports/{upload.id}/columns/forget")

    assert (answer.status_code, kept()) == (302, 0)
    assert sent(office).state is UploadState.UNMAPPED
    assert "以后不再这样读取" not in office.get(f"/imports/{upload.id}").text


def test_it_is_not_kept_when_nobody_asks_for_it(office):
    upload = sent(office)
    answer = office.post(f"/imports/{upload.id}/columns", data=SAID | {"keep": ""})

    assert (answer.status_code, kept()) == (302, 0)


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ({"c1": ""}, "请指定哪一列是：名称"),
        ({"c3": "name"}, "只能有一列是：名称"),
        ({"c1": "x"}, ""),
    ],
)
def test_what_does_not_do_is_said_and_what_was_chosen_stays(office, more, cause):
    upload = sent(office)

    answer = mapped(office, upload, **more)

    assert (answer.status_code, upload.state, kept()) == (422, UploadState.UNMAPPED, 0)
    assert cause in answer.text
    assert '<option selected value="uscc">' in answer.text


def test_of_two_people_the_second_is_told(office, login):
    upload = sent(office)
    second = login(make_user(Role.OFFICE))
    data = SAID | {"moves": str(upload.moves)}
    office.post(f"/imports/{upload.id}/columns", data=data)

    answer = second.post(f"/imports/{upload.id}/columns", data=data | {"c2": ""})

    assert answer.status_code == 409
    assert upload.meaning["keys"] == ["kind", "name", "uscc", ""]


def test_a_known_header_can_be_read_otherwise_on_request(office):
    upload = sent(office, "类型,名称,简称\n企业,甲,示例河湾工程有限公司\n")
    assert upload.state is UploadState.CHECKED

    mapped(office, upload, c0="kind", c1="", c2="name")

    assert upload.report["first"][0]["cells"]["name"] == "示例河湾工程有限公司"


def test_nobody_else_says_it(office, login):
    upload = sent(office)
    stranger = login(make_user(Role.OFFICER, make_body()))

    assert stranger.get(f"/imports/{upload.id}/columns").status_code == 404
    assert stranger.post(f"/imports/{upload.id}/columns", data=SAID).status_code == 404
    assert stranger.post(f"/imports/{upload.id}/columns/forget").status_code == 404


def test_it_is_chosen_before_only_what_is_clear():
    heads = [
        Head("name", "单位名称"),
        Head("code", "统一社会信用代码"),
        Head("a", "甲方"),
        Head("b", "乙方"),
    ]
    found = [
        {"name": name, "key": ""} for name in ("单位的名称", "社会信用代码号", "丙方", "联系电话")
    ]

    assert guesses(found, heads) == ["name", "code", "", ""]


def test_two_columns_that_might_be_the_same_are_both_left_open():
    found = [{"name": name, "key": ""} for name in ("单位名称1", "单位名称2")]

    assert guesses(found, [Head("name", "单位名称")]) == ["", ""]


def test_it_lapses_and_its_examples_are_erased(office):
    upload = sent(office)

    retention.sweep(on=date(2027, 11, 20), at=NOW)

    assert (upload.state, upload.columns) == (UploadState.ABANDONED, None)
    assert office.get(f"/imports/{upload.id}/columns").status_code == 404


TWO_LINES = """示例区单位台账,,,,
户别,登记信息,,联系信息,
,户名,号码,电话,邮编
企业,示例河湾工程有限公司,91370176EX70001524,1,250000
企业,示例二号有限公司,,2,250000
"""
"""A title, and a header of two lines in words that nobody knows, with cells across columns."""


def test_an_unknown_header_of_two_lines_is_asked_about_with_joined_titles(office):
    upload = sent(office, TWO_LINES)
    form = office.get(f"/imports/{upload.id}/columns").text
    said = {"c0": "kind", "c1": "name", "c2": "uscc", "c3": "", "c4": "", "keep": "y"}

    answer = mapped(office, upload, **said)

    names = ["户别", "登记信息户名", "登记信息号码", "联系信息电话", "联系信息邮编"]
    assert [column["name"] for column in upload.columns["columns"]] == names
    assert upload.columns["line"] == 3
    assert all(name in form for name in names)
    assert "例如：示例河湾工程有限公司、示例二号有限公司" in form
    assert (answer.status_code, upload.report["added"]) == (302, 2)
    assert upload.report["first"][0]["cells"]["uscc"] == "91370176EX70001524"
    assert sent(office, TWO_LINES).report["added"] == 2


@pytest.mark.parametrize(
    "lines",
    [
        "编制单位：示例局,,单位：万元\n户别,户名,号码\n企业,示例二号有限公司,1\n",
        "户别,户名,\n企业,示例二号有限公司,91370176EX70001524\n",
        "单位台账,,\n户别,户名,号码\n企业,示例二号有限公司,1\n",
        "户别,户名,号码\n企业,,1\n",
    ],
)
def test_titles_statements_and_rows_are_not_taken_for_half_a_header(office, lines):
    upload = sent(office, lines)

    names = [column["name"] for column in upload.columns["columns"]]
    assert names[:2] == ["户别", "户名"]
