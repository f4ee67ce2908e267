"""What the columns of files are that nobody knows by their names: guessed, said, and kept.

What somebody said of a file goes on counting for files of the same kind with the same words in
their header that come from the same body, until somebody forgets it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from rapidfuzz import fuzz
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.audit import service as audit
from integrity.base.db import Model, db, one_at_a_time
from integrity.base.errors import Refused
from integrity.doors.importing.models import Upload
from integrity.files.columns import Head
from integrity.files.headers import Header, Meaning
from integrity.files.headings import bare
from integrity.people.accounts.models import User

ALIKE, APART = 60, 15
"""From 0 to 100: how alike two names must be for a guess, and how much less alike the next one."""


class WrongColumns(Refused):
    """A column that is needed was not named, or one was named twice."""

    title = _l("请核对各列的含义")


class ColumnMapping(Model):
    """What somebody said that the columns of files of a kind from a body are.

    `source` is the body that sends them, 0 for who sees everything and belongs to none; `digest`
    is of the words in the header, in whatever order. `keys` are those of the columns, "" for what
    is not read.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    source: Mapped[int]
    digest: Mapped[str] = mapped_column(sa.String(64))
    words: Mapped[list[Any]]
    keys: Mapped[list[Any]]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("kind", "source", "digest"),)


def described(header: Header) -> dict[str, Any]:
    """A header as an upload keeps it: its line, and of each column name, key and examples."""
    columns = [{"name": c.name, "key": c.key, "examples": list(c.examples)} for c in header.columns]
    return {"line": header.line, "words": list(header.words), "columns": columns}


def meanings(upload: Upload) -> list[Meaning]:
    """What was said of the columns of an upload, or before of others from the same body."""
    if upload.meaning:
        return [Meaning(upload.meaning["words"], upload.meaning["keys"])]
    wanted = sa.select(ColumnMapping).filter_by(kind=upload.kind, source=upload.body_id or 0)
    return [Meaning(kept.words, kept.keys) for kept in db.session.scalars(wanted)]


def known(upload: Upload, words: Sequence[str]) -> ColumnMapping | None:
    """What is kept of files like this one."""
    return db.session.scalars(
        sa.select(ColumnMapping).filter_by(
            kind=upload.kind, source=upload.body_id or 0, digest=_digest(words)
        )
    ).first()


def keep(upload: Upload, keys: Sequence[str], *, by: User, at: datetime) -> None:
    """Let files like this one be read so from now on."""
    words = upload.columns["words"] if upload.columns else []
    one_at_a_time(f"columns {upload.kind} {upload.body_id or 0}")
    kept = known(upload, words)
    if kept is None:
        kept = ColumnMapping(kind=upload.kind, source=upload.body_id or 0, digest=_digest(words))
        db.session.add(kept)
    kept.words, kept.keys = list(words), list(keys)
    kept.by_id, kept.by_name, kept.at = by.id, by.name, at
    db.session.flush()


def forget(upload: Upload, *, by: User, at: datetime) -> None:
    """Let files like this one be asked about again; what was imported stays."""
    kept = known(upload, upload.columns["words"]) if upload.columns else None
    if kept is not None:
        db.session.delete(kept)
        audit.write(
            upload,
            "forget_columns",
            by=by,
            at=at,
            old=dict(zip(kept.words, kept.keys, strict=True)),
        )


def demand_each_once(keys: Sequence[str], heads: Sequence[Head]) -> None:
    """Raise WrongColumns unless every column that is needed is named, and none twice."""
    missing = [head.name for head in heads if head.required and head.key not in keys]
    twice = [head.name for head in heads if keys.count(head.key) > 1]
    if missing:
        raise WrongColumns(_("请指定哪一列是：%(names)s。", names=_("、").join(missing)))
    if twice:
        raise WrongColumns(_("只能有一列是：%(names)s。", names=_("、").join(twice)))


def guesses(columns: Sequence[Mapping[str, Any]], heads: Sequence[Head]) -> list[str]:
    """For each column what it most likely is; "" where that is not clear, nobody chooses then."""
    taken = {column["key"] for column in columns}
    left = [head for head in heads if head.key not in taken]
    found = [column["key"] or _guess(column["name"], left) for column in columns]
    return [key if found.count(key) == 1 else "" for key in found]


def _guess(name: str, heads: Sequence[Head]) -> str:
    likeness = sorted(((_likeness(bare(name), head), head.key) for head in heads), reverse=True)
    (best, key), (second, _other) = [*likeness, (0, ""), (0, "")][:2]
    return key if best >= ALIKE and best - second >= APART else ""


def _likeness(name: str, head: Head) -> float:
    return max((fuzz.ratio(name, bare(word)) for word in head.words()), default=0)


def _digest(words: Sequence[str]) -> str:
    return sha256("\n".join(sorted(words)).encode()).hexdigest()
