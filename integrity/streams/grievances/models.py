"""An enterprise says that a public body broke its word: by which channel, and what was found."""

import enum
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField, KeyField
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject
from integrity.streams.grievances.permissions import GrievancesPermission


class GrievanceState(enum.StrEnum):
    RECEIVED = "received"
    SENT = "sent"  # to the body that by law finds; the body complained about answers there
    TRUE = "true"  # found so: it must be put right
    REPORTED = "reported"  # the body says that it is put right
    CONTESTED = "contested"  # the enterprise says it is not, or said nothing in time
    CLOSED = "closed"


class GrievanceOutcome(enum.StrEnum):
    NOT_TRUE = "not_true"
    PUT_RIGHT = "put_right"
    WITHDRAWN = "withdrawn"


class Channel(enum.StrEnum):
    """Through which it came (一千一百零三号文的投诉渠道)."""

    OWN = "own"
    CREDIT_SITE = "credit_site"
    HOTLINE = "hotline"
    INSPECTION = "inspection"
    ARREARS_PLATFORM = "arrears_platform"
    BUSINESS_PLATFORM = "business_platform"
    LETTERS = "letters"


class Area(enum.StrEnum):
    """In what the word was given."""

    PROCUREMENT = "procurement"
    TENDERING = "tendering"
    INVESTMENT = "investment"
    PPP = "ppp"
    SUPPORT = "support"
    PROJECTS = "projects"


class Because(enum.StrEnum):
    """What the body gave as its reason, where that is a breach by itself."""

    REORGANISED = "reorganised"
    REPLACED = "replaced"


S = GrievanceState
STATE_NAMES = {
    S.RECEIVED: _l("已收到，待转办"),
    S.SENT: _l("已转办，待核实认定"),
    S.TRUE: _l("认定属实，待整改"),
    S.REPORTED: _l("自报整改完成，待企业确认"),
    S.CONTESTED: _l("整改情况待认定"),
    S.CLOSED: _l("已办结"),
}
FOUND_TRUE = (S.TRUE, S.REPORTED, S.CONTESTED)
"""What was found so, and is not settled."""
TONES = {S.TRUE: "late", S.REPORTED: "soon", S.CONTESTED: "soon", S.CLOSED: "closed"}
OUTCOME_NAMES = {
    GrievanceOutcome.NOT_TRUE: _l("认定不属实"),
    GrievanceOutcome.PUT_RIGHT: _l("整改到位"),
    GrievanceOutcome.WITHDRAWN: _l("企业撤回"),
}
CHANNEL_NAMES = {
    Channel.OWN: _l("本系统"),
    Channel.CREDIT_SITE: _l("信用网站"),
    Channel.HOTLINE: _l("12345热线"),
    Channel.INSPECTION: _l("国务院“互联网+督查”平台"),
    Channel.ARREARS_PLATFORM: _l("违约拖欠中小企业款项登记（投诉）平台"),
    Channel.BUSINESS_PLATFORM: _l("营商环境投诉举报平台"),
    Channel.LETTERS: _l("信访"),
}
FIELD_OF = {
    Area.PROCUREMENT: KeyField.PROCUREMENT,
    Area.TENDERING: KeyField.TENDERING,
    Area.INVESTMENT: KeyField.INVESTMENT,
    Area.PPP: KeyField.PARTNERSHIP,
    Area.SUPPORT: KeyField.INVESTMENT,
    Area.PROJECTS: KeyField.NONE,
}
"""The key field to which an area belongs; what supports an industry attracted it."""
AREA_NAMES = {
    Area.PROCUREMENT: _l("政府采购"),
    Area.TENDERING: _l("招标投标"),
    Area.INVESTMENT: _l("招商引资"),
    Area.PPP: _l("政府与社会资本合作"),
    Area.SUPPORT: _l("产业扶持"),
    Area.PROJECTS: _l("政府投资"),
}
BECAUSE_NAMES = {
    Because.REORGANISED: _l("机构调整"),
    Because.REPLACED: _l("人员变动"),
}


class Grievance(HasFiles, HasDeadline, HasSteps, HasKeyField, Model):
    """What an enterprise (`complainant`) says a public body (`subject`) broke of its word.

    `finder` is the superior or competent body to which it was sent. Its day begins when it is
    found true and that is served. `because`: the body did not perform for a reason that is a
    breach by itself; `found_on` is the day of that. `refused_on`: the body says it will not put it
    right; it is owed all the same. `contests`: how often the enterprise had a
    finding looked at again. Commercial: no row of this is public.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str]
    state: Mapped[GrievanceState] = mapped_column(default=S.RECEIVED, index=True)
    outcome: Mapped[GrievanceOutcome | None]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    complainant_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    finder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    area: Mapped[Area]
    channel: Mapped[Channel]
    channel_no: Mapped[str | None] = mapped_column(sa.String(80))
    received_on: Mapped[date]
    found_on: Mapped[date | None]
    because: Mapped[Because | None]
    refused_on: Mapped[date | None]
    finding: Mapped[str] = mapped_column(default="")
    demand: Mapped[str] = mapped_column(default="")
    report: Mapped[str] = mapped_column(default="")
    contests: Mapped[int] = mapped_column(default=0, server_default="0")

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    complainant: Mapped[Subject] = relationship(foreign_keys=[complainant_id])
    finder: Mapped[Subject | None] = relationship(foreign_keys=[finder_id])

    __table_args__ = (
        sa.UniqueConstraint("channel", "channel_no"),
        sa.CheckConstraint("subject_id <> complainant_id", name="two_parties"),
        sa.CheckConstraint("finder_id <> subject_id", name="nobody_finds_for_itself"),
    )

    @property
    def owed_to(self) -> str:
        return self.complainant.name

    @property
    def parties(self) -> set[int]:
        """The enterprise and, once it was sent, whoever finds and the body complained about."""
        found = {self.finder_id, self.subject_id} if self.finder_id else set()
        return {self.complainant_id, *(number for number in found if number)}

    def shows(self, file: Any, user: Any) -> bool:
        """Its files are read by the parties and the office."""
        return bool(user.is_authenticated and user.can(GrievancesPermission.READ, self))
