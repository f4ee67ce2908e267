"""No cell names a person by number; what everybody reads names no telephone."""

import pytest

from commitments.imports import IMPORTERS as COMMITMENTS
from integrity.base.permissions import Role
from integrity.doors.importing.kinds import importers
from tests.checks.makers import make_identifier
from tests.factories import make_body, make_user
from tests.importing.makers import checked, imported, promise, sheet

COLUMNS = COMMITMENTS["commitments"].columns
NUMBER = make_identifier(815)
PHONE = "13800138000"


@pytest.fixture
def office(login):
    return login(make_user(Role.OFFICE))


def rejected(upload):
    return [
        (fault["line"], fault["column"], fault["message"]) for fault in upload.report["rejected"]
    ]


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        f"{NUMBER[:6]} {NUMBER[6:14]}-{NUMBER[14:]}",
        NUMBER.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
    ],
)
def test_a_row_that_names_a_person_by_number_is_refused_with_its_column(office, written):
    body = make_body()
    rows = [promise(body), promise(body, "T2026-0002", title=f"向村民（{written}）支付补偿")]

    upload = checked(office, sheet(COLUMNS, *rows))

    assert rejected(upload) == [(3, "title", "不要填写身份证号码，这里的文字不密封保存。")]
    assert upload.report["added"] == 1


def test_a_telephone_is_refused_where_everybody_reads_it(office):
    body = make_body()
    rows = [promise(body), promise(body, "T2026-0002", title=f"开通热线 {PHONE}")]

    assert [fault[:2] for fault in rejected(checked(office, sheet(COLUMNS, *rows)))] == [
        (3, "title")
    ]


def test_the_rest_of_the_file_enters(office):
    body = make_body()
    rows = [promise(body), promise(body, "T2026-0002", title=NUMBER)]

    assert imported(office, sheet(COLUMNS, *rows)).report["added"] == 1


def test_codes_of_enterprises_are_no_numbers_of_persons(office):
    """Nor is one that has a day within it: no place begins with a nine."""
    body = make_body()
    upload = checked(
        office, sheet(COLUMNS, promise(body, title="示例：91110119199001011X办理完毕"))
    )

    assert rejected(upload) == []


@pytest.mark.usefixtures("app")
def test_every_kind_of_table_is_looked_through():
    for name, importer in importers().items():
        own = {*importer.hidden, *importer.identifies}
        assert importer.words == frozenset(importer.columns) - own, name
    assert any(importer.told for importer in importers().values())


def test_an_amount_that_begins_like_a_telephone_is_an_amount(office):
    body = make_body()

    upload = checked(office, sheet(COLUMNS, promise(body, quantity=f"{PHONE[:11]}.32")))

    assert rejected(upload) == []


def test_a_telephone_before_a_point_and_a_number_is_still_one(office):
    body = make_body()

    upload = checked(office, sheet(COLUMNS, promise(body, title=f"电话{PHONE}.2项工程按期完成")))

    assert rejected(upload) != []
