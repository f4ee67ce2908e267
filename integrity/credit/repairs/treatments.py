"""Which of the four treatments follows from a repair, and whether it is checked on the spot."""

from datetime import date
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped

from integrity.base.db import Model, db
from integrity.casework.rules.models import Verified
from integrity.casework.rules.service import NoRuleInForce, day_in, read
from integrity.credit.records.models import CreditRecord
from integrity.credit.repairs.fitting import ANY, Fitting, fitting
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.treatments import Treatment

DATA = Path(__file__).parent / "data" / "treatments.csv"
COLUMNS = (
    "code", "stream", "grade", "treatment", "visit", "legal_basis", "effective_from",
    "effective_to", "verified",
)  # fmt: skip


class RepairTreatment(Fitting, Model):
    """What becomes of a kind of record or entry; `visit`: only after a check on the spot."""

    treatment: Mapped[Treatment]
    visit: Mapped[bool]


def treatment_of(thing: CreditRecord | ListEntry, on: date) -> RepairTreatment:
    """The rule for a thing on a day, the one that says most about it; raises NoRuleInForce."""
    found = fitting(RepairTreatment, thing, on)
    if not found:
        raise NoRuleInForce(_("%(day)s 没有生效的修复处理规则。", day=on))
    return max(found, key=lambda row: (row.stream != ANY, row.grade != ANY, row.code))  # type: ignore[no-any-return]


def load() -> int:
    """Load the rules the product ships with; what is there already stays."""
    known = set(db.session.scalars(sa.select(RepairTreatment.code)))
    fresh = [_treatment(row) for row in read(DATA) if row["code"] not in known]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def _treatment(row: dict[str, str]) -> RepairTreatment:
    return RepairTreatment(
        **{name: row[name] for name in ("code", "stream", "grade", "legal_basis")},
        treatment=Treatment(row["treatment"]),
        visit=row["visit"] == "yes",
        effective_from=day_in(row["effective_from"]),
        effective_to=day_in(row["effective_to"]),
        verified=Verified(row["verified"]),
    )
