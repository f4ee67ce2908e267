"""One row per incentive or sanction that a document allows; never a constant in code."""

import enum
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, column_property, declared_attr, mapped_column, relationship

from integrity.base.db import Model
from integrity.casework.rules.models import Verified
from integrity.credit.measures.lists import ListKind, Severity
from integrity.credit.policies.models import BASIS_NAMES as BASIS_NAMES
from integrity.credit.policies.models import BasisLevel as BasisLevel
from integrity.credit.policies.models import last_day_of
from integrity.people.subjects.models import Subject, SubjectKind


class MeasureKind(enum.StrEnum):
    INCENTIVE = "incentive"
    SANCTION = "sanction"


class MeasureClass(enum.StrEnum):
    """Which of the four constraints of 济政字〔2017〕35号, or one for public bodies."""

    ADMINISTRATIVE = "administrative"
    MARKET = "market"
    INDUSTRY = "industry"
    SOCIAL = "social"
    GOVERNMENT_BODY = "government-body"


MEASURE_KIND_NAMES = {
    MeasureKind.INCENTIVE: _l("守信激励"),
    MeasureKind.SANCTION: _l("失信惩戒"),
}
CLASS_NAMES = {
    MeasureClass.ADMINISTRATIVE: _l("行政性"),
    MeasureClass.MARKET: _l("市场性"),
    MeasureClass.INDUSTRY: _l("行业性"),
    MeasureClass.SOCIAL: _l("社会性"),
    MeasureClass.GOVERNMENT_BODY: _l("针对政府机构"),
}
WORD_OF_KIND = {
    SubjectKind.BODY: "government-body",
    SubjectKind.ENTERPRISE: "enterprise",
    SubjectKind.HOUSEHOLD: "household",
    SubjectKind.ORGANISATION: "organisation",
    SubjectKind.PERSON: "person",
}
"""How a measure list names the kinds of subject it applies to."""


class Size(enum.StrEnum):
    """Of which size an enterprise must be, where a basis says so."""

    LARGE = "large"


SIZE_NAMES = {Size.LARGE: _l("大型企业")}


def kinds_of(words: str) -> set[SubjectKind]:
    """The kinds of subject that a row names, joined by semicolons as the published lists do."""
    found = words.split(";")
    return {kind for kind, word in WORD_OF_KIND.items() if word in found}


class Inspected(enum.StrEnum):
    """What a measure does to how often its subject is inspected."""

    FEWER = "fewer"
    MORE = "more"


INSPECTED_NAMES = {Inspected.FEWER: _l("减少检查"), Inspected.MORE: _l("增加检查")}


class HasContent:
    """What a measure is, on a list or in a draft of one.

    `applies_to` holds words of WORD_OF_KIND, `lists` and `grounds` those of the lists on which and
    the grounds for which it may be attached (no ground: for any), `offences` codes of acts that it
    may follow (none: any of the grounds), `sizes` those of the enterprises it is for; all joined by
    semicolons. `severity` is how grave it must have been at least (过惩相当). `organ` names the
    authority that takes the measure by a decision of its own: it is not attached here. `period` is
    the family of terms that says how long it lasts: neither repair nor the end of the entry
    shortens that (none: as long as the entry). `base_item` is its item of the national base list,
    `inspections` whether one is inspected less or more often, `conditions` what must be so besides,
    `matters` the codes of the matters in which it is executed, `clerk` what the clerk then does.
    """

    kind: Mapped[MeasureKind] = mapped_column(index=True)
    category: Mapped[MeasureClass]
    name: Mapped[str]
    content: Mapped[str]
    applies_to: Mapped[str]
    lists: Mapped[str] = mapped_column(default="", server_default="")
    grounds: Mapped[str] = mapped_column(default="", server_default="")
    offences: Mapped[str] = mapped_column(default="", server_default="")
    severity: Mapped[Severity | None]
    sizes: Mapped[str] = mapped_column(default="", server_default="")
    organ: Mapped[str] = mapped_column(default="", server_default="")
    period: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    base_item: Mapped[str] = mapped_column(default="", server_default="")
    inspections: Mapped[Inspected | None]
    conditions: Mapped[str] = mapped_column(default="", server_default="")
    executing_unit: Mapped[str]
    matters: Mapped[str] = mapped_column(default="", server_default="")
    clerk: Mapped[str] = mapped_column(default="", server_default="")
    legal_basis: Mapped[str]
    basis_level: Mapped[BasisLevel]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    verified: Mapped[Verified]

    @declared_attr
    def document_ends(cls) -> Mapped[date | None]:  # noqa: N805
        """The last day of the document that its basis cites, as the library has it."""
        return column_property(last_day_of(cls.legal_basis))

    @property
    def subject_kinds(self) -> set[SubjectKind]:
        return kinds_of(self.applies_to)

    @property
    def internal(self) -> bool:
        """Whether a government does it to its own bodies alone, on its own list of them."""
        own = self.subject_kinds == {SubjectKind.BODY}
        return own and self.lists == ListKind.CORRECTION.value


CONTENT = tuple(HasContent.__annotations__)
"""The columns that a draft hands on to the measure that it becomes."""


def _own_code(context: Any) -> Any:
    return context.get_current_parameters()["code"]


class Measure(HasContent, Model):
    """What may be done to which kinds of subject, by whom, under which article, and since when.

    It stands on the list of the department `owner` (none: on the common one) and is not changed
    there: a later version has a code of its own and the same `family`, and the one before it has
    its day in `superseded_on`. Entries keep the one they have; what is `ended_on` a day they lose.
    `higher` is the code of the measure of the same content that rests on a higher basis.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    family: Mapped[str] = mapped_column(sa.String(40), default=_own_code, server_default="")
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    higher: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    superseded_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_why: Mapped[str] = mapped_column(default="", server_default="")

    owner: Mapped[Subject | None] = relationship()

    __table_args__ = (sa.Index("uq_measure_family_version", "family", "version", unique=True),)

    @classmethod
    def is_current(cls) -> sa.ColumnElement[bool]:
        """The newest version of each, ended or not, in SQL."""
        return cls.superseded_on.is_(None)
