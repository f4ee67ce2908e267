"""How a body grades whom in a field, what others found of a subject, and each grade with why."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.credit.measures.models import Inspected
from integrity.people.subjects.models import Subject


class SupervisedField(enum.StrEnum):
    """The fields in which the plan of the city asks for graded supervision."""  # 二（十二）

    FOOD_AND_DRUGS = "food-and-drugs"
    CONSTRUCTION = "construction"
    BIDDING = "bidding"
    WORK_SAFETY = "work-safety"
    FIRE_SAFETY = "fire-safety"
    HEALTH = "health"
    ENVIRONMENT = "environment"
    PRICES = "prices"
    STATISTICS = "statistics"
    PUBLIC_FUNDS = "public-funds"
    OTHER = "other"


class SchemeState(enum.StrEnum):
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    IN_FORCE = "in-force"  # grades from its first day until its last
    WITHDRAWN = "withdrawn"


class Letter(enum.StrEnum):
    """The grades, the best first."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class EvaluationKind(enum.StrEnum):
    COMPREHENSIVE = "comprehensive"  # 公共信用综合评价
    INDUSTRY = "industry"
    MARKET = "market"


class GradeObjectionState(enum.StrEnum):
    FILED = "filed"
    REJECTED = "rejected"  # its subject may go on to the office
    APPEALED = "appealed"
    UPHELD = "upheld"
    KEPT = "kept"  # the second instance agrees with the first
    ACCEPTED = "accepted"  # its subject lets the answer stand


FIELD_NAMES = {
    SupervisedField.FOOD_AND_DRUGS: _l("食品药品"),
    SupervisedField.CONSTRUCTION: _l("工程建设"),
    SupervisedField.BIDDING: _l("招标投标"),
    SupervisedField.WORK_SAFETY: _l("安全生产"),
    SupervisedField.FIRE_SAFETY: _l("消防安全"),
    SupervisedField.HEALTH: _l("医疗卫生"),
    SupervisedField.ENVIRONMENT: _l("生态环保"),
    SupervisedField.PRICES: _l("价格"),
    SupervisedField.STATISTICS: _l("统计"),
    SupervisedField.PUBLIC_FUNDS: _l("财政性资金使用"),
    SupervisedField.OTHER: _l("其他领域"),
}
SCHEME_NAMES = {
    SchemeState.DRAFTED: _l("起草中"),
    SchemeState.SUBMITTED: _l("待审核批准"),
    SchemeState.IN_FORCE: _l("已批准"),
    SchemeState.WITHDRAWN: _l("已撤回"),
}
EVALUATION_NAMES = {
    EvaluationKind.COMPREHENSIVE: _l("公共信用综合评价"),
    EvaluationKind.INDUSTRY: _l("行业信用评价"),
    EvaluationKind.MARKET: _l("市场信用评价"),
}
GRADE_OBJECTION_NAMES = {
    GradeObjectionState.FILED: _l("已提出，待评级单位处理"),
    GradeObjectionState.REJECTED: _l("评级单位认为不成立"),
    GradeObjectionState.APPEALED: _l("已申请复核，待办公室处理"),
    GradeObjectionState.UPHELD: _l("异议成立，已重新定级"),
    GradeObjectionState.KEPT: _l("复核维持"),
    GradeObjectionState.ACCEPTED: _l("申请人接受答复"),
}
CURRENT = sa.text("until IS NULL")


