"""What one side of a contract says of how the other performed it, on points (履约评价)."""

import enum
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.people.subjects.models import Subject
from integrity.streams.contracts.models import Contract, HasParties


class AppraisalState(enum.StrEnum):
    WRITTEN = "written"  # who is appraised may accept it or object, until a day
    OBJECTED = "objected"  # the competent department finds whether it stands
    FINAL = "final"
    SET_ASIDE = "set_aside"


STATE_NAMES = {
    AppraisalState.WRITTEN: _l("待被评价方答复"),
    AppraisalState.OBJECTED: _l("异议处理中，不作为核查信息"),
    AppraisalState.FINAL: _l("已生效"),
    AppraisalState.SET_ASIDE: _l("认定不成立，已撤销"),
}
TONES = {AppraisalState.FINAL: "good", AppraisalState.SET_ASIDE: "closed"}
OF_FIRM = {
    "quality": _l("货物、工程、服务的质量"),
    "timely": _l("交付、完工的时限"),
    "service": _l("售后和配合"),
}
OF_BODY = {
    "acceptance": _l("验收是否及时"),
    "payment": _l("付款是否及时、足额"),
    "conduct": _l("有无合同以外的要求"),
}
"""The points on which a supplier, and on which a buyer is appraised."""
POINT_NAMES = OF_FIRM | OF_BODY
GRADES = {5: _l("很好"), 4: _l("较好"), 3: _l("一般"), 2: _l("较差"), 1: _l("差")}


class Appraisal(HasParties, HasSteps, Model):
    """One for each side of a contract, once; a side appraises the other.

    `points`: the grade of each point. `answer_by`: the last day for an objection, empty until who
    is appraised was told. `finder`: who by law finds whether it stands, once it was objected to.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    appraised_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    finder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    state: Mapped[AppraisalState] = mapped_column(default=AppraisalState.WRITTEN, index=True)
    points: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words: Mapped[str]
    written_on: Mapped[date]
    told_on: Mapped[date | None]
    answer_by: Mapped[date | None]
    answer: Mapped[str] = mapped_column(default="")
    finding: Mapped[str] = mapped_column(default="")
    final_on: Mapped[date | None]

    contract: Mapped[Contract] = relationship()
    author: Mapped[Subject] = relationship(foreign_keys=[author_id])
    appraised: Mapped[Subject] = relationship(foreign_keys=[appraised_id])
    finder: Mapped[Subject | None] = relationship(foreign_keys=[finder_id])

    __table_args__ = (
        sa.UniqueConstraint("contract_id", "author_id"),
        sa.CheckConstraint("author_id <> appraised_id", name="two_parties"),
        sa.CheckConstraint(
            "finder_id <> author_id AND finder_id <> appraised_id", name="nobody_finds_for_itself"
        ),
    )

    @property
    def title(self) -> str:
        return self.contract.title

    @property
    def subject(self) -> Subject:
        return self.contract.subject

    @property
    def subject_id(self) -> int:
        return self.contract.subject_id

    @property
    def parties(self) -> set[int]:
        found = {self.author_id, self.appraised_id, self.finder_id}
        return {number for number in found if number is not None}

    @property
    def is_of_body(self) -> bool:
        """Whether it is the public body that is appraised."""
        return self.appraised_id == self.contract.subject_id

    @property
    def score(self) -> Decimal:
        """The mean of its points."""
        mean = Decimal(sum(self.points.values())) / len(self.points)
        return mean.quantize(Decimal("0.01"))
