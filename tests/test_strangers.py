"""Bytes from strangers stop nobody, fill nothing up, and what was acknowledged is there."""

import io
import os
import shutil
from collections import namedtuple
from contextlib import suppress

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.base.runs import timetable
from integrity.casework.informants import evidence
from integrity.files import cleaning, sandbox, storage
from integrity.files.attached import Attachment
from integrity.files.exports import whole, write_xlsx
from tests.commitments.makers import make_published
from tests.complaints.test_views import filled
from tests.documents import document, written
from tests.factories import make_body, make_user
from tests.importing.makers import imported
from tests.importing.makers import send as send_list
from tests.office import DOCUMENTS, docx, packed
from tests.test_metadata import blank, photograph

WORDS = "示例：一段很长的文字，不能丢。"
VALID = {
    "png": photograph("PNG"),
    "jpg": photograph(),
    "pdf": written(document()),
    **{ending: made().read() for ending, made in DOCUMENTS.items()},
}
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def transactions(monkeypatch):
    """What the sandbox was used for, each time, and whether a transaction was open."""
    seen, real = [], sandbox.run

    def run(task, stream, *words):
        seen.append((task, db.session().in_transaction()))
        return real(task, stream, *words)

    monkeypatch.setattr(sandbox, "run", run)
    return seen


@pytest.fixture(autouse=True)
def _nothing_waits(app):
    """Files stay when a test's transaction is rolled back."""
    for name in lying(evidence.UNCLAIMED):
        storage.path_of(name).unlink()


def complain(client, *sent, **more):
    given = filled(make_body(), text=WORDS, **more)
    given["files"] = [(io.BytesIO(raw), name) for name, raw in sent]
    return client.post("/complaints/new", data=given, content_type="multipart/form-data")


def lying(prefix: str) -> list[str]:
    return [path.name for path in storage.path_of(prefix).parent.glob(f"{prefix}*")]


def test_no_lock_is_held_while_files_of_a_complaint_are_read(client, transactions):
    """Seen: all writers waited while one anonymous file was read."""
    answer = complain(client, ("a.docx", docx().read()), ("b.png", photograph("PNG")))

    assert answer.status_code == 201
    assert transactions == [("clean", False), ("clean", False)]


def test_no_lock_is_held_while_evidence_and_lists_are_read(login, transactions):
    item, book = make_published(), DOCUMENTS["xlsx"]().read()
    client = login(make_user(Role.OFFICER, item.subject))
    given = {"text": "进展", "evidence": (io.BytesIO(book), "证据.xlsx")}

    answer = client.post(f"/commitments/{item.ref}/do/progress", data=given)
    listed = send_list(login(make_user(Role.OFFICE)), book, name="list.xlsx")

    assert (answer.status_code, listed.status_code) == (302, 302)
    assert transactions == [("check", False), ("check", False)]


def test_no_lock_is_held_while_a_list_is_read_to_be_imported(app, login, tmp_path, transactions):
    """Seen: a worker unpacked and searched a workbook with all writers waiting."""
    office, book = (
        login(make_user(Role.OFFICE)),
        whole(write_xlsx, ["kind", "name"], iter([["body", "示例局"]])),
    )
    path = tmp_path / "list.xlsx"
    path.write_bytes(book)

    upload = imported(office, book, kind="subjects", name="list.xlsx")
    added = upload.report["added"]
    db.session.commit()
    said = app.test_cli_runner().invoke(args=["import", "subjects", str(path)])

    assert (added, said.exit_code) == (1, 0)
    assert transactions == [("check", False), ("table", False), ("table", False), ("table", False)]


def test_a_file_of_somebody_unknown_is_read_only_where_files_are_taken(client, transactions):
    sent = {"username": "x", "file": (io.BytesIO(docx().read()), "a.docx")}

    client.post("/login", data=sent, content_type="multipart/form-data")

    assert transactions == []


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.docx", packed({"word/document.xml": f"<w>{'a' * 50_000}</w>"}).read(), "文件已损坏"),
        ("a.png", blank(9000, 9000), "图片太大，超过 2500 万像素"),
    ],
)
def test_a_file_that_stopped_the_site_is_refused_and_no_word_is_lost(client, name, raw, words):
    """Seen: 205 bytes, sent six times, and no page for 44 seconds."""
    answer = complain(client, (name, raw))

    assert answer.status_code == 422
    assert words in answer.text and WORDS in answer.text
    assert lying(evidence.UNCLAIMED) == []


