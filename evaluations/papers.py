"""The letter by which the office proposes deductions after a round: 考核扣分建议函."""

from datetime import date

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from evaluations.models import Result, Round
from integrity.base.db import db
from integrity.casework.documents.giving import given
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.paper import Shown, Table

HEAD = ("序号", "单位", "总分", "等级", "建议扣分")


def deductions(found: Round, on: date) -> Shown:
    """A letter that the office must still issue; how much is deducted, people write into it."""
    return given("deduction-proposal", found, on, draft=True)


def _results(found: Round) -> Table:
    of_it = sa.select(Result).where(Result.round_id == found.id).options(joinedload(Result.body))
    rows = enumerate(db.session.scalars(of_it.order_by(Result.total, Result.id)), 1)
    return Table(HEAD, tuple((str(n), r.body.name, f"{r.total}", r.band, "") for n, r in rows))


PAPERS = (
    PaperKind(
        name="deduction-proposal",
        title=_l("考核扣分建议函"),
        mark="KF",
        model=Round,
        url=lambda found: url_for("evaluations.round", ref=found.ref),
        addressees=lambda found: (),
        fields={
            "考核年度": lambda found: found.year,
            "考核主管单位": lambda found: "考核主管单位",
            "考核依据": lambda found: found.scheme.basis,
            "扣分明细": _results,
            "数据口径": lambda found: f"数据来自“{found.name}”（{found.ref}），总分低的在前。",
            "异议情况": lambda found: None,
            "答复期限": lambda found: None,
            "本地依据": lambda found: None,
            "附件": lambda found: None,
        },
    ),
)