class GradingScheme(HasSteps, Model):
    """The rules by which a body grades in a field, in a version, proposed by one and approved by
    another; `rules` as `conditions` reads them, `fewer` and `more` the grades inspected so.

    `matter` is the body's matter of inspection; `public` whether everybody may read the grades.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[SchemeState] = mapped_column(default=SchemeState.DRAFTED, index=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    field: Mapped[SupervisedField]
    version: Mapped[int]
    rules: Mapped[str]
    fewer: Mapped[str] = mapped_column(default="", server_default="")
    more: Mapped[str] = mapped_column(default="", server_default="")
    matter: Mapped[str]
    public: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    legal_basis: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    drafted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    body: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.Index("uq_grading_scheme_version", "body_id", "field", "version", unique=True),
        sa.CheckConstraint("approved_by_id <> drafted_by_id", name="approved_by_another"),
        sa.CheckConstraint(
            "state <> 'in-force' OR approved_by_id IS NOT NULL", name="in_force_is_approved"
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def ref(self) -> str:
        return f"FJ{self.id:06d}"

    @property
    def title(self) -> str:
        return _(
            "%(body)s%(field)s分级标准（第 %(number)d 版）",
            body=self.body.name, field=FIELD_NAMES[self.field], number=self.version,
        )  # fmt: skip

    def inspected(self, grade: str) -> Inspected | None:
        """Whether a grade is inspected less or more often; None: as usual."""
        if grade in self.fewer.split(";"):
            return Inspected.FEWER
        return Inspected.MORE if grade in self.more.split(";") else None


class Evaluation(Model):
    """What a comprehensive, industry or market evaluation says of a subject, from a day on."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    kind: Mapped[EvaluationKind]
    field: Mapped[SupervisedField]
    grade: Mapped[str] = mapped_column(sa.String(40))
    issuer: Mapped[str]
    on: Mapped[date]
    until: Mapped[date | None]

    subject: Mapped[Subject] = relationship()

    __table_args__ = (
        sa.Index("uq_evaluation_of_day", "subject_id", "kind", "field", "on", unique=True),
    )

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}


class Supervised(Model):
    """A subject that a body supervises in a field, and so grades there."""

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    field: Mapped[SupervisedField]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]

    body: Mapped[Subject] = relationship(foreign_keys=[body_id])
    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])

    __table_args__ = (
        sa.Index("uq_supervised_subject", "body_id", "field", "subject_id", unique=True),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id}


class SubjectGrade(Model):
    """The grade of a subject in a field by a body from a day on, and why.

    `computed` is what the rules gave by their line `line`; `grade` what holds: another where an
    objection was upheld, for as long as the rules give the same.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(sa.ForeignKey("grading_scheme.id"), index=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    field: Mapped[SupervisedField]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    grade: Mapped[Letter]
    computed: Mapped[Letter]
    line: Mapped[int]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    since: Mapped[date]
    until: Mapped[date | None]

    scheme: Mapped[GradingScheme] = relationship()
    body: Mapped[Subject] = relationship(foreign_keys=[body_id])
    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])

    __table_args__ = (
        sa.Index(
            "uq_subject_grade_current", "body_id", "field", "subject_id", unique=True,
            sqlite_where=CURRENT, postgresql_where=CURRENT,
        ),
    )  # fmt: skip

    @property
    def parties(self) -> set[int]:
        return {self.body_id, self.subject_id}

    @property
    def ref(self) -> str:
        return f"DJ{self.id:06d}"

    @property
    def title(self) -> str:
        return _("%(field)s分级监管：%(grade)s级", field=FIELD_NAMES[self.field], grade=self.grade)


class GradeObjection(HasSteps, Model):
    """What a subject says against its grade; who graded answers, then the office if asked."""

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[GradeObjectionState] = mapped_column(
        default=GradeObjectionState.FILED, index=True
    )
    grade_id: Mapped[int] = mapped_column(sa.ForeignKey("subject_grade.id"), index=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    applicant_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    text: Mapped[str]
    answer: Mapped[str] = mapped_column(default="", server_default="")
    appeal: Mapped[str] = mapped_column(default="", server_default="")
    filed_on: Mapped[date]
    filed_at: Mapped[datetime]

    graded: Mapped[SubjectGrade] = relationship()
    deciding: Mapped[Subject] = relationship(foreign_keys=[body_id])
    applicant: Mapped[Subject] = relationship(foreign_keys=[applicant_id])
    deciding_id: Mapped[int] = synonym("body_id")
    """Who decided what this is against, as every remedy says it."""
    subject_id: Mapped[int] = synonym("applicant_id")

    __table_args__ = (
        sa.Index(
            "uq_grade_objection_open", "grade_id", unique=True,
            sqlite_where=sa.text("state IN ('filed', 'rejected', 'appealed')"),
            postgresql_where=sa.text("state IN ('filed', 'rejected', 'appealed')"),
        ),
    )  # fmt: skip

    @property
    def parties(self) -> set[int]:
        return {self.body_id, self.applicant_id}

    @property
    def ref(self) -> str:
        return f"DY{self.id:06d}"

    @property
    def title(self) -> str:
        return self.graded.title
