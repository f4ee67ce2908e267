"""An objection (异议) against one record; it is answered by a day of its own."""

import enum

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.db import Model
from integrity.records.filings import Filed


class ObjectionState(enum.StrEnum):
    FILED = "filed"
    ACCEPTED = "accepted"
    UPHELD = "upheld"
    REJECTED = "rejected"


STATE_NAMES = {
    ObjectionState.FILED: _l("已提出"),
    ObjectionState.ACCEPTED: _l("已受理"),
    ObjectionState.UPHELD: _l("异议成立"),
    ObjectionState.REJECTED: _l("异议不成立"),
}


class Objection(Filed, Model):
    """What the subject says against a record, and the decision (山东省社会信用条例 第三十九条)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ObjectionState] = mapped_column(default=ObjectionState.FILED, index=True)
