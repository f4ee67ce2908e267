"""An application for repair of one record or one list entry."""

import enum
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model
from integrity.casework.publishing import HasPublicText
from integrity.credit.records.filings import Filed
from integrity.credit.sanctions.treatments import Treatment


class RepairState(enum.StrEnum):
    FILED = "filed"
    INCOMPLETE = "incomplete"  # something is missing; the applicant was told what
    ACCEPTED = "accepted"
    AGREED = "agreed"  # one person would grant it, a second has not decided
    GRANTED = "granted"
    REFUSED = "refused"


STATE_NAMES = {
    RepairState.FILED: _l("已申请"),
    RepairState.INCOMPLETE: _l("待补正"),
    RepairState.ACCEPTED: _l("已受理"),
    RepairState.AGREED: _l("一人同意，待复核"),
    RepairState.GRANTED: _l("准予修复"),
    RepairState.REFUSED: _l("不予修复"),
}


class Repair(Filed, HasPublicText, Model):
    """What was put right, the public promise (信用承诺), and the decision.

    `asked_for` was missing, said on `asked_on`. `visit_by` go on `visit_on` to look on the spot,
    and found `visit_found` on `visited_on`. `treatment`: what became of it, by `treated_under`.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[RepairState] = mapped_column(default=RepairState.FILED, index=True)
    promise: Mapped[str]
    asked_on: Mapped[date | None]
    asked_for: Mapped[str] = mapped_column(default="", server_default="")
    visit_by: Mapped[str] = mapped_column(default="", server_default="")
    visit_on: Mapped[date | None]
    visit_found: Mapped[str] = mapped_column(default="", server_default="")
    visited_on: Mapped[date | None]
    treatment: Mapped[Treatment | None]
    treated_under: Mapped[str] = mapped_column(default="", server_default="")
