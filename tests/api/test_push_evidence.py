"""What a body did is shown by files through the interface too, examined as those of pages are."""

import hashlib
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.sanctions.pushes.models import Push
from integrity.files.attached import Attachment
from tests.api.makers import bearer, make_token, post
from tests.factories import make_body, make_user
from tests.sanctions.makers import MEASURE, make_listed, make_receivers

FILE = "示例：会议纪要".encode()
NAME = "%E7%BA%AA%E8%A6%81.txt"


@pytest.fixture
def push() -> Push:
    make_receivers(1)
    make_listed(measures=(MEASURE,))
    return db.session.scalars(sa.select(Push)).one()


def send(client: Any, push: Push, token: str, content: bytes = FILE, **more: str) -> Any:
    query = "&".join(f"{k}={v}" for k, v in ({"measure": MEASURE, "name": NAME} | more).items())
    return client.post(
        f"/api/v1/pushes/{push.id}/evidence?{query}",
        data=content,
        content_type="application/octet-stream",
        headers=bearer(token),
    )


def files() -> list[Attachment]:
    wanted = sa.select(Attachment).where(Attachment.thing == "push_answer")
    return list(db.session.scalars(wanted))


def test_a_file_belongs_to_what_was_said_of_a_measure_and_is_read_back(client, push, login) -> None:
    token = make_token("pushes", push.body)
    post(client, f"pushes/{push.id}/response", {"outcome": "applied"}, token)

    made = send(client, push, token)
    again = send(client, push, token)

    digest = hashlib.sha256(FILE).hexdigest()
    assert (made.status_code, made.json["sha256"], made.json["name"]) == (200, digest, "纪要.txt")
    assert again.json == made.json and len(files()) == 1
    (item,) = client.get("/api/v1/pushes", headers=bearer(token)).json["items"]
    (measure,) = item["measures"]
    assert [file["sha256"] for file in measure["answer"]["evidence"]] == [digest]
    assert "纪要.txt" in login(make_user(Role.OFFICER, push.body)).get(f"/pushes/{push.id}").text


def test_nothing_is_shown_of_what_was_not_said(client, push) -> None:
    token = make_token("pushes", push.body)

    assert send(client, push, token).status_code == 422
    post(client, f"pushes/{push.id}/response", {"outcome": "applied"}, token)
    assert send(client, push, token, measure="M-X").status_code == 422
    assert files() == []


def test_pushes_of_others_take_no_files(client, push) -> None:
    token = make_token("pushes", make_body("示例别的局"))

    assert send(client, push, token).status_code == 404
    assert send(client, push, make_token("checks", push.body)).status_code == 403


@pytest.mark.parametrize(
    ("content", "name"), [(b"MZ\x90\x00", "a.exe"), (b"\x00\x01", "a.pdf"), (b"", "a.txt")]
)
def test_a_file_that_no_page_takes_is_not_taken_here(client, push, content, name) -> None:
    token = make_token("pushes", push.body)
    post(client, f"pushes/{push.id}/response", {"outcome": "applied"}, token)

    answer = send(client, push, token, content, name=name)

    assert 400 <= answer.status_code < 500
    assert answer.mimetype == "application/problem+json"
    assert files() == []


def test_a_file_may_be_larger_than_a_call_but_not_than_one_of_a_page(
    app, client, push, monkeypatch
) -> None:
    token = make_token("pushes", push.body)
    post(client, f"pushes/{push.id}/response", {"outcome": "applied"}, token)

    assert send(client, push, token, b"x" * 2_500_000).status_code == 200
    monkeypatch.setitem(app.config, "UPLOAD_LIMIT", 1000)
    assert send(client, push, token, b"y" * 1001).status_code == 413


def test_the_document_says_that_the_request_is_a_file(client) -> None:
    paths = client.get("/api/openapi.json").json["paths"]
    call = paths["/api/v1/pushes/{number}/evidence"]["post"]

    assert list(call["requestBody"]["content"]) == ["application/octet-stream"]
    named = {p["name"]: p["schema"]["type"] for p in call["parameters"] if p["in"] == "query"}
    assert named == {"measure": "string", "name": "string"}
