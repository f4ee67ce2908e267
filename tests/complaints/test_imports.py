"""Complaints that a hotline took: a list comes in, nobody who complained is in it."""

from datetime import date

import pytest

from integrity.base import clock
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.informants import numbers, receipts
from integrity.doors.importing.models import UploadState
from integrity.files import imports
from integrity.files.imports import Report
from integrity.streams.complaints import service
from integrity.streams.complaints.imports import FIELDS, IMPORTERS
from integrity.streams.complaints.models import Complaint, ComplaintContact, ComplaintState
from tests.commitments.makers import make_published
from tests.complaints.makers import TEXT
from tests.factories import NOW, TODAY, make_body, make_user
from tests.importing.makers import imported, sheet
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app")


def row(number: int = 1, body: str = "示例热线反映的局", **more: str) -> dict[str, str]:
    common = {"source": "12345热线", "external_id": f"GD{number}", "kind": "投诉", "body": body}
    return common | {"text": TEXT, "filed_on": "2026-11-02"} | more


@pytest.fixture
def load(tmp_path):
    make_body("示例热线反映的局")

    def go(*rows: dict[str, str]) -> Report:
        path = tmp_path / "list.csv"
        path.write_bytes(sheet([field.name for field in FIELDS], *rows))
        return imports.run(IMPORTERS["complaints"], path, by=SYSTEM, at=NOW)

    return go


def only() -> Complaint:
    return db.session.query(Complaint).one()


def test_a_row_is_taken_once_and_waits_for_the_office_like_any_other(load):
    about = make_published()
    first = load(row(about=f"commitments:{about.ref}"))
    again = load(row(about=f"commitments:{about.ref}"))

    assert (first.added, again.unchanged) == (1, 1)
    assert only().state is ComplaintState.RECEIVED
    assert numbers.NUMBER.fullmatch(only().ref) and only().ref.startswith("T2026-")
    assert clock.local_day(only().received_at).isoformat() == "2026-11-02"
    assert (only().about_stream, only().about_ref) == ("commitments", about.ref)


def test_the_office_has_what_a_hotline_took_from_the_day_on_which_it_comes(load):
    load(row(filed_on="2026-11-02"))

    assert (only().step_since, only().step_due_on) == (TODAY, date(2026, 11, 27))
    assert not only().is_step_late(date(2026, 11, 27))


@pytest.mark.parametrize("number", ["HL 001", "ＨＬ００１", "HL\u3000001"])
def test_the_same_ticket_in_another_width_or_spacing_is_the_same(load, number):
    load(row(source="12345热线", external_id="HL001"))

    again = load(row(source="１２３４５ 热线", external_id=number))

    assert (again.added, again.unchanged) == (0, 1)


def test_nobody_has_a_receipt_for_it_and_nothing_is_kept_of_who_complained(load):
    load(row())

    with pytest.raises(receipts.WrongReceipt):
        receipts.find(Complaint, only().ref, "0" * 16)
    assert db.session.query(ComplaintContact).count() == 0
    assert not {"name", "contact"} & {field.name for field in FIELDS}


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ({"body": "没有的局"}, "body"),
        ({"kind": "表扬"}, "kind"),
        ({"text": "长" * 5001}, "text"),
        ({"about": "commitments:没有"}, "about"),
        ({"about": "没有:1"}, "about"),
        ({"filed_on": "2099-01-01"}, "filed_on"),
        ({"filed_on": "某天"}, "filed_on"),
        ({"external_id": ""}, "external_id"),
        ({"source": ""}, "source"),
    ],
)
def test_a_wrong_row_is_refused_under_its_column_and_stops_no_other(load, more, column):
    report = load(row(1), row(2, **more), row(3))

    assert report.added == 2
    assert [(fault.line, fault.column) for fault in report.rejected] == [(3, column)]


def test_a_wrong_word_is_told_the_right_ones(load):
    (fault,) = load(row(kind="表扬")).rejected

    assert fault.message == "只能是：投诉、举报、打击报复举报"


def test_other_words_under_a_known_number_are_refused(load):
    load(row())

    assert [fault.column for fault in load(row(text="示例：别的内容")).rejected] == ["external_id"]
    assert only().text == TEXT


def test_the_office_imports_on_the_web_and_sees_where_it_came_from(login):
    body, office = make_body(), make_user(Role.OFFICE)
    upload = imported(
        login(office),
        sheet([field.name for field in FIELDS], row(body=body.uscc)),
        kind="complaints",
    )
    page = login(office).get(f"/complaints/{only().ref}").text
    service.accept(only(), 0, by=office, at=clock.now())
    seen = login(make_user(Role.OFFICER, body)).get(f"/complaints/{only().ref}").text

    assert upload.state is UploadState.IMPORTED
    assert "12345热线 GD1，由该渠道回访" in page
    assert "12345热线，由该渠道回访" in seen and "GD1" not in seen
    assert "请反映人补充" not in seen
    assert login(office).get("/imports/export/complaints.csv").status_code != 200


def test_statements_grow_by_batches_not_by_rows(load):
    load(row())
    counts = []
    for rows in ([row(n) for n in range(10, 20)], [row(n) for n in range(100, 400)]):
        with statements() as seen:
            load(*rows)
        counts.append(sum(not words.startswith("INSERT") for words in seen))

    assert counts[1] - counts[0] < 10