def test_a_file_that_takes_too_long_is_refused_in_words(client, monkeypatch):
    def run(task, stream, *words):
        raise sandbox.Unsafe(sandbox.COMPLEX)

    monkeypatch.setattr(sandbox, "run", run)

    answer = complain(client, ("a.png", photograph("PNG")))

    assert answer.status_code == 422
    assert "文件过于复杂，无法安全处理" in answer.text and WORDS in answer.text


def test_files_that_wait_for_their_forms_fill_only_so_much(app, client, monkeypatch):
    """Seen: a gigabyte an hour from one address, for a day."""
    monkeypatch.setitem(app.config, "UNCLAIMED_LIMIT", 1)
    first = complain(client, ("a.png", photograph("PNG")), body="")

    second = complain(client, ("b.png", photograph("PNG")), body="")

    assert (first.status_code, second.status_code) == (422, 422)
    assert "a.png" in first.text and "暂时存不下" not in first.text
    assert "暂时存不下" in second.text and WORDS in second.text


def test_on_a_full_disk_no_file_is_taken_but_every_word(client, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10, 10, 0))

    full = complain(client, ("a.png", photograph("PNG")))
    without = complain(client)

    assert full.status_code == 422 and "存储空间不足" in full.text and WORDS in full.text
    assert without.status_code == 201


def test_a_claimed_file_stays_when_what_waits_is_swept(client):
    complain(client, ("a.png", photograph("PNG")))
    saved = db.session.scalars(sa.select(Attachment)).one()
    for name in lying(evidence.UNCLAIMED):
        storage.path_of(name).unlink()

    assert saved.stored.startswith(evidence.FOLDER)
    assert storage.path_of(saved.stored).exists()


def test_what_waits_is_swept_every_hour(app):
    assert timetable()["sweep_uploads"].cron.split()[1:] == ["*"] * 4


def test_file_and_folder_are_on_the_disk_before_the_complaint_is(client, monkeypatch):
    """Power may fail as soon as the receipt is shown."""
    done, real = [], os.fsync

    def fsync(handle):
        done.append(os.readlink(f"/proc/self/fd/{handle}"))
        real(handle)

    def committed(session):
        if session.new or session.dirty or db.session().in_nested_transaction():
            return
        done.append("commit")

    monkeypatch.setattr(os, "fsync", fsync)
    sa.event.listen(db.session, "after_commit", committed)

    complain(client, ("a.png", photograph("PNG")))

    sa.event.remove(db.session, "after_commit", committed)
    saved = db.session.scalars(sa.select(Attachment)).one()
    folder = str(storage.path_of(saved.stored).parent)
    last = len(done) - 1 - done[::-1].index("commit")
    assert folder in done[:last]
    assert any(evidence.UNCLAIMED in path.rsplit("/", 1)[-1] for path in done[:last])


@given(raw=st.binary(max_size=300), ending=st.sampled_from(sorted(VALID)))
def test_any_bytes_are_cleaned_or_refused(raw, ending):
    clean_or_refuse(raw, ending)


@given(
    ending=st.sampled_from(sorted(VALID)),
    place=st.integers(0, 10**6),
    put_in=st.binary(max_size=8),
    skipped=st.integers(0, 8),
)
def test_a_damaged_file_is_cleaned_or_refused(ending, place, put_in, skipped):
    whole = VALID[ending]
    place %= len(whole)

    clean_or_refuse(whole[:place] + put_in + whole[place + skipped :], ending)


def clean_or_refuse(raw: bytes, ending: str) -> None:
    """As in the sandbox, but for its limits: a file, or a reason that can be told."""
    with suppress(sandbox.Unsafe):
        cleaning.clean(io.BytesIO(raw), io.BytesIO(), ending)
