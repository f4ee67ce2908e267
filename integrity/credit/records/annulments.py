"""What a record rested on was annulled or entered wrongly: it goes, with all that rests on it.

The body says so within three working days; the record leaves view and use at once
(山东省社会信用条例 第四十条).
"""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework.documents import making
from integrity.credit.records import service
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions import service as sanctions


class BeingHeard(Refused):
    """The subject objected: the answer to that ends the record, or keeps it."""

    status = 409


def annul(stream: str, item_id: int, *, by: audit.Actor, at: datetime, why: str) -> None:
    """Withdraw every record of a thing, and revoke the entries of lists founded on one.

    Raises BeingHeard.
    """
    mine = (CreditRecord.stream == stream, CreditRecord.item_id == item_id)
    for record in db.session.scalars(sa.select(CreditRecord).where(*mine).with_for_update()):
        if record.state is RecordState.DISPUTED:
            raise BeingHeard(_("单位已经提出异议，请先在异议程序中作出决定。"))
        if service.FLOW.allows(record, "annul"):
            service.close(record, at)
            service.FLOW.go(record, "annul", by=by, at=at, why=why)
            making.void(record, by=by, at=at, why=why)
            sanctions.revoke_founded_on(record.id, why=why, by=by, at=at)
