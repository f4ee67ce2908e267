"""A commitment brought to a state, and a head who signs."""

import io
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import FileStorage

from commitments import fulfilment, service
from commitments.models import Category, Commitment
from commitments.steps import reviews
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from tests.factories import NOW, TODAY, make_body, make_user

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def pdf(name: str = "证据.pdf", content: bytes = PDF) -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def make_draft(body: Subject | None = None, by: User | None = None, **more: Any) -> Commitment:
    body = body or make_body()
    values: dict[str, Any] = {
        "title": "改造老旧小区49个",
        "target": "49个",
        "body_text": "我局承诺在期限内改造老旧小区49个。",
        "category": Category.SERVICE,
        "due_on": date(2026, 12, 31),
        "at": NOW,
    }
    officer = by or make_user(Role.OFFICER, body)
    return service.draft(body, by=officer, **(values | more))


def make_submitted(body: Subject | None = None, **more: Any) -> Commitment:
    item = make_draft(body, **more)
    service.submit(item, by=make_user(Role.OFFICER, item.subject), at=NOW)
    return item


def review(item: Commitment, *kinds: reviews.ReviewKind) -> None:
    """Every review the commitment needs, or these, all passed."""
    db.session.flush()
    clerk = make_user(Role.OFFICER, item.subject)
    for kind in kinds or reviews.needed(item):
        reviews.record(item, kind, True, "示例法制机构", TODAY, "未发现问题。", by=clerk, at=NOW)


def make_signed(body: Subject | None = None, **more: Any) -> Commitment:
    item = make_submitted(body, **more)
    review(item)
    service.sign(item, by=make_user(Role.HEAD, item.subject), at=NOW)
    return item


def make_published(body: Subject | None = None, **more: Any) -> Commitment:
    item = make_signed(body, **more)
    service.publish(item, by=make_user(Role.OFFICE, make_body("领导小组办公室")), at=NOW)
    db.session.flush()
    return item


def make_reported(
    done_on: date = date(2026, 11, 1), at: datetime = NOW, by: User | None = None, **more: Any
) -> Commitment:
    item = make_published(**more)
    officer = by or make_user(Role.OFFICER, item.subject)
    fulfilment.report(item, done_on, "改造51个", "全部完工。", by=officer, at=at)
    db.session.flush()
    return item
