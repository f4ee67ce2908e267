"""Which side of a contract somebody is on."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from integrity.casework.sides import Only
from integrity.files import attached
from integrity.streams.contracts.errors import OtherSide

body_only = Only("subject_id", _l("只有合同的政府方可以办理此事项。"), OtherSide)
counterparty_only = Only("counterparty_id", _l("只有合同的相对方可以办理此事项。"), OtherSide)


def neither_side(thing: Any, by: Any) -> None:
    """Nobody of a party speaks for the other, or enters what was found of it: OtherSide."""
    if getattr(by, "body_id", None) in thing.parties:
        raise OtherSide(_("合同当事人不能代对方确认，也不能登记对自己的认定。"))


def attach(thing: Any, document: FileStorage | None, by: Any, at: datetime, note: str = "") -> None:
    """A file for both sides and the office; nobody else ever sees it."""
    if document:
        body = thing.subject_id
        attached.save(document, thing, public=False, by=by, at=at, body_id=body, note=note)
