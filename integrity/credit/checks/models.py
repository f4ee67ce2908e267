"""The register of checks: who asked whom about what for, and what was answered and done."""

import enum
import zlib
from datetime import date, datetime
from functools import cached_property
from typing import Any

import orjson
import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.clock import local_day
from integrity.base.db import BIG, Model
from integrity.people.subjects.models import Subject

ROOM = 1024
"""Numbers that the results of one check may have."""
LONG = 2000
"""Bytes of an answer from which it is compressed."""


class Verdict(enum.StrEnum):
    """What the office should do, from nothing to restrict; review: a person must look.

    `clear` says that the subject was identified and nothing found; whoever was not identified is
    `unidentified`.
    """

    CLEAR = "clear"
    ENCOURAGE = "encourage"
    CAUTION = "caution"
    RESTRICT = "restrict"
    REVIEW = "review"
    UNIDENTIFIED = "unidentified"
    ERROR = "error"


class Authorisation(enum.StrEnum):
    """What allows a query about a person: its consent in writing, or what law charges one with."""

    CONSENT = "consent"
    STATUTE = "statute"


VERDICT_NAMES = {
    Verdict.CLEAR: _l("未发现名单或者记录"),
    Verdict.ENCOURAGE: _l("守信激励"),
    Verdict.CAUTION: _l("审慎办理"),
    Verdict.RESTRICT: _l("存在依法应当限制的情形"),
    Verdict.REVIEW: _l("须人工核对"),
    Verdict.UNIDENTIFIED: _l("无法判断"),
    Verdict.ERROR: _l("查询内容有误"),
}
TONES = {
    Verdict.CLEAR: "plain",
    Verdict.ENCOURAGE: "good",
    Verdict.CAUTION: "soon",
    Verdict.RESTRICT: "late",
    Verdict.REVIEW: "soon",
    Verdict.UNIDENTIFIED: "soon",
    Verdict.ERROR: "closed",
}
AUTHORISATION_NAMES = {
    Authorisation.CONSENT: _l("本人书面授权"),
    Authorisation.STATUTE: _l("法定职责（法律、法规或者有关文书）"),
}


class Check(Model):
    """One check of up to a thousand subjects; `ref` is the number of its receipt.

    `list_version` is that of the lists when it was answered; `answer_digest` is the SHA-256 of
    the results as sorted JSON, so that a printed receipt can be held against the register.
    `matter_code`: that of the application list, "" for words that are on no list.
    `authorisation` and `authorised_by`: on what and on which paper persons were asked about.
    `answers` holds the results by key, once and packed. The month of a check stands in its `id`,
    by which PostgreSQL keeps the register in months (`partitions`).
    """

    __tablename__ = "credit_check"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(36), index=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    officer: Mapped[str]
    purpose: Mapped[str]
    matter: Mapped[str]
    matter_code: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    case_no: Mapped[str]
    authorisation: Mapped[Authorisation | None]
    authorised_by: Mapped[str] = mapped_column(default="", server_default="")
    as_of: Mapped[date]
    list_version: Mapped[int] = mapped_column(sa.BigInteger)
    at: Mapped[datetime] = mapped_column(index=True)
    answer_digest: Mapped[str] = mapped_column(sa.String(64))
    answers: Mapped[bytes] = mapped_column(deferred=True)

    body: Mapped[Subject] = relationship()
    results: Mapped[list["CheckResult"]] = relationship(
        order_by="CheckResult.id",
        primaryjoin=f"and_(foreign(CheckResult.id) > Check.id * {ROOM}, "
        f"foreign(CheckResult.id) < Check.id * {ROOM} + {ROOM})",
        viewonly=True,
    )

    __table_args__ = (
        sa.Index("ix_credit_check_body_id", "body_id", "id"),
        sa.Index("ix_credit_check_case", "body_id", "case_no"),
        {"postgresql_partition_by": "RANGE (id)"},
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id}

    @property
    def is_past(self) -> bool:
        """Whether it asked how things stood on an earlier day: no ground for a decision today."""
        return self.as_of < local_day(self.at)

    @cached_property
    def given(self) -> dict[str, dict[str, Any]]:
        """What was answered, by key."""
        return unpacked(self.answers)


class CheckResult(Model):
    """What one query of a check was answered; a person's identifier is never kept, in any field.

    `cites`: the entries named in the answer, as ",12,15,". It is written by the statement that
    writes its check, so that no key need hold the two together: its number is that of the check
    and its place among the results.
    """

    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    check_id: Mapped[int] = mapped_column(BIG)
    key: Mapped[str] = mapped_column(sa.String(100))
    subject_id: Mapped[int | None] = mapped_column(index=True)
    verdict: Mapped[Verdict]
    cites: Mapped[str] = mapped_column(default="", server_default="")

    check: Mapped[Check] = relationship(
        primaryjoin="foreign(CheckResult.check_id) == Check.id", viewonly=True
    )

    __table_args__ = {"postgresql_partition_by": "RANGE (id)"}

    @property
    def answer(self) -> dict[str, Any]:
        return self.check.given[self.key]


def packed(results: bytes) -> bytes:
    """Results as JSON, as the register keeps them: what is long is compressed."""
    return results if len(results) < LONG else zlib.compress(results, 1)


def unpacked(answers: bytes) -> dict[str, dict[str, Any]]:
    """The same as they were."""
    found: dict[str, dict[str, Any]]
    found = orjson.loads(answers if answers.startswith(b"{") else zlib.decompress(answers))
    return found
