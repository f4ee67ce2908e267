"""Whoever has a copy of a paper compares it with what was issued, and nothing of it is kept."""

import hashlib
import io
from dataclasses import replace

import pytest

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.visitors import Budget
from integrity.casework.documents import comparing
from integrity.casework.documents.comparing import Verdict
from integrity.casework.documents.rendering.docx import docx
from integrity.casework.documents.rendering.pdf import pdf
from integrity.casework.documents.showing import shown
from integrity.files.attached import Attachment
from tests.factories import NOW
from tests.papers.makers import issued


@pytest.fixture(autouse=True)
def _request(app):
    with app.test_request_context():
        yield


def verdict(document, raw: bytes, ending: str = "pdf") -> Verdict:
    return comparing.with_file(document, io.BytesIO(raw), ending)


def forged(document):
    """The same paper with another term."""
    paper = document.paper
    body = tuple(str(part).replace("三十日", "九十日") for part in paper.body)
    return replace(shown(document), paper=replace(paper, body=body))


def test_the_file_that_was_issued_is_the_same_also_when_its_number_came_later():
    document = issued()
    first = pdf(shown(document))
    document.number = "示例政信办〔2026〕12号"

    assert verdict(document, first) is verdict(document, pdf(shown(document))) is Verdict.SAME


def test_another_file_with_the_same_words_is_told_from_the_very_one():
    document = issued()
    made = docx(shown(document))
    printed_anew = pdf(shown(document)) + b"\n%saved by another program\n"

    assert verdict(document, made, "docx") is not Verdict.OTHER
    assert verdict(document, printed_anew) is Verdict.WORDS


def test_one_other_word_is_seen():
    document = issued()

    assert verdict(document, pdf(forged(document))) is Verdict.OTHER
    assert verdict(document, docx(forged(document)), "docx") is Verdict.OTHER
    assert verdict(document, pdf(shown(issued()))) is Verdict.OTHER


def test_a_hash_from_a_print_or_of_the_file_is_known():
    document = issued()
    of_file = hashlib.sha256(pdf(shown(document))).hexdigest()

    assert comparing.with_hash(document, f" {document.sha256.upper()} ") is Verdict.SAME
    assert comparing.with_hash(document, of_file) is Verdict.SAME
    assert comparing.with_hash(document, "0" * 64) is Verdict.OTHER


def posted(client, document, **data):
    return client.post(f"/documents/{document.token}/verify", data=data)


def test_a_stranger_is_told_and_nothing_is_kept(client):
    document = issued()
    raw = pdf(shown(document))
    db.session.commit()
    events = db.session.query(AuditEvent).count()

    same = posted(client, document, upload=(io.BytesIO(raw), "a.pdf"))
    other = posted(client, document, sha256="1" * 64)

    assert "一致：与本系统签发的这份文书完全相同" in same.text
    assert "不一致：" in other.text
    assert "三十日内付清" not in same.text + other.text
    assert db.session.query(Attachment).count() == 0
    assert db.session.query(AuditEvent).count() == events


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"sha256": "1" * 64, "upload": (io.BytesIO(b"%PDF-1.7"), "a.pdf")},
        {"upload": (io.BytesIO(b"%PDF-1.7 broken"), "a.pdf")},
        {"upload": (io.BytesIO(b"words"), "a.txt")},
        {"upload": (io.BytesIO(b"PK\x03\x04 broken"), "a.docx")},
    ],
    ids=["nothing", "both", "broken", "text", "no archive"],
)
def test_what_cannot_be_compared_gets_a_clear_answer(client, data):
    assert posted(client, issued(), **data).status_code == 422


def test_one_network_compares_so_often_and_no_more(client, monkeypatch):
    document = issued()
    monkeypatch.setattr(Budget, "free_at", lambda budget: NOW)

    answer = posted(client, document, sha256=document.sha256)

    assert answer.status_code == 429 and "10:00" in answer.text
