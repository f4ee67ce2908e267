"""Breach complaints that other channels took, from a table; channel and number tell them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.pages.fields import FILE, at, differences, heads, read
from integrity.people.subjects.service import by_words
from integrity.streams.grievances import service
from integrity.streams.grievances.errors import AlreadyFiled
from integrity.streams.grievances.fields import FIELDS
from integrity.streams.grievances.models import Channel, Grievance
from integrity.streams.grievances.permissions import GrievancesPermission

CONTENT = at(FIELDS, FILE)


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The parties of a batch, and what is registered under its numbers."""
    numbers = {row["channel_no"] for row in rows}
    known = sa.select(Grievance).where(Grievance.channel_no.in_(numbers))
    load = (joinedload(Grievance.subject), joinedload(Grievance.complainant))
    return {
        "subjects": by_words(row[name] for row in rows for name in ("body", "complainant")),
        "known": {(g.channel, g.channel_no): g for g in db.session.scalars(known.options(*load))},
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Take in one row; the same again changes nothing, other words are refused.

    Raises AlreadyFiled, BadValue.
    """
    said = read(CONTENT, row)
    channel, number = said.pop("channel"), said.pop("channel_no")
    if channel is Channel.OWN:
        raise BadValue("channel", _("本系统收到的投诉不由导入登记。"))
    who, body, on = said.pop("complainant"), said.pop("body"), said.pop("received_on")
    if known := row.known["known"].get((channel, number)):
        if differences(CONTENT, known, said | {"complainant": who, "body": body}, row):
            raise AlreadyFiled(_("该渠道的编号 %(number)s 已经以其他内容登记。", number=number))
        return Loaded.UNCHANGED
    row.known["known"][channel, number] = service.file(
        who, body, said, by=by, at=at, channel=channel, channel_no=number, received_on=on
    )
    return Loaded.ADDED


IMPORTERS = {
    "grievances": Importer(
        heads=heads(FIELDS),
        load=load,
        key=("channel", "channel_no"),
        prepare=prepare,
        title=_l("其他渠道受理的违约失信投诉"),
        permission=GrievancesPermission.HANDLE,
    )
}
