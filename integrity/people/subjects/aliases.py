"""What bodies are called in papers of a place (市教育局), said once by a person of the office.

A file, a form or a call in which nobody has the name proposes it; it is applied once it is
confirmed, until it is ended.

Nothing is guessed: a name that was only proposed goes on being refused. It counts for whoever
writes in the same place; elsewhere 市教育局 is another body.
"""

import enum
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import g, has_request_context
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import Model, afterwards, db, insert_ignore
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, HasMoves, Move
from integrity.people.subjects import names
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.people.subjects.names import spelled

LOOKS_LIKE_A_BODY = re.compile(r"[^()]{2,19}[局委办厅院署处站所府会部馆校团队心]")
"""How short names of bodies end; what ends otherwise is not taken for one."""
RELATIVE = re.compile(r"[省市区县]")
"""How a name begins that means another body in another place."""
DISTRICT = re.compile(r"[区县]")
OWN = re.compile(r"[本我该]")
CITY = re.compile(r"(?:[^省]{2,3}省)?([^省市区县]{2,4}?)(?:市|高新|经济)")
MOST = 30
"""New names that one file or request may propose."""
OFFERED = 5


class AliasState(enum.StrEnum):
    PROPOSED = "proposed"  # waits for a person of the office; refused until then
    CONFIRMED = "confirmed"
    CONTESTED = "contested"  # the body says that it is not meant; applied until the office decided
    DISMISSED = "dismissed"
    ENDED = "ended"


S = AliasState
ALIAS_NAMES = {
    S.PROPOSED: _l("待办公室确认"),
    S.CONFIRMED: _l("已确认，采用中"),
    S.CONTESTED: _l("单位有异议，采用中"),
    S.DISMISSED: _l("不予采用"),
    S.ENDED: _l("已停止采用"),
}
APPLIED = (S.CONFIRMED, S.CONTESTED)
FLOW = Flow(
    free={
        S.PROPOSED: "the name is refused meanwhile, and whoever wrote it gives the code instead",
        S.CONFIRMED: "it is applied until somebody says that it is wrong",
        S.CONTESTED: "it is applied until the office has decided; the desk shows it",
        S.DISMISSED: "the name goes on being refused",
        S.ENDED: "the name is refused again",
    },
    confirm_alias=Move({S.PROPOSED, S.DISMISSED, S.ENDED}, S.CONFIRMED, Permission.RECORDS_DECIDE),
    dismiss_alias=Move({S.PROPOSED}, S.DISMISSED, Permission.RECORDS_DECIDE),
    contest_alias=Move({S.CONFIRMED}, S.CONTESTED, Permission.REPORTS_OWN),
    keep_alias=Move({S.CONTESTED}, S.CONFIRMED, Permission.RECORDS_DECIDE),
    end_alias=Move(APPLIED, S.ENDED, Permission.RECORDS_DECIDE),
)
FLOW.names.update(ALIAS_NAMES)


class WrongAlias(Refused):
    """A name that cannot stand for one body in this place."""

    title = _l("简称有误")


class Alias(HasMoves, Model):
    """A name, as it was written and as it is compared, in a place, and the body that it means.

    `place` is an area, "" everywhere; `source` is the body in whose paper it stood.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str]
    key: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    state: Mapped[AliasState] = mapped_column(default=S.PROPOSED)
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"))
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(default="")
    by_name: Mapped[str] = mapped_column(default="")

    subject: Mapped[Subject | None] = relationship(foreign_keys=subject_id)
    source: Mapped[Subject | None] = relationship(foreign_keys=source_id)

    __table_args__ = (sa.UniqueConstraint("key", "place"),)

    @property
    def parties(self) -> set[int]:
        return {self.subject_id} if self.subject_id else set()


@dataclass
class Writing:
    """Somebody's paper that is read: for which body, and the names in it that nobody has."""

    body: Subject | None
    unknown: dict[str, bool] = field(default_factory=dict)

    @property
    def area(self) -> str:
        return self.body.area if self.body else ""


_read: ContextVar[Writing | None] = ContextVar("writing", default=None)


@contextmanager
def written_by(body: Subject | None) -> Iterator[Writing]:
    """While names are read in a paper of this body."""
    token = _read.set(found := Writing(body))
    try:
        yield found
    finally:
        _read.reset(token)


def writing() -> Writing:
    """Whose paper is read: that of a file, else of who sends the request."""
    if found := _read.get():
        return found
    if not has_request_context():
        return Writing(None)
    if "writing" not in g:
        body = getattr(g.get("token"), "body", None)
        g.writing = Writing(body or getattr(current_user, "body", None))
    return g.writing  # type: ignore[no-any-return]


def city(area: str) -> str:
    """济南市 for 济南市历下区 and 济南高新区; an area in no city is itself."""
    found = CITY.match(area)
    return f"{found[1]}市" if found else area


def place_of(word: str, area: str) -> str:
    """In which place a name means the same: that of 区教育局 is a district, else a city."""
    return area if DISTRICT.match(word) else city(area)


