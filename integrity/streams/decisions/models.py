"""A decision of a body about a subject, entered with its document; an adverse one is a breach."""

import enum
import re
from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject
from integrity.streams.decisions.permissions import DecisionsPermission as P


class DecisionState(enum.StrEnum):
    DRAFT = "draft"  # one person of the body entered it
    EFFECTIVE = "effective"  # a second one confirmed it
    REVOKING = "revoking"  # one person says that it no longer stands
    DISCARDED = "discarded"
    REVOKED = "revoked"
    EXPIRED = "expired"  # the time for which a good one is shown is over


class DecisionOutcome(enum.StrEnum):
    DISCARDED = "discarded"
    REVOKED = "revoked"
    EXPIRED = "expired"


class DecisionKind(enum.StrEnum):
    """The item of the information catalogue (`rule` of its rows): what was decided."""

    JUDGMENT = "judgment"
    PENALTY = "penalty"
    DISCIPLINE = "discipline"
    ACCOUNTABILITY = "accountability"
    APPRAISAL = "appraisal"
    HONOUR = "honour"
    KEPT = "kept"
    MERIT = "merit"


GOOD = frozenset({DecisionKind.HONOUR, DecisionKind.KEPT, DecisionKind.MERIT})
"""What speaks for its subject: no breach, in no class, and nothing adverse follows from it."""
ADVERSE = tuple(kind for kind in DecisionKind if kind not in GOOD)


class Severity(enum.StrEnum):
    """How grave a breach is, as its document says; the rules make grade and periods of it."""

    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"


S = DecisionState
STATE_NAMES = {
    S.DRAFT: _l("待本单位另一人确认"),
    S.EFFECTIVE: _l("已生效"),
    S.REVOKING: _l("提请撤销，待另一人决定"),
    S.DISCARDED: _l("已放弃"),
    S.REVOKED: _l("已撤销"),
    S.EXPIRED: _l("展示期已满"),
}
TONES = {
    S.DRAFT: "soon",
    S.REVOKING: "soon",
    S.DISCARDED: "closed",
    S.REVOKED: "closed",
    S.EXPIRED: "closed",
}
STANDING = (S.EFFECTIVE, S.REVOKING)
"""The states in which a decision stands."""
OUTCOME_NAMES = {
    DecisionOutcome.DISCARDED: _l("没有确认"),
    DecisionOutcome.REVOKED: _l("已撤销"),
    DecisionOutcome.EXPIRED: _l("展示期已满"),
}
KIND_NAMES = {
    DecisionKind.JUDGMENT: _l("法院裁判和仲裁裁决"),
    DecisionKind.PENALTY: _l("行政处罚"),
    DecisionKind.DISCIPLINE: _l("纪律处分、政务处分"),
    DecisionKind.ACCOUNTABILITY: _l("问责"),
    DecisionKind.APPRAISAL: _l("不良评价结果"),
    DecisionKind.HONOUR: _l("表彰和荣誉"),
    DecisionKind.KEPT: _l("守信践诺"),
    DecisionKind.MERIT: _l("优良评价结果"),
}
SEVERITY_NAMES = {
    Severity.MINOR: _l("轻微"),
    Severity.GENERAL: _l("一般"),
    Severity.SERIOUS: _l("严重"),
}


def rule_of(kind: DecisionKind, severity: Severity) -> str:
    """The rule that such a decision breaks, as the grades and the catalogue name it."""
    return f"{kind}.{severity}"


class Decision(HasFiles, HasKeyField, HasDeadline, HasSteps, Model):
    """What a body (`body`) decided of a subject on a day, by which document.

    `key` holds body, document and subject: of what stands or is a draft there is one. One without
    `severity` speaks for its subject: it is shown until `shown_until` if it is `public`, and never
    becomes a credit record, for each of these counts against somebody. Nothing of it is owed: its
    day stays empty, and `is_owed` says so to who asks whether something is still to be done.
    """

    is_owed = False

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    key: Mapped[str]
    kind: Mapped[DecisionKind] = mapped_column(index=True)
    severity: Mapped[Severity | None]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    number: Mapped[str] = mapped_column(sa.String(120))
    title: Mapped[str]
    facts: Mapped[str]
    decided_on: Mapped[date]
    state: Mapped[DecisionState] = mapped_column(default=S.DRAFT, index=True)
    outcome: Mapped[DecisionOutcome | None]
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    entered_by_name: Mapped[str]
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    effective_on: Mapped[date | None]
    shown_until: Mapped[date | None]
    public: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    body: Mapped[Subject] = relationship(foreign_keys=[body_id])

    sides: ClassVar[dict[Any, str]] = {P.ENTER: "body_id", P.CONFIRM: "body_id"}

    __table_args__ = (
        sa.CheckConstraint("subject_id <> body_id", name="of_another"),
        sa.CheckConstraint("severity IS NULL OR NOT public", name="only_good_is_public"),
        sa.Index(
            "uq_decision_standing_key",
            "key",
            unique=True,
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        ),
    )

    @property
    def parties(self) -> set[int]:
        """Who decided and, once it stands, whom it is about."""
        draft = self.state in (S.DRAFT, S.DISCARDED)
        return {self.body_id} if draft else {self.body_id, self.subject_id}

    @property
    def is_good(self) -> bool:
        return self.severity is None

    @property
    def owed_to(self) -> str:
        return self.body.name

    def shows(self, file: Any, user: Any) -> bool:
        """Its document is read by who decided, by whom it is about, and by the office."""
        return bool(user.is_authenticated and user.can(P.READ, self))


def key_of(body_id: int, number: str, subject_id: int) -> str:
    """Body, document and subject as one; brackets and spaces are written in many ways."""
    plain = number.translate(str.maketrans("（）［］【】()[]", "〔〕〔〕〔〕〔〕〔〕"))
    bare = re.sub(r"\s", "", plain).casefold()
    return f"{body_id}:{subject_id}:{bare}"
