"""A campaign, what every body reported of itself, and what was found of it."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.breaches import PROBLEM_NAMES, Problem
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject
from integrity.streams.campaigns.grounds import Ground
from integrity.streams.rectifications.models import Rectification


class CampaignState(enum.StrEnum):
    DRAFTED = "drafted"
    OPEN = "open"
    CLOSED = "closed"


class ReportState(enum.StrEnum):
    """What a body said of itself."""

    ASKED = "asked"
    ZERO = "zero"  # its head signed that there is nothing
    FILED = "filed"


class Source(enum.StrEnum):
    """Where a finding came from."""

    RULE = "rule"
    SELF = "self"
    LEAD = "lead"


class FindingState(enum.StrEnum):
    FOUND = "found"  # the body may say that it is not so
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    ORDERED = "ordered"
    INSPECTED = "inspected"  # one has looked on the spot; another has to agree
    STRUCK = "struck"
    DISMISSED = "dismissed"


CAMPAIGN_NAMES = {
    CampaignState.DRAFTED: _l("筹备"),
    CampaignState.OPEN: _l("进行中"),
    CampaignState.CLOSED: _l("已结案"),
}
REPORT_NAMES = {
    ReportState.ASKED: _l("待报告"),
    ReportState.ZERO: _l("零报告"),
    ReportState.FILED: _l("已报告问题"),
}
SOURCE_NAMES = {
    Source.RULE: _l("按规则排查"),
    Source.SELF: _l("单位自查"),
    Source.LEAD: _l("外部线索"),
}
FINDING_NAMES = {
    FindingState.FOUND: _l("已发现，待单位确认"),
    FindingState.DISPUTED: _l("单位有异议，待认定"),
    FindingState.CONFIRMED: _l("已认定，待责令整改"),
    FindingState.ORDERED: _l("整改中"),
    FindingState.INSPECTED: _l("已现场核查，待第二人复核"),
    FindingState.STRUCK: _l("已销号"),
    FindingState.DISMISSED: _l("异议成立，不列入"),
}
COUNTED = tuple(state for state in FindingState if state is not FindingState.DISMISSED)
INSPECTION_NAMES = {
    "place": _l("核查地点"),
    "present": _l("在场人员"),
    "seen": _l("核查情况"),
    "effects": _l("消除不良影响情况"),
}
"""What the sheet of a look on the spot says besides the day and who looked."""


class Campaign(HasFiles, HasSteps, Model):
    """One special campaign: when, over which streams (none named: all), and what is asked.

    `report_until`: by when every body in its scope reports. `conclusion`: of the closing report.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    demand: Mapped[str]
    streams: Mapped[list[Any]] = mapped_column(default=list)
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    report_until: Mapped[date | None]
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.DRAFTED, index=True)
    conclusion: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    made_by_name: Mapped[str]
    closed_on: Mapped[date | None]

    reports: Mapped[list["SelfReport"]] = relationship(back_populates="campaign")

    @property
    def ref(self) -> str:
        return f"ZX{self.id:04d}"

    @property
    def parties(self) -> set[int]:
        return {report.subject_id for report in self.reports}

    @property
    def subject_id(self) -> int | None:
        """A file of it is of no body."""
        return None


class SelfReport(HasSteps, Model):
    """Whether a body in the scope of a campaign found something of itself; a zero is signed."""

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaign.id"))
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    state: Mapped[ReportState] = mapped_column(default=ReportState.ASKED, index=True)
    report_until: Mapped[date | None] = mapped_column(index=True)
    words: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    signed_by_name: Mapped[str] = mapped_column(default="")

    campaign: Mapped[Campaign] = relationship(back_populates="reports")
    subject: Mapped[Subject] = relationship()

    __table_args__ = (sa.UniqueConstraint("campaign_id", "subject_id"),)

    @property
    def ref(self) -> str:
        return f"ZC{self.id:06d}"

    @property
    def title(self) -> str:
        return self.campaign.title

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}


class Finding(HasFiles, HasSteps, Model):
    """One problem of one body: a thing of a stream, or what a body or a lead tells in words.

    `since`: the day of the fact. `owner`: who answers for it, by office. `lead`: where it was told.
    `finder_id`: the competent body that decides what is disputed, None: the office.
    `inspection`: the sheet of the look on the spot; who looked and who agreed are two.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaign.id"))
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    source: Mapped[Source]
    problem: Mapped[Problem]
    stream: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    item_id: Mapped[int | None]
    rule: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    title: Mapped[str]
    since: Mapped[date]
    lead: Mapped[str] = mapped_column(default="", server_default="")
    owner: Mapped[str] = mapped_column(default="", server_default="")
    found_at: Mapped[datetime]
    found_by_name: Mapped[str]
    state: Mapped[FindingState] = mapped_column(default=FindingState.FOUND, index=True)
    dispute_ground: Mapped[Ground | None]
    dispute: Mapped[str] = mapped_column(default="", server_default="")
    finder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    decided_by_name: Mapped[str] = mapped_column(default="", server_default="")
    decided_why: Mapped[str] = mapped_column(default="", server_default="")
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rectification.id"), index=True)
    inspected_on: Mapped[date | None]
    inspected_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    inspected_by_name: Mapped[str] = mapped_column(default="", server_default="")
    inspection: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    struck_on: Mapped[date | None]
    struck_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    struck_by_name: Mapped[str] = mapped_column(default="", server_default="")

    campaign: Mapped[Campaign] = relationship()
    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    finder: Mapped[Subject | None] = relationship(foreign_keys=[finder_id])
    order: Mapped[Rectification | None] = relationship()
    progress: Mapped[list["WeeklyProgress"]] = relationship(order_by="WeeklyProgress.week.desc()")

    __table_args__ = (
        sa.UniqueConstraint("campaign_id", "stream", "item_id", "problem"),
        sa.CheckConstraint("inspected_by_id <> struck_by_id", name="struck_by_two"),
        sa.CheckConstraint(
            "state <> 'struck' OR (inspected_by_id IS NOT NULL AND struck_by_id IS NOT NULL)",
            name="struck_after_a_look",
        ),
    )

    @property
    def ref(self) -> str:
        return f"ZW{self.id:08d}"

    @property
    def parties(self) -> set[int]:
        """Whose turn it is: of what is disputed the one who decides, else the body."""
        disputed = self.state is FindingState.DISPUTED and self.finder_id
        return {self.finder_id if disputed and self.finder_id else self.subject_id}

    @property
    def due_on(self) -> date | None:
        """By when it is put right: the day of the order."""
        return self.order.due_on if self.order else None

    key_field = harm = None
    """What is told in words names neither; an order about it has none."""

    @property
    def kind(self) -> Any:
        """What it is, in words."""
        return PROBLEM_NAMES[self.problem]


class WeeklyProgress(Model):
    """What a body did about a finding in one week, by its Monday; the last word of it holds."""

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(sa.ForeignKey("finding.id"))
    week: Mapped[date]
    words: Mapped[str]
    at: Mapped[datetime]
    by_name: Mapped[str]

    __table_args__ = (sa.UniqueConstraint("finding_id", "week"),)

    @property
    def said(self) -> str:
        return _("%(day)s 当周：%(words)s", day=self.week.isoformat(), words=self.words)
