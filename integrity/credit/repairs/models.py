"""An application for repair of one record or one list entry."""

import enum

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model
from integrity.credit.records.filings import Filed


class RepairState(enum.StrEnum):
    FILED = "filed"
    ACCEPTED = "accepted"
    AGREED = "agreed"  # one person would grant it, a second has not decided
    GRANTED = "granted"
    REFUSED = "refused"


STATE_NAMES = {
    RepairState.FILED: _l("已申请"),
    RepairState.ACCEPTED: _l("已受理"),
    RepairState.AGREED: _l("一人同意，待复核"),
    RepairState.GRANTED: _l("准予修复"),
    RepairState.REFUSED: _l("不予修复"),
}


class Repair(Filed, Model):
    """What was put right, the public promise (信用承诺), and the decision."""

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[RepairState] = mapped_column(default=RepairState.FILED, index=True)
    promise: Mapped[str]
