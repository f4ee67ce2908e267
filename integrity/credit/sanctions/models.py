"""Entries of the red, watch and serious lists, and their measures."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.publishing import HasPublicText
from integrity.credit.measures.lists import LIST_NAMES, Ground, ListKind
from integrity.credit.measures.models import Measure
from integrity.credit.measures.service import Case
from integrity.credit.offences.models import NamesOffence
from integrity.credit.sanctions.annotations import Annotated
from integrity.credit.sanctions.bases import ListingBasis
from integrity.credit.sanctions.documents import StandsOnDocument
from integrity.credit.sanctions.initiated import Initiated
from integrity.credit.sanctions.treatments import Treatment
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject


class EntryState(enum.StrEnum):
    NOMINATED = "nominated"
    NOTIFIED = "notified"  # the subject knows and may state its defence
    HEARD = "heard"  # it was heard, or its time passed
    SHOWN = "shown"  # a candidate for the red list, public, anybody may object
    DECIDED = "decided"  # the first decider has decided, the second has not
    LISTED = "listed"
    REMOVED = "removed"
    REJECTED = "rejected"


LIVE = (
    EntryState.NOMINATED,
    EntryState.NOTIFIED,
    EntryState.HEARD,
    EntryState.SHOWN,
    EntryState.DECIDED,
    EntryState.LISTED,
)


class EntryOutcome(enum.StrEnum):
    EXPIRED = "expired"
    REPAIRED = "repaired"
    REVOKED = "revoked"
    FORFEITED = "forfeited"  # an honour ends with the first public breach
    LEFT_OUT = "left-out"  # the tax office names it no more


class RemovalGround(enum.StrEnum):
    """For what two people may take an entry off its list; all else is objection or repair."""

    DOCUMENT_REVOKED = "document-revoked"
    COURT = "court"


STATE_NAMES = {
    EntryState.NOMINATED: _l("拟列入"),
    EntryState.NOTIFIED: _l("已告知，听取陈述申辩"),
    EntryState.HEARD: _l("已听取意见"),
    EntryState.SHOWN: _l("公示中"),
    EntryState.DECIDED: _l("一人已认定，待第二人复核"),
    EntryState.LISTED: _l("已列入"),
    EntryState.REMOVED: _l("已移出"),
    EntryState.REJECTED: _l("不予列入"),
}
OUTCOME_NAMES = {
    EntryOutcome.EXPIRED: _l("期限届满"),
    EntryOutcome.REPAIRED: _l("信用修复"),
    EntryOutcome.REVOKED: _l("认定被撤销"),
    EntryOutcome.FORFEITED: _l("出现公开的失信记录，退出守信名单"),
    EntryOutcome.LEFT_OUT: _l("纳税信用等级调整，或者新的年度名单没有列入"),
}
REMOVAL_NAMES = {
    RemovalGround.DOCUMENT_REVOKED: _l("据以认定的文书被撤销、变更或者确认无效"),
    RemovalGround.COURT: _l("人民法院判决或者复议决定撤销列入"),
}

GRADED = sa.table("credit_record", sa.column("id"), sa.column("grade"))
"""How grave a record is; records stand above the lists, so they are read by their columns."""
ALIVE = sa.text("state IN ({})".format(", ".join(f"'{state}'" for state in LIVE)))


class ListEntry(
    Annotated, HasPublicText, NamesOffence, StandsOnDocument, Initiated, HasSteps, Model
):
    """One subject on one list for one record, from nomination to removal.

    `record_id` is the credit record it follows from, at most one entry per list and record, and
    at most one live entry per list and subject; without one, `document` names the paper it stands
    on. `basis` is the row that allows the listing, `legal_basis` what it cites.
    `said_all`: the subject has nothing to add, so that nobody need wait for the end of its time.
    `disputed` marks 异议处理中 and suspends nothing; `until` is the last day on the list, with
    the rule that sets it in `until_basis`. Two different people decide, and the table holds it;
    two remove it by hand, the first of them is `removal_by_id`. `shown_on`, `shown_until`: the days
    on which a candidate for the red list is public, and anybody may object. `treatment`: what a
    repair made of it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ListKind]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credit_record.id"), index=True)
    ground: Mapped[Ground]
    reasons: Mapped[str]
    basis_id: Mapped[int | None] = mapped_column(sa.ForeignKey("listing_basis.id"))
    legal_basis: Mapped[str]
    state: Mapped[EntryState] = mapped_column(index=True)
    outcome: Mapped[EntryOutcome | None]
    nominated_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    nominated_by_name: Mapped[str]
    nominated_at: Mapped[datetime]
    notified_on: Mapped[date | None]
    statement_due: Mapped[date | None]
    statement: Mapped[str] = mapped_column(default="")
    stated_at: Mapped[datetime | None]
    said_all: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    sent_back_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    shown_on: Mapped[date | None]
    shown_until: Mapped[date | None]
    first_decider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    first_decided_at: Mapped[datetime | None]
    first_reasons: Mapped[str] = mapped_column(default="")
    second_decider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    second_decided_at: Mapped[datetime | None]
    second_reasons: Mapped[str] = mapped_column(default="")
    listed_on: Mapped[date | None]
    until: Mapped[date | None]
    until_basis: Mapped[str] = mapped_column(default="")
    removal_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    removal_on: Mapped[date | None]
    removal_ground: Mapped[RemovalGround | None]
    removal_document: Mapped[str] = mapped_column(default="", server_default="")
    removal_why: Mapped[str] = mapped_column(default="", server_default="")
    removed_on: Mapped[date | None]
    removed_why: Mapped[str] = mapped_column(default="")
    treatment: Mapped[Treatment | None]
    disputed: Mapped[bool] = mapped_column(default=False)

    record_grade: Mapped[str | None] = column_property(
        sa.select(GRADED.c.grade).where(GRADED.c.id == record_id).scalar_subquery()
    )

    subject: Mapped[Subject] = relationship(foreign_keys=[subject_id])
    basis: Mapped[ListingBasis | None] = relationship()
    first_decider: Mapped[User | None] = relationship(foreign_keys=[first_decider_id])
    second_decider: Mapped[User | None] = relationship(foreign_keys=[second_decider_id])
    attachments: Mapped[list["EntryMeasure"]] = relationship(
        back_populates="entry", cascade="all, delete-orphan", order_by="EntryMeasure.measure_id"
    )

    __table_args__ = (
        sa.UniqueConstraint("kind", "record_id"),
        sa.CheckConstraint("first_decider_id <> second_decider_id", name="two_deciders"),
        sa.CheckConstraint(
            "removal_ground IS NULL OR removal_document <> ''", name="removal_has_a_document"
        ),
        sa.CheckConstraint(
            "state NOT IN ('listed', 'removed') OR "
            "(first_decider_id IS NOT NULL AND second_decider_id IS NOT NULL "
            "AND listed_on IS NOT NULL)",
            name="listed_by_two",
        ),
        sa.CheckConstraint("state <> 'shown' OR shown_until IS NOT NULL", name="shown_until_a_day"),
        sa.CheckConstraint(
            "state <> 'removed' OR (outcome IS NOT NULL AND removed_on IS NOT NULL)",
            name="removed_with_outcome",
        ),
        sa.Index("ix_list_entry_state_until", "state", "until"),
        sa.Index(
            "uq_list_entry_live",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=ALIVE,
            postgresql_where=ALIVE,
        ),
    )

    @property
    def parties(self) -> set[int]:
        return {body for body in (self.subject_id, self.initiated_by_id) if body}

    @property
    def ref(self) -> str:
        """The number by which other systems and papers name it."""
        return f"MD{self.id:08d}"

    @property
    def case(self) -> Case:
        """For what a measure is wanted here."""
        act = self.offence
        acts = frozenset((act.code, act.parent)) if act else frozenset()
        return Case(self.subject, self.kind, self.ground, acts, self.record_grade)

    def measures_on(self, day: date) -> list["EntryMeasure"]:
        """The measures that are taken on a day: those whose own time is not over."""
        return [a for a in self.attachments if a.until is None or a.until >= day]

    @property
    def ended_measures(self) -> list["EntryMeasure"]:
        """What its removal ends: all, but what runs for a period of its own and was justified."""
        revoked = self.outcome is EntryOutcome.REVOKED
        return [a for a in self.attachments if revoked or not a.measure.period]

    @property
    def title(self) -> str:
        """Who, on which list."""
        return f"{self.subject.name} · {LIST_NAMES[self.kind]}"


class EntryMeasure(Model):
    """A measure attached to an entry, by the first decider and confirmed by the second.

    `until` is its last day: that of the entry, or of a period that its source sets; an older entry
    has none. `told_on`: when who takes it was told that its own time is over.
    """

    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"), primary_key=True)
    measure_id: Mapped[int] = mapped_column(
        sa.ForeignKey("measure.id"), primary_key=True, index=True
    )
    attached_on: Mapped[date]
    until: Mapped[date | None]
    told_on: Mapped[date | None]

    entry: Mapped[ListEntry] = relationship(back_populates="attachments")
    measure: Mapped[Measure] = relationship()