def meant(words: Collection[str]) -> dict[str, Subject]:
    """Whom these names mean for who writes them, as a person said; the nearer place first."""
    keys = {word: spelled(word) for word in words}
    area = writing().area if keys else ""
    places = list(dict.fromkeys((area, city(area), "")))
    wanted = sa.select(Alias).where(Alias.key.in_(keys.values()), Alias.state.in_(APPLIED))
    kept = db.session.scalars(wanted.where(Alias.place.in_(places)).order_by(Alias.id)).all()
    nearest = {
        alias.key: alias.subject
        for alias in sorted(kept, key=lambda alias: -places.index(alias.place))
    }
    return {word: body for word, key in keys.items() if (body := nearest.get(key))}


def ask(word: str) -> bool:
    """Have the office asked whom a name means that nobody has; whether it will be.

    A file keeps it for `propose`; what a form or call asks is noted when that is over.
    """
    said, place = writing(), place_of(word, writing().area)
    if word in said.unknown or len(said.unknown) >= MOST or said.body is None:
        return said.unknown.get(word, False)
    likely = LOOKS_LIKE_A_BODY.fullmatch(spelled(word)) and not OWN.match(word)
    apart = place or not RELATIVE.match(word)
    said.unknown[word] = bool(likely and apart and candidates(word, said.area))
    if said.unknown[word] and _read.get() is None:
        afterwards(_proposal(word, place, said.body, clock.now()))
    return said.unknown[word]


def propose(said: Writing, at: datetime) -> Sequence[str]:
    """Keep what a file asked; which names those are."""
    asked = [word for word, likely in said.unknown.items() if likely]
    for word in asked:
        db.session.execute(_proposal(word, place_of(word, said.area), said.body, at))
    return asked


def _proposal(word: str, place: str, body: Subject | None, at: datetime) -> sa.Insert:
    row: Mapping[str, Any] = {
        "word": word, "key": spelled(word), "place": place, "state": S.PROPOSED.value,
        "source_id": body and body.id, "at": at, "why": "", "by_name": "", "moves": 0,
    }  # fmt: skip
    table = Alias.__table__
    values = sa.select(*(sa.literal(v, table.c[name].type) for name, v in row.items()))
    return insert_ignore(table, list(row), values, ("key", "place"))


def candidates(word: str, area: str) -> Sequence[Subject]:
    """Bodies whose name has the characters of a short one in their order, those of the place."""
    key = spelled(word)
    pattern = "%".join(re.sub(r"([%_\\])", r"\\\1", character) for character in key)
    wanted = sa.select(Subject).where(
        Subject.kind == SubjectKind.BODY,
        Subject.merged_into_id.is_(None),
        Subject.name.like(f"%{pattern}%", escape="\\"),
    )
    wanted = wanted.order_by(sa.func.length(Subject.name), Subject.id)
    if RELATIVE.match(key):
        wanted = wanted.where(Subject.area.in_({area, place_of(key, area)}))
    return db.session.scalars(wanted.limit(OFFERED)).all()


def enter(
    word: str, place: str, subject: Subject, why: str, *, by: audit.Actor, at: datetime
) -> Alias:
    """Say of a name that no paper brought whom it means. Raises WrongAlias, NotAllowed."""
    word, place = word.strip(), place.strip()
    db.session.execute(_proposal(word, place, None, at))
    wanted = sa.select(Alias).filter_by(key=spelled(word), place=place).with_for_update()
    alias = db.session.scalars(wanted.execution_options(populate_existing=True)).one()
    confirm(alias, subject, why, by=by, at=at)
    return alias


def confirm(alias: Alias, subject: Subject, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Say whom a name means in its place from now on. Raises WrongAlias."""
    FLOW.check(alias, "confirm_alias")
    if OWN.match(alias.key):
        raise WrongAlias(_("“本”“我”“该”开头的称呼因文而异，不能登记。"))
    if RELATIVE.match(alias.key) and not alias.place:
        raise WrongAlias(_("“市”“区”开头的简称，须写明在哪个区域使用。"))
    if _is_a_name(alias.word):
        raise WrongAlias(_("这是已登记主体的名称，不能作为另一单位的简称。"))
    alias.subject, alias.why, alias.by_name = subject, why.strip(), by.name
    FLOW.go(alias, "confirm_alias", by=by, at=at, why=alias.why, body=subject.id)


def dismiss(alias: Alias, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The name means nobody in particular: it is refused as before."""
    FLOW.go(alias, "dismiss_alias", by=by, at=at, why=why)


def contest(alias: Alias, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says that it is not meant; the office decides, and until then nothing changes."""
    FLOW.go(alias, "contest_alias", by=by, at=at, why=why)


def keep(alias: Alias, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It does mean that body."""
    FLOW.go(alias, "keep_alias", by=by, at=at, why=why)


def end(alias: Alias, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The name is refused again; what was entered by it stays."""
    FLOW.go(alias, "end_alias", by=by, at=at, why=why)


def _is_a_name(word: str) -> bool:
    """Whether somebody registered has this name."""
    known = sa.select(Subject.name).where(
        Subject.key == names.key(word),
        Subject.kind != SubjectKind.PERSON,
        Subject.merged_into_id.is_(None),
    )
    return spelled(word) in map(spelled, db.session.scalars(known))
