"""Files to import, sent as a person sends them, and the worker that runs when it is asked."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from integrity.base.db import db
from integrity.doors.importing.models import Upload
from integrity.people.subjects.models import Subject
from jobs import runner


def sheet(columns: Sequence[str], *rows: dict[str, Any], encoding: str = "utf-8-sig") -> bytes:
    """A CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def promise(body: Subject, ref: str = "T2026-0001", **more: Any) -> dict[str, Any]:
    """A published commitment."""
    return {
        "ref": ref,
        "body": body.uscc,
        "title": "改造老旧小区",
        "category": "service",
        "source_title": "示例文件",
        "source_date": "2026-01-05",
        "issuer": "示例市人民政府",
        "due_on": "2026-12-31",
    } | more


def draft(**more: Any) -> dict[str, Any]:
    """A promise that a body drafts for itself."""
    return {
        "title": "改造老旧小区49个",
        "target": "49个",
        "category": "服务",
        "due_on": "2026年12月31日",
        "body_text": "我局承诺改造老旧小区49个。",
    } | more


def send(
    client: FlaskClient, content: bytes, kind: str = "commitments", name: str = "list.csv"
) -> TestResponse:
    """Upload a file of a kind."""
    return client.post(f"/imports/new?kind={kind}", data={"file": (io.BytesIO(content), name)})


def checked(client: FlaskClient, content: bytes, **more: Any) -> Upload:
    """Upload a file and let a worker check it."""
    answer = send(client, content, **more)
    assert answer.status_code == 302, answer.text
    upload = db.session.get_one(Upload, int(answer.location.rpartition("/")[2]))
    runner.task("import_upload", upload.id)
    db.session.refresh(upload)
    return upload


def imported(client: FlaskClient, content: bytes, **more: Any) -> Upload:
    """The same, confirmed and imported."""
    upload = checked(client, content, **more)
    answer = client.post(f"/imports/{upload.id}/confirm")
    assert answer.status_code == 302, answer.text
    runner.task("import_upload", upload.id)
    db.session.refresh(upload)
    return upload
