"""Who may have the dossier of a thing, and where it is."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from integrity.base.permissions import REACH_ALL, Permission
from integrity.pages.items import Link


def is_open_to(user: Any, thing: Any, stream: Any = None) -> bool:
    """Whether this person reads all of a thing that it sees: its parties, and who acts for all."""
    if not user.is_authenticated or not user.can(Permission.DESK):
        return False
    reads = getattr(thing, "may_be_read_by", None)
    if reads and not reads(user):
        return False
    if stream is None:
        inside = user.can(Permission.RECORDS_READ) and user.can(Permission.SANCTIONS_READ)
        return inside and (user.role in REACH_ALL or user.body_id in thing.parties)
    reached = stream.is_reached_by(user) or user.body_id in thing.parties
    return bool(stream.is_read_by(user) and reached)


def links(kind: str, thing: Any, user: Any, stream: Any = None) -> list[Link]:
    """The dossier as a PDF and sealed, for whom it is open."""
    if not is_open_to(user, thing, stream):
        return []
    return [
        Link(label, url_for("dossiers.file", kind=kind, number=thing.id, ending=ending))
        for ending, label in (("pdf", _("下载卷宗（PDF）")), ("zip", _("下载卷宗封存包")))
    ]
