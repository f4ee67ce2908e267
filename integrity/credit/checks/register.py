"""Writing a check into the register in one statement, and finding it again."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import undefer

from integrity.base import connections
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.credit.checks import fence, partitions
from integrity.credit.checks.models import ROOM, Check, CheckResult

TEXTS = ("ref", "officer", "purpose", "matter", "matter_code", "case_no", "authorised_by")
TYPES = {
    **dict.fromkeys(TEXTS, "text"),
    "body_id": "int",
    "authorisation": "text",
    "as_of": "date",
    "list_version": "bigint",
    "at": "timestamptz",
    "answer_digest": "text",
    "answers": "bytea",
}
"""The columns of a check, as PostgreSQL is to take what comes for them."""
ENTER = f"""
WITH made AS (
    INSERT INTO credit_check (id, {", ".join(TYPES)})
    SELECT %(base)s + nextval('credit_check_id_seq'),
        {", ".join(f"%({name})s::{kind}" for name, kind in TYPES.items())}
    WHERE %(seen)s::bigint IS NULL OR %(seen)s::bigint = {fence.VERSION}
    RETURNING id
)
INSERT INTO check_result (id, check_id, key, subject_id, verdict, cites)
SELECT made.id * {ROOM} + one.n, made.id, one.key, one.subject_id, one.verdict, one.cites
FROM made, ROWS FROM (
    json_to_recordset(%(lines)s::json) AS (key text, subject_id int, verdict text, cites text)
) WITH ORDINALITY AS one (key, subject_id, verdict, cites, n)
"""  # noqa: S608 - words of ours
RANDOM = 74
"""Bits of a receipt's number that nobody can guess; the others are its moment (RFC 9562, 7)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One result as the register finds it again: about whom it is, and which entries it cites."""

    key: str
    subject_id: int | None
    verdict: str
    cites: str


def enter(facts: Mapping[str, Any], lines: Sequence[Line], seen: int | None = None) -> bool:
    """Write a check with its results; not if what it rests on has moved since it was `seen`.

    On PostgreSQL one statement compares and writes.
    """
    if db.engine.dialect.name == "postgresql":
        known: dict[str, Any] = {"base": partitions.base_of(local_day(facts["at"])), "seen": seen}
        known["lines"] = orjson.dumps(lines).decode()
        _rows, count = connections.alone(ENTER, {**facts, **known})
        return count > 0
    write(facts, lines)
    return True


def write(facts: Mapping[str, Any], lines: Sequence[Line]) -> int:
    """The same within the transaction of something else; returns the number of the check."""
    known = dict(facts)
    if db.engine.dialect.name == "postgresql":
        counted = db.session.scalar(sa.text("SELECT nextval('credit_check_id_seq')"))
        known["id"] = partitions.base_of(local_day(facts["at"])) + (counted or 0)
    made = db.session.scalars(sa.insert(Check).returning(Check.id), [known]).one()
    ids = [{"id": made * ROOM + n, "check_id": made} for n in range(1, len(lines) + 1)]
    rows = [number | asdict(line) for number, line in zip(ids, lines, strict=True)]
    # Into the table: the mapper would make a statement of its own for every run of NULLs.
    db.session.execute(sa.insert(CheckResult.__table__), rows)  # type: ignore[arg-type]
    return made


def of(made: Check) -> sa.ColumnElement[bool]:
    """The results of one check, by their numbers."""
    return CheckResult.id.between(made.id * ROOM, made.id * ROOM + ROOM - 1)


def new_ref(at: datetime) -> str:
    """The number of a receipt: its moment and what nobody can guess."""
    moment, chance = int(at.timestamp() * 1000), secrets.randbits(RANDOM)
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return str(UUID(int=moment << 80 | 7 << 76 | high << 64 | 2 << 62 | low))


def found(ref: str) -> Check:
    """The check that was just entered under this number."""
    return db.session.scalars(_by_number(ref)).one()


def by_ref(ref: str) -> Check | None:
    """The check with this receipt number."""
    return db.session.scalars(_by_number(ref)).first()


def _by_number(ref: str) -> sa.Select[Check]:
    wanted = sa.select(Check).where(Check.ref == ref, *_month(ref))
    return wanted.options(undefer(Check.answers))


def _month(ref: str) -> list[sa.ColumnElement[bool]]:
    """In which month of the register a number can stand, if it says so itself."""
    try:
        number = UUID(ref)
    except ValueError:
        return []
    if number.version != 7 or db.engine.dialect.name != "postgresql":
        return []
    try:
        moment = datetime.fromtimestamp((number.int >> 80) / 1000, UTC)
        start = partitions.base_of(local_day(moment))
    except (ValueError, OverflowError):
        return []
    return [Check.id >= start, Check.id < start + (1 << partitions.SHIFT)]
