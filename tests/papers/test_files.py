"""Papers as files: for the body that issues them, and for who received them."""

import io
import re

import docx
import pypdfium2
import pytest

from integrity.base.permissions import Role
from tests.factories import make_body, make_user
from tests.papers.makers import drafted, issued, office, received


@pytest.fixture(autouse=True)
def _app(app):
    return app


def words(raw: bytes) -> str:
    with pypdfium2.PdfDocument(raw) as made:
        return "".join(re.sub(r"\s", "", p.get_textpage().get_text_range()) for p in made)


def test_an_issued_paper_is_downloaded_with_its_number_hash_and_address(login):
    document = issued()
    client = login(office())

    page = client.get(f"/desk/documents/{document.id}").text
    said = words(client.get(f"/desk/documents/{document.id}/paper.pdf").data)

    assert f"/desk/documents/{document.id}/paper.pdf" in page
    assert document.ref in said and document.sha256 in said
    assert f"/documents/{document.token}/verify" in said
    assert "草稿" not in said


def test_its_docx_says_the_same(login):
    document = issued()

    raw = login(office()).get(f"/desk/documents/{document.id}/paper.docx").data

    said = [paragraph.text for paragraph in docx.Document(io.BytesIO(raw)).paragraphs]
    assert set(map(str, document.paper.body)) <= set(said)


def test_a_draft_says_across_the_page_that_it_is_one(login):
    document = drafted()

    said = words(login(office()).get(f"/desk/documents/{document.id}/paper.pdf").data)

    assert "草稿" in said and "verify" not in said


def test_who_received_a_paper_has_it_as_a_pdf(login):
    delivery = received()
    client = login(make_user(Role.OFFICER, delivery.document.deliveries[0].subject))

    answer = client.get(f"/desk/letters/{delivery.id}/paper.pdf")

    assert delivery.document.ref in words(answer.data)


def test_nobody_else_has_it(login):
    delivery = received()
    client = login(make_user(Role.OFFICER, make_body()))

    for address in (f"documents/{delivery.document.id}", f"letters/{delivery.id}"):
        assert client.get(f"/desk/{address}/paper.pdf").status_code == 404
