"""The credit subject: one row per body, enterprise, organisation or person."""

import enum
import re
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base import searching
from integrity.base.db import Model
from integrity.people.subjects.names import initials


class SubjectKind(enum.StrEnum):
    BODY = "body"  # 党政机关、事业单位、基层自治组织
    ENTERPRISE = "enterprise"
    HOUSEHOLD = "household"  # 个体工商户：统一社会信用代码以 92 开头
    ORGANISATION = "organisation"
    PERSON = "person"


class Size(enum.StrEnum):
    """How large an enterprise is (国统字〔2017〕213号); somebody says it, nobody guesses it."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"
    UNKNOWN = "unknown"


COURT_NAME = re.compile(r"法院(（.*）)?$")

KIND_NAMES = {
    SubjectKind.BODY: _l("机关事业单位"),
    SubjectKind.ENTERPRISE: _l("企业"),
    SubjectKind.HOUSEHOLD: _l("个体工商户"),
    SubjectKind.ORGANISATION: _l("社会组织"),
    SubjectKind.PERSON: _l("自然人"),
}
FIRMS = frozenset({SubjectKind.ENTERPRISE, SubjectKind.HOUSEHOLD, SubjectKind.ORGANISATION})
"""Who deals with public bodies and has a code of its own."""
SIZED = (SubjectKind.ENTERPRISE, SubjectKind.HOUSEHOLD)
"""Whom a size is registered for: households are sized like enterprises (国统字〔2017〕213号 二)."""
SIZE_NAMES = {
    Size.LARGE: _l("大型企业"),
    Size.MEDIUM: _l("中型企业"),
    Size.SMALL: _l("小型企业"),
    Size.MICRO: _l("微型企业"),
    Size.UNKNOWN: _l("没有登记"),
}


def _is_court(context: Any) -> bool:
    """What nobody said otherwise of: a body whose name ends in “court” is one."""
    values = context.get_current_parameters()
    return values["kind"] == SubjectKind.BODY and bool(COURT_NAME.search(values["name"]))


def _initials(context: Any) -> str:
    """Of whoever may be looked for by name: everybody but natural persons."""
    values = context.get_current_parameters()
    return "" if values["kind"] == SubjectKind.PERSON else initials(values["name"])


class Subject(Model):
    """Who has a credit record. A person is held only as a sealed identifier and is never public.

    `name` of a person is masked (张*); `key` is the normalised name for searching,
    `initials` are the first letters of its pinyin.
    `merged_into_id`: this subject turned out to be another one; its address redirects.
    `court`: a body that is a court: it alone pushes cases and confirms that they were performed.
    `duties_url`: where a body publishes its list of powers and duties (权力和责任清单).
    `size`: how large an enterprise is, as the office registered it with its basis.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SubjectKind] = mapped_column(index=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)
    initials: Mapped[str] = mapped_column(default=_initials, server_default="", index=True)
    uscc: Mapped[str | None] = mapped_column(sa.String(18), unique=True)
    slug: Mapped[str | None] = mapped_column(sa.String(120), unique=True)
    area: Mapped[str] = mapped_column(default="")
    public: Mapped[bool] = mapped_column(default=True)
    code_is_example: Mapped[bool] = mapped_column(default=False)
    identifier_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    identifier_sealed: Mapped[str | None]
    name_sealed: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"))
    since: Mapped[date | None]
    duties_url: Mapped[str] = mapped_column(default="")
    court: Mapped[bool] = mapped_column(default=_is_court)
    size: Mapped[Size] = mapped_column(default=Size.UNKNOWN, server_default=Size.UNKNOWN.value)
    former_names: Mapped[list["FormerName"]] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "kind <> 'person' OR (NOT public AND uscc IS NULL AND slug IS NULL "
            "AND identifier_digest IS NOT NULL AND identifier_sealed IS NOT NULL)",
            name="person_never_public",
        ),
        sa.CheckConstraint(
            "kind = 'person' OR (identifier_digest IS NULL AND identifier_sealed IS NULL "
            "AND name_sealed IS NULL)",
            name="only_persons_are_sealed",
        ),
        sa.CheckConstraint("kind <> 'body' OR slug IS NOT NULL", name="body_has_an_address"),
    )

    @property
    def parties(self) -> set[int]:
        return {self.id}


class FormerName(Model):
    """A name that a subject had until a day: papers written before go on to find it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    name: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)
    until: Mapped[date]

    __table_args__ = (sa.UniqueConstraint("subject_id", "name"),)


class BodyType(enum.StrEnum):
    """What kind of public body it is; only those of one kind are compared."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    TOWN = "town"
    VILLAGE = "village"
    INSTITUTION = "institution"
    PARTY = "party"
    JUDICIAL = "judicial"


class BodyStanding(Model):
    """What a body is among the others: its type, what stands above it, whether it was closed."""

    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), primary_key=True)
    type: Mapped[BodyType | None]
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    closed_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)

    parent: Mapped[Subject | None] = relationship(foreign_keys=[parent_id])
    successor: Mapped[Subject | None] = relationship(foreign_keys=[successor_id])


def is_closed() -> sa.ColumnElement[bool]:
    """The condition for bodies that were closed."""
    closed = sa.select(BodyStanding.body_id).where(BodyStanding.closed_on.is_not(None))
    return Subject.id.in_(closed)


for _column in (Subject.key, FormerName.key):
    searching.index(_column)
