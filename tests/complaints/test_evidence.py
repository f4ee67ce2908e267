"""Files with a complaint: cleaned, kept over an error, read by the office and the body alone."""

import io
import os
from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.informants import evidence
from integrity.files import scanner, storage
from integrity.files.attached import Attachment
from integrity.streams.complaints import service
from integrity.streams.complaints.models import Complaint
from tests.complaints.makers import (
    CONTACT,
    TEXT,
    make_accepted,
    make_complaint,
    make_receipt,
)
from tests.complaints.test_views import filled
from tests.factories import NOW, make_body, make_user
from tests.test_metadata import photograph


def picture(name: str = "张三拍的.jpg"):
    return (io.BytesIO(photograph()), name)


def token(page: str) -> str:
    return page.split('name="kept" value="')[1].split('"')[0]


def send(client, whom, **more):
    return client.post(
        "/complaints/new", data=filled(whom, **more), content_type="multipart/form-data"
    )


def attachments() -> list[Attachment]:
    return list(db.session.scalars(sa.select(Attachment).order_by(Attachment.id)))


def with_file(body=None) -> tuple[Complaint, Attachment]:
    from werkzeug.datastructures import FileStorage

    kept = evidence.keep(FileStorage(*picture()))
    complaint = make_complaint(body, files=[kept])
    return complaint, evidence.of(complaint, ())[0]


def test_a_picture_is_stored_without_its_place_and_without_its_name(client):
    assert send(client, make_body(), files=[picture(), picture("b.JPEG")]).status_code == 201

    saved = attachments()
    assert [piece.name for piece in saved] == ["附件1.jpg", "附件2.jpeg"]
    assert not any(piece.public for piece in saved)
    assert all(b"Camera" not in storage.path_of(p.stored).read_bytes() for p in saved)


def test_a_file_survives_a_form_with_a_mistake(client):
    body = make_body()

    refused = send(client, body, body="", files=[picture()])
    again = send(client, body, kept=[token(refused.text)])

    assert (refused.status_code, again.status_code) == (422, 201)
    assert "张三拍的.jpg" in refused.text
    assert [piece.name for piece in attachments()] == ["附件1.jpg"]


def test_a_wrong_file_is_refused_and_all_that_was_typed_is_kept(client):
    body = make_body()
    wrong = (io.BytesIO(b"<script>"), "page.jpg")

    refused = send(client, body, files=[picture(), wrong])

    assert refused.status_code == 422
    assert "page.jpg：" in refused.text
    assert "示例：承诺七日内办结" in refused.text
    assert send(client, body, kept=[token(refused.text)]).status_code == 201


def test_an_infected_file_is_refused_and_all_that_was_typed_is_kept(client, monkeypatch):
    def find(stream):
        raise scanner.Infected

    monkeypatch.setattr(scanner, "scan", find)

    refused = send(client, make_body(), files=[picture()])

    assert refused.status_code == 422
    assert "没有通过病毒检查" in refused.text
    assert "示例：承诺七日内办结" in refused.text


@pytest.mark.parametrize("forged", ["nonsense", "../../etc/passwd"])
def test_a_forged_token_names_no_file(client, forged):
    assert send(client, make_body(), kept=[forged]).status_code == 201
    assert attachments() == []


def test_a_token_is_good_once(client):
    body = make_body()
    kept = token(send(client, body, body="", files=[picture()]).text)

    send(client, body, kept=[kept])
    send(client, body, kept=[kept], once="c" * 32)

    assert len(attachments()) == 1


def test_more_than_five_files_are_too_many(client):
    refused = send(client, make_body(), files=[picture(f"{n}.jpg") for n in range(6)])

    assert refused.status_code == 422
    assert refused.text.count('name="kept"') == evidence.MOST


def test_the_body_has_the_file_only_after_acceptance_and_nobody_else_ever(client, login):
    body = make_body()
    complaint, piece = with_file(body)
    address = f"/complaints/{complaint.ref}/files/{piece.id}"
    officer, stranger = make_user(Role.OFFICER, body), make_user(Role.OFFICER, make_body())

    assert client.get(address).status_code == 302
    assert login(officer).get(address).status_code == 404
    service.accept(complaint, 0, by=make_user(Role.OFFICE), at=NOW)
    assert login(stranger).get(address).status_code == 404
    assert login(stranger).get(f"/files/{piece.id}/{piece.name}").status_code == 404
    assert login(officer).get(f"/files/{piece.id}/{piece.name}").status_code == 200
    answer = login(officer).get(address)

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_of_another_complaint_is_not_given_away(login):
    body = make_body()
    _complaint, piece = with_file(body)
    other = make_receipt(body).thing

    client = login(make_user(Role.OFFICE))

    assert client.get(f"/complaints/{other.ref}/files/{piece.id}").status_code == 404


def test_what_was_uploaded_and_never_sent_is_swept_away(client):
    evidence.sweep(at=NOW + timedelta(days=2))  # what other tests left
    _complaint, piece = with_file()
    send(client, make_body(), body="", files=[picture()])
    assert evidence.sweep(at=NOW) == 0
    for prefix in (evidence.FOLDER, evidence.UNCLAIMED):
        for path in storage.path_of(prefix).parent.glob("*"):
            os.utime(path, (0, 0))

    assert evidence.sweep(at=NOW + timedelta(days=2)) >= 1
    assert evidence.sweep(at=NOW + timedelta(days=2)) == 0
    assert storage.path_of(piece.stored).exists()


def large(app, name: str = "大图.jpg", times: float = 1.5):
    return (io.BytesIO(b"\0" * int(app.config["UPLOAD_LIMIT"] * times)), name)


def test_a_file_above_the_limit_is_refused_and_all_that_was_typed_is_kept(app, client):
    refused = send(client, make_body(), files=[picture(), large(app)])

    assert refused.status_code == 422
    assert "大图.jpg：文件为空或者超过 20 MB" in refused.text
    assert TEXT in refused.text and CONTACT in refused.text
    assert token(refused.text)


def test_a_request_beyond_all_limits_is_told_the_way_back(app, client):
    refused = send(client, make_body(), files=[large(app, times=8)])

    assert refused.status_code == 413
    assert "后退" in refused.text


def test_other_forms_take_no_more_than_one_file(app, login):
    complaint = make_accepted()
    officer = make_user(Role.OFFICER, complaint.subject)
    data = {"finding": "resolved", "text": "示例", "upload": large(app)}

    refused = login(officer).post(f"/complaints/{complaint.ref}/do/answer", data=data)

    assert refused.status_code == 413


def test_the_blank_form_may_be_gone_back_to_and_no_page_with_words_is_kept(client):
    blank = client.get("/complaints/new")
    refused = send(client, make_body(), body="")

    assert "no-store" not in blank.headers["Cache-Control"]
    assert refused.headers["Cache-Control"] == "no-store"
