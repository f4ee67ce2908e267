"""What a file of codes leaves in the register for those whose body owes a word of what it did.

A line of a file says no more than a verdict. Where there is something to execute the whole answer
is kept, in checks of as many as one may have: each with its receipt, and owed and reported on as
any other. It is written in the transaction that answers the file.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from integrity.base.db import db
from integrity.credit.checks import queries, register
from integrity.credit.checks.answering import Told
from integrity.credit.checks.file_checks.models import CheckFile, CheckFilePart
from integrity.credit.checks.measures_asked import obliges
from integrity.credit.checks.models import Check, packed
from integrity.credit.checks.register import Line

NOTHING = (0, "", "", "")
"""What is kept of an answer that obliges nobody."""


def columns() -> list[sa.Column[Any]]:
    """Where an answer waits: its line, what it says and cites, the number of its receipt."""
    texts = (sa.Column(name, sa.Text) for name in ("answer", "cites", "receipt"))
    return [sa.Column("line", sa.Integer), *texts]


def kept(told: Told, said: Mapping[str, Any], line: int) -> tuple[int, str, str, str]:
    """The same of one answer."""
    if told.subject_id is None or "verdict" not in said or not obliges(said):
        return NOTHING
    return line, told.text.decode(), told.cites, ""


def keep(made: CheckFile, told: sa.Table, *, at: datetime) -> None:
    """Enter what is owed a word in the register, and note beside each answer where it stands."""
    for some in _oblige(told):
        results = {str(row.line): orjson.Fragment(row.answer) for row in some}
        answers = orjson.dumps(results)
        ref = register.new_ref(at)
        facts = {
            "ref": ref,
            "authorisation": None,
            "authorised_by": "",
            "at": at,
            "answer_digest": _digest(answers),
            "answers": packed(answers),
        }
        shared = ("body_id", "officer", "purpose", "matter", "matter_code", "case_no", "as_of")
        facts |= {name: getattr(made, name) for name in (*shared, "list_version")}
        lines = [Line(str(row.line), row.subject_id, row.verdict, row.cites) for row in some]
        number = register.write(facts, lines)
        db.session.add(CheckFilePart(check_id=number, file_id=made.id))
        within = told.c.line.between(some[0].line, some[-1].line)
        db.session.execute(sa.update(told).where(within).values(receipt=ref))
    db.session.flush()


def of(made: CheckFile) -> Sequence[Check]:
    """The checks that were kept of a file, as its lines stand."""
    wanted = sa.select(Check).join(CheckFilePart, CheckFilePart.check_id == Check.id)
    return db.session.scalars(
        wanted.where(CheckFilePart.file_id == made.id).order_by(Check.id)
    ).all()


def is_part() -> sa.ColumnElement[bool]:
    """Whether a check keeps what a file was answered, whose lines count as queries already."""
    return sa.exists().where(CheckFilePart.check_id == Check.id)


def _oblige(told: sa.Table) -> Iterator[Sequence[sa.Row[Any]]]:
    """The answers that oblige, as many at once as a check may have, by line."""
    last = 0
    while True:
        wanted = sa.select(told).where(told.c.line > last).order_by(told.c.line)
        some = db.session.execute(wanted.limit(queries.LIMIT)).all()
        if not some:
            return
        yield some
        last = some[-1].line


def _digest(answers: bytes) -> str:
    """SHA-256 of the results as sorted JSON, as of every check."""
    in_order = orjson.dumps(orjson.loads(answers), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(in_order).hexdigest()
