"""Files that are too big, packed to burst, broken, or not what they say: refused, memory flat."""

import gzip
import io
import resource
import zipfile

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.doors.importing.models import Upload, UploadState
from tests.api.makers import make_token
from tests.commitments.makers import PDF
from tests.factories import make_body, make_user
from tests.importing.makers import checked, send
from tests.importing.test_files import COLUMNS, with_part, workbook

GIGABYTE = 1_000_000_000
ROOM = 300_000
"""Kilobytes by which the largest process of a test may grow; the bombs unpack to far more."""


@pytest.fixture
def office(login):
    return login(make_user(Role.OFFICE))


class Endless(io.RawIOBase):
    """A body that is as long as somebody reads it, and counts what was read."""

    taken = 0
    place = 0

    def readable(self):
        return True

    def seek(self, offset, whence=0):
        self.place = GIGABYTE if whence == 2 else offset
        return self.place

    def tell(self):
        return self.place

    def readinto(self, buffer):
        self.taken += len(buffer)
        buffer[:] = b"x" * len(buffer)
        return len(buffer)


def largest() -> int:
    """Kilobytes that this process or one that it started ever held."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(each).ru_maxrss for each in who)


def uploads() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Upload)) or 0


@pytest.mark.parametrize("address", ["/imports/new?kind=subjects", "/complaints/new"])
def test_a_form_of_a_gigabyte_is_refused_by_its_length_alone(office, address):
    body, before = Endless(), largest()

    answer = office.post(
        address,
        input_stream=body,
        content_length=GIGABYTE,
        content_type="multipart/form-data; boundary=b",
    )

    assert answer.status_code == 413
    assert "文件太大" in answer.text and "压缩或者拆分" in answer.text
    assert body.taken < 10_000_000 and largest() - before < ROOM
    assert uploads() == 0


def test_a_call_of_a_gigabyte_is_refused_by_its_length_alone(client):
    body = Endless()

    answer = client.post(
        "/api/v1/checks",
        input_stream=body,
        content_length=GIGABYTE,
        content_type="application/json",
        headers={"Authorization": f"Bearer {make_token()}"},
    )

    assert (answer.status_code, answer.json["code"]) == (413, "too-large")
    assert "请拆分后分次发送" in answer.json["detail"]
    assert body.taken < 10_000_000


def bomb(ratio_of: int) -> bytes:
    """A workbook with a part of so many zeros, a thousandth of it when packed."""
    return with_part(workbook(COLUMNS), "xl/worksheets/bomb.xml", b"0" * ratio_of)


def test_a_zip_bomb_is_refused_while_it_is_unpacked_and_memory_stays_flat(office, app):
    content, before = bomb(app.config["IMPORT_LIMIT"] * 10 + 100_000_000), largest()

    upload = checked(office, content, name="a.xlsx")

    assert len(content) < 2_000_000
    assert (upload.state, upload.report) == (UploadState.REFUSED, None)
    assert "展开后过大，请拆分后导入" in upload.why
    assert largest() - before < ROOM + len(content) // 1000


def nested() -> bytes:
    """Zips within zips: what is inside is never unpacked further."""
    inner = bomb(50_000_000)
    for _depth in range(4):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(5):
                archive.writestr(f"{number}.xlsx", inner)
        inner = packed.getvalue()
    return with_part(workbook(COLUMNS), "xl/media/a.zip", inner)


def test_archives_within_archives_are_left_packed(office):
    before = largest()

    upload = checked(office, nested(), name="a.xlsx")

    assert upload.state in (UploadState.CHECKED, UploadState.REFUSED)
    assert largest() - before < ROOM


def test_entities_that_grow_are_refused(office):
    doc = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "' + b"x" * 1000 + b'">'
    for one, other in ("ba", "cb", "dc", "ed"):
        doc += f'<!ENTITY {one} "{f"&{other};" * 50}">'.encode()
    doc += b"]><worksheet>&e;</worksheet>"
    book, before = io.BytesIO(workbook(COLUMNS)), largest()
    written = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, doc if name.endswith("sheet1.xml") else old.read(name))

    upload = checked(office, written.getvalue(), name="a.xlsx")

    assert (upload.state, bool(upload.why)) == (UploadState.REFUSED, True)
    assert largest() - before < ROOM


LINES = "类型,名称\n企业,示例商贸有限公司\n"


@pytest.mark.parametrize(
    "content",
    [
        LINES.encode() + b"\xff\xfe\xff",
        LINES.encode("utf-16")[:-1],
        LINES.encode("utf-32"),
        b"\xef\xbb\xbf" + LINES.encode("gb18030") + b"\x81",
        LINES.encode("big5", "replace") + b"\x80\x00",
        gzip.compress(LINES.encode() * 100),
    ],
    ids=["broken utf-8", "half of utf-16", "utf-32", "gb18030 as utf-8", "big5", "gzip"],
)
def test_a_broken_encoding_is_refused_with_what_to_do_and_nothing_is_garbled(office, content):
    answer = send(office, content, kind="subjects")

    if answer.status_code == 302:
        upload = checked(office, content, kind="subjects")
        assert upload.state is UploadState.REFUSED
        assert "UTF-8" in upload.why
    else:
        assert answer.status_code == 422
        assert "文件内容与扩展名 .csv 不符" in answer.text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "与扩展名 .xlsx 不符"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "与扩展名 .xlsx 不符"),
        ("a.xlsx", PDF, "与扩展名 .xlsx 不符"),
        ("a.csv", b"MZ" + bytes(range(256)) * 10, "与扩展名 .csv 不符"),
        ("a.exe", b"MZ" + b"0" * 100, "XLSX"),
        ("a.csv", b"", "文件为空"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_at_once(office, name, content, said):
    answer = send(office, content, kind="subjects", name=name)

    assert answer.status_code == 422
    assert said in answer.text
    assert uploads() == 0


def test_a_document_under_the_name_of_a_workbook_is_refused_as_one(office):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    answer = send(office, packed.getvalue(), kind="subjects", name="a.xlsx")
    if answer.status_code == 302:
        upload = checked(office, packed.getvalue(), kind="subjects", name="a.xlsx")
        assert (upload.state, "XLSX" in upload.why) == (UploadState.REFUSED, True)
    else:
        assert answer.status_code == 422


def test_whoever_uploads_for_a_body_is_refused_in_the_same_way(login):
    officer = login(make_user(Role.OFFICER, make_body()))

    answer = officer.post(
        "/imports/new?kind=commitment-drafts",
        input_stream=Endless(),
        content_length=GIGABYTE,
        content_type="multipart/form-data; boundary=b",
    )

    assert answer.status_code == 413
