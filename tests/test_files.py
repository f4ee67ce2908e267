import io
import zipfile

import pytest
from werkzeug.datastructures import FileStorage

from integrity.base.permissions import Role
from integrity.files import attached, storage
from integrity.files.filetypes import WrongEvidence
from tests.commitments.makers import make_published
from tests.factories import NOW, make_body, make_user

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
JPEG = bytes.fromhex("ffd8ffe000104a46494600") + bytes(60)


def packed(member: str) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as book:
        book.writestr(member, "<xml/>")
    return raw.getvalue()


def save(name: str = "证据.pdf", content: bytes = PDF, public: bool = True) -> attached.Attachment:
    body = make_body()
    upload = FileStorage(io.BytesIO(content), filename=name)
    by = make_user(Role.OFFICER, body)
    item = make_published(body)
    return attached.save(upload, item, public=public, by=by, at=NOW, body_id=body.id)


def address(saved: attached.Attachment) -> str:
    return f"/files/{saved.id}/{saved.name}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("证据.pdf", PDF),
        ("照片.JPG", JPEG),
        ("清单.xlsx", packed("xl/workbook.xml")),
        ("报告.docx", packed("word/document.xml")),
        ("公文.ofd", packed("OFD.xml")),
        ("说明.txt", "完工".encode("gb18030")),
    ],
)
def test_a_file_is_taken_that_is_what_its_name_says(name, content):
    saved = save(name, content)

    assert storage.path_of(saved.stored).read_bytes() == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("证据.pdf", JPEG),
        ("页面.html", b"<script>"),
        ("照片.png", b"<html><script>alert(1)</script>"),
        ("清单.xlsx", packed("word/document.xml")),
        ("清单.xlsx", b"PK\x03\x04 broken"),
        ("说明.txt", b"\x00\x01\x02"),
        ("证据.pdf", b""),
        ("没有扩展名", PDF),
        ("../../证据.svg", b"<svg onload='x'/>"),
    ],
)
def test_anything_else_is_refused(name, content):
    with pytest.raises(WrongEvidence):
        save(name, content)


def test_a_file_bigger_than_the_limit_is_refused(app, monkeypatch):
    monkeypatch.setitem(app.config, "UPLOAD_LIMIT", 10)

    with pytest.raises(WrongEvidence, match="MB"):
        save()


def test_a_name_never_leads_out_of_its_folder():
    saved = save("..\\..\\etc/证据.pdf")

    assert saved.name == "证据.pdf"
    assert storage.path_of(saved.stored).name == saved.stored


def test_a_file_is_only_ever_downloaded(client):
    answer = client.get(address(save()))

    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_a_thing_that_says_nothing_of_its_files_is_nobodys(client, login):
    saved = save(public=True)
    for thing in ("subject", "nothing"):
        saved.thing = thing

        assert client.get(address(saved)).status_code == 404
        assert login(make_user(Role.OFFICE)).get(address(saved)).status_code == 404


def test_what_is_not_public_is_not_there_for_others(client, login):
    saved = save(public=False)

    assert client.get(address(saved)).status_code == 404
    assert login(make_user(Role.OFFICER, make_body())).get(address(saved)).status_code == 404
    assert login(make_user(Role.SYSTEM)).get(address(saved)).status_code == 404
    assert login(make_user(Role.OFFICE)).get(address(saved)).status_code == 200


def test_a_file_that_the_disk_has_lost_is_missing_and_no_error(client):
    """Seen: after a restore without the files every download was an error of the system."""
    saved = save()
    storage.path_of(saved.stored).unlink()

    answer = client.get(address(saved))

    assert answer.status_code == 404 and "文件缺失" in answer.text
