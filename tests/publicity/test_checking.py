"""The officer's way: checked before it is sent, sent with a receipt, bad rows back with reasons."""

import csv
import io

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.publicity.models import PostingFile
from integrity.doors.importing.models import Upload
from tests.factories import make_body, make_enterprise, make_user
from tests.importing.makers import imported
from tests.publicity.makers import (
    PERSON,
    enter,
    penalty,
    penalty_of_person,
    posted,
    sheet,
)


@pytest.fixture
def body(login):
    body = make_body()
    login(make_user(Role.OFFICER, body))
    return body


def check(client, *rows, kind="penalties", answer="page"):
    file = (io.BytesIO(sheet(rows, kind)), "list.csv")
    said = {"kind": kind, "answer": answer, "file": file}
    return client.post("/publicity/check", data=said)


def test_a_check_before_sending_keeps_nothing(client, body):
    page = check(client, penalty(body), penalty(body, cf_wsh="甲〔2026〕2号", cf_nr="", cf_yxq="x"))

    assert page.status_code == 200 and "处罚内容" in page.text and "处罚有效期" in page.text
    for model in (Upload, PostingFile):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(model)) == 0
    assert posted() == []


def test_bad_rows_go_back_as_a_file_with_the_reason_for_each_cell(client, body):
    bad = penalty(body, cf_wsh="甲〔2026〕2号", cf_nr="", cf_yxq="x")

    answer = check(client, penalty(body), bad, answer="file")

    (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert row["cf_wsh"] == "甲〔2026〕2号" and row["_line"] == "3"
    assert "cf_nr: " in row["_error"] and "cf_yxq: " in row["_error"]


def test_rows_that_were_put_right_go_in_as_they_came_back(client, body):
    bad = penalty(body, cf_nr="")
    back = check(client, bad, answer="file").data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(back))

    assert enter({k: v for k, v in row.items() if k[0] != "_"} | {"cf_nr": "罚款"}).added == 1


def test_who_sent_a_file_has_a_receipt_with_its_counts(client, body):
    upload = imported(
        client,
        sheet([penalty(body), penalty(body, cf_wsh="甲〔2026〕2号", cf_nr="")]),
        kind="penalties",
    )

    assert upload.report["added"] == 1
    sent = db.session.scalars(sa.select(PostingFile)).one()
    page = client.get(f"/publicity/submissions/{sent.id}").text
    assert sent.ref in page and "cf_nr" in page
    paper = client.get(f"/publicity/submissions/{sent.id}/receipt.pdf")
    assert paper.status_code == 200 and paper.data[:4] == b"%PDF"
    assert sent.ref in client.get("/publicity/submissions/").text


def test_nobody_reads_the_files_of_another_body(client, login, body):
    imported(client, sheet([penalty(body)]), kind="penalties")
    sent = db.session.scalars(sa.select(PostingFile)).one()
    login(make_user(Role.OFFICER, make_body("别的局")))

    assert client.get(f"/publicity/submissions/{sent.id}").status_code == 404
    assert sent.ref not in client.get("/publicity/submissions/").text


def test_no_file_that_names_persons_is_kept_once_it_is_over(client, body):
    rows = [penalty_of_person(body), penalty_of_person(body, cf_wsh="甲〔2026〕2号", cf_nr="")]

    upload = imported(client, sheet(rows, "penalties-of-persons"), kind="penalties-of-persons")

    assert (upload.report["added"], upload.stored, upload.rejects) == (1, None, None)
    assert PERSON not in str(upload.report) and "示例人" not in str(upload.report)
    assert "示例人" not in client.get(f"/imports/{upload.id}").text


def test_a_correction_is_shown_cell_by_cell_before_it_is_confirmed(client, body):
    firm = make_enterprise()
    enter(penalty(body, firm))

    page = check(client, penalty(body, firm, cf_nr="改为另一内容")).text

    assert "警告，并处罚款" in page and "改为另一内容" in page


def test_what_a_body_kept_can_be_taken_out_and_imported_again(client, body):
    enter(penalty(body))

    out = client.get("/imports/export/penalties.csv")

    assert out.status_code == 200 and "示例违法事实" in out.text and "示例人" not in out.text
