"""A system with a token, and how it calls."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from integrity.base.audit.service import SYSTEM
from integrity.people.accounts import tokens
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_body


def make_token(scope: str = "checks", body: Subject | None = None) -> str:
    name = "示例人民法院" if scope == "courts" else "示例审批局"
    return tokens.issue(body or make_body(name), [scope], by=SYSTEM, at=NOW)


def bearer(token: str, key: str = "") -> dict[str, str]:
    headers = {"Authorization": f"Bearer {token}"}
    return headers | {"Idempotency-Key": key} if key else headers


def post(
    client: FlaskClient, address: str, content: Any, token: str, key: str = ""
) -> TestResponse:
    return client.post(f"/api/v1/{address}", json=content, headers=bearer(token, key))


def batch(**queries: Any) -> dict[str, Any]:
    return {"matter": "示例许可", "purpose": "行政许可审批", "queries": queries}
