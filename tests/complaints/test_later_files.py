"""Files that come with later words, with a dispute and with the answer."""

import io
from datetime import date

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.informants import evidence
from integrity.files import storage
from integrity.streams.complaints import retention, service
from integrity.streams.complaints.models import ComplaintState
from tests.complaints.makers import answer, make_receipt
from tests.complaints.test_evidence import attachments, picture, token, with_file
from tests.factories import NOW, make_body, make_user


def told(client, receipt, address: str, **more):
    known = {"ref": receipt.thing.ref, "secret": receipt.secret}
    return client.post(
        f"/complaints/track/{address}", data=known | more, content_type="multipart/form-data"
    )


def accepted(body=None):
    receipt = make_receipt(body)
    service.accept(receipt.thing, 0, by=make_user(Role.OFFICE), at=NOW)
    db.session.flush()
    return receipt


def test_a_file_comes_with_a_later_word_cleaned_as_the_first_ones(client, login):
    body = make_body()
    receipt = accepted(body)

    page = told(client, receipt, "say", words="示例：补充照片。", files=[picture()])

    (piece,) = attachments()
    assert page.status_code == 200
    assert "下载附件1.jpg" in page.text
    assert b"Camera" not in storage.path_of(piece.stored).read_bytes()
    address = f"/complaints/{receipt.thing.ref}/files/{piece.id}"
    officer = login(make_user(Role.OFFICER, body))
    assert address in officer.get(f"/complaints/{receipt.thing.ref}").text
    assert officer.get(address).status_code == 200


def test_a_later_file_survives_a_form_with_a_mistake(client):
    receipt = accepted()

    refused = told(client, receipt, "say", words="", files=[picture()])
    again = told(client, receipt, "say", words="示例", kept=[token(refused.text)])

    assert (refused.status_code, again.status_code) == (422, 200)
    assert len(attachments()) == 1


def test_a_file_for_the_office_only_is_kept_from_the_body(client, login):
    body = make_body()
    receipt = accepted(body)
    told(client, receipt, "say", words="示例", office_only="y", files=[picture()])
    (piece,) = attachments()
    page = f"/complaints/{receipt.thing.ref}"
    address = f"{page}/files/{piece.id}"

    for role in (Role.OFFICER, Role.HEAD):
        reader = login(make_user(role, body))
        assert reader.get(address).status_code == 404
        assert address not in reader.get(page).text
    assert login(make_user(Role.OFFICE)).get(address).status_code == 200


def test_a_file_comes_with_a_dispute(client):
    receipt = accepted()
    answer(receipt.thing)

    page = told(client, receipt, "reply", reply="dispute", text="示例", files=[picture()])

    assert page.status_code == 200
    assert len(evidence.with_words(receipt.thing.messages)) == 1


def test_a_complaint_has_no_more_files_than_it_may_and_the_words_are_kept(client, monkeypatch):
    receipt = accepted()
    monkeypatch.setattr(evidence, "MOST_EVER", 1)
    told(client, receipt, "say", words="示例", files=[picture()])

    refused = told(client, receipt, "say", words="示例：第二次。", files=[picture()])

    assert refused.status_code == 422
    assert "最多 1 个附件" in refused.text
    assert "示例：第二次。" in refused.text


def test_the_body_answers_with_a_file_that_only_the_receipt_opens(client, login):
    receipt = accepted()
    officer = make_user(Role.OFFICER, receipt.thing.subject)
    data = {"finding": "resolved", "text": "示例：已办结。", "upload": picture("答复.jpg")}
    login(officer).post(f"/complaints/{receipt.thing.ref}/do/answer", data=data)
    (piece,) = attachments()

    client.delete_cookie("session")
    page = told(client, receipt, "file", number=piece.id)
    wrong = client.post("/complaints/track/file", data={
        "ref": receipt.thing.ref, "secret": "1" * 16, "number": piece.id,
    })  # fmt: skip

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert b"Camera" not in page.data
    assert wrong.status_code == 422


def test_a_receipt_opens_no_file_of_another_complaint(client):
    _complaint, piece = with_file()

    assert told(client, accepted(), "file", number=piece.id).status_code == 404


def test_a_wrong_file_of_an_answer_moves_nothing(login):
    receipt = accepted()
    officer = make_user(Role.OFFICER, receipt.thing.subject)
    data = {"finding": "resolved", "text": "示例：已办结。", "upload": (io.BytesIO(b"x"), "a.pdf")}

    refused = login(officer).post(f"/complaints/{receipt.thing.ref}/do/answer", data=data)

    assert refused.status_code == 422
    assert "示例：已办结。" in refused.text
    assert receipt.thing.state is ComplaintState.ACCEPTED


def test_erasing_a_complaint_deletes_what_came_with_later_words(client):
    receipt = accepted()
    told(client, receipt, "say", words="示例", files=[picture()])
    answer(receipt.thing)
    service.confirm(receipt.thing, at=NOW)
    db.session.flush()
    (piece,) = attachments()

    assert retention.erase(on=date(2028, 11, 21), at=NOW)["files"] == 1
    assert not storage.path_of(piece.stored).exists()
    assert attachments() == []
