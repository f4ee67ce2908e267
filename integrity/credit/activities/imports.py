"""Activities from a table; the same one of a body and day again changes nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.credit.activities import service
from integrity.credit.activities.models import KIND_NAMES, Activity, ActivityKind
from integrity.credit.activities.permissions import ActivitiesPermission
from integrity.files.columns import Head
from integrity.files.rows import BadValue, Importer, Loaded, Row, may
from integrity.people.subjects import service as subjects

HEADS = (
    Head("kind", _l("事项种类"), KIND_NAMES, required=True),
    Head("body", _l("单位"), _l("统一社会信用代码，或者登记的名称。"), required=True),
    Head("on", _l("日期"), _l("日期，例如：2026-11-21。"), required=True),
    Head("title", _l("事项名称"), _l("最多 200 个字。"), required=True),
    Head(
        "channel", _l("渠道或者对象"), _l("例如：信用网站、社区宣传栏、公职人员。"), required=True
    ),
    Head("people", _l("人数"), _l("整数，不清楚的不填。")),
    Head("found_at", _l("链接或者出处"), _l("例如：报纸名称和日期、网址。")),
    Head("text", _l("说明"), _l("最多 2000 个字，不写自然人的姓名和号码。")),
)


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The bodies of a batch, and what is registered of them."""
    bodies = subjects.by_words(row["body"] for row in rows)
    wanted = sa.select(Activity).where(
        Activity.subject_id.in_({body.id for body in bodies.values()}),
        Activity.title.in_({row["title"] for row in rows}),
    )
    known = {(a.kind, a.subject_id, a.on, a.title) for a in db.session.scalars(wanted)}
    return {"bodies": bodies, "known": known}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Enter one; raises BadValue."""
    kind, body = row.choice("kind", ActivityKind, KIND_NAMES), row.known["bodies"].get(row["body"])
    if body is None or not may(by, ActivitiesPermission.ENTER, body):
        raise BadValue("body", _("没有登记这个单位，或者不是本单位。"))
    on, title = row.day("on"), row.text("title", 200)
    if on is None or not title:
        raise BadValue("on" if on is None else "title", _("请填写。"))
    if (kind, body.id, on, title) in row.known["known"]:
        return Loaded.UNCHANGED
    said = (row.text("channel", 100), row.number("people"))
    more = (row.text("found_at", 500), row.text("text", 2000))
    try:
        service.enter(kind, body, on, title, *said, *more, by=by, at=at)
    except Refused as error:
        raise BadValue("on", str(error)) from None
    row.known["known"].add((kind, body.id, on, title))
    return Loaded.ADDED


IMPORTERS = {
    "activities": Importer(
        heads=HEADS,
        load=load,
        key=("kind", "body", "on", "title"),
        prepare=prepare,
        model=Activity,
        title=_l("宣传、教育和曝光登记"),
        permission=ActivitiesPermission.ENTER,
    )
}
