"""Most of what is asked: a bare code, of somebody of whom nothing is known. One statement for all.

It says who has one of the codes, and of whom there is anything at all; those, and all who are asked
about in another way, are answered with everything that is on record (`lookups`, `answers`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from integrity.base import connections, i18n
from integrity.base.db import db
from integrity.credit.checks import fence
from integrity.credit.checks.answers import Answer, decided, undecided
from integrity.credit.checks.lookups import Found
from integrity.credit.checks.models import Verdict
from integrity.credit.checks.queries import Asked
from integrity.credit.matters.here import Here
from integrity.credit.sanctions import service as sanctions
from integrity.people.subjects.models import Subject, SubjectKind

LOOK = f"""
SELECT v.checks, v.lists, s.id, s.uscc, s.name, s.kind, s.public,
    s.merged_into_id IS NULL
    AND (SELECT 1 FROM list_entry WHERE subject_id = s.id LIMIT 1) IS NULL
    AND (SELECT 1 FROM credit_record WHERE subject_id = s.id LIMIT 1) IS NULL
    AND (SELECT 1 FROM relation WHERE related_id = s.id LIMIT 1) IS NULL
FROM (
    SELECT {fence.VERSION} AS checks, (
        SELECT coalesce(sum(moves), 0)::bigint FROM version_counter WHERE name = 'lists'
    ) AS lists
) AS v LEFT JOIN subject AS s ON s.uscc = """  # noqa: S608 - words of ours
LOOK_ONE = f"{LOOK} %(codes)s"
LOOK_MANY = f"{LOOK} ANY(string_to_array(%(codes)s, ','))"
"""A limit of one keeps the planner from reading all entries for a thousand subjects, and an
equation from planning a single code anew each time, which takes longer than to look for it.
"""
KINDS = {kind.value: kind for kind in SubjectKind}


CODE, SUBJECT = "\0code", "\0subject"
"""What stands in a form where something is filled in: no text that anybody sends has a NUL."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who has a code; `quiet`: of whom nothing is on record, and never was."""

    id: int
    uscc: str
    name: str
    kind: SubjectKind
    public: bool
    quiet: bool


@dataclass
class Seen:
    """Who has the codes of a check, and the versions under which they were looked for.

    `version` is None where nothing may be kept. `looked`: whether a code that is not `known` has
    nobody.
    """

    lists: int
    version: int | None = None
    known: Mapping[str, Known] = field(default_factory=dict)
    looked: bool = False


def look(codes: list[str]) -> Seen:
    """Who has these codes, in one statement; on SQLite the usual way has to find out."""
    if db.engine.dialect.name != "postgresql":
        return Seen(sanctions.version())
    statement = LOOK_ONE if len(codes) == 1 else LOOK_MANY
    rows, _count = connections.alone(statement, {"codes": ",".join(codes)})
    known = {}
    for _checks, _lists, number, uscc, name, kind, public, quiet in rows:
        if number is not None:
            known[uscc] = Known(number, uscc, name, KINDS[kind], public, quiet)
    return Seen(rows[0][1], rows[0][0], known, looked=True)


@dataclass(frozen=True, slots=True)
class Form:
    """An answer as sorted JSON, cut where the code that was asked and its subject stand."""

    verdict: Verdict
    head: bytes
    middle: bytes
    tail: bytes

    def filled(self, code: str, subject: bytes) -> bytes:
        return b"".join((self.head, code.encode(), self.middle, subject, self.tail))


class Quick:
    """Answers to bare codes on a day, each kind of them worked out once and then filled in."""

    def __init__(self, seen: Seen, on: date, today: date, here: Here) -> None:
        self.seen, self.on, self.today, self.here = seen, on, today, here
        self.kept = fence.Kept(0) if seen.version is None else fence.kept(seen.version)
        self.place = (on, today, here, i18n.locale())
        self.forms: dict[str, Form] = {}

    def of(self, query: Asked) -> tuple[bytes, int | None, Verdict] | None:
        """The answer, whom it is about and its verdict; None if more must be looked up for it."""
        if not self.seen.looked or not query.uscc or query.name or query.kind:
            return None
        found = self.seen.known.get(query.uscc)
        if found is None:
            form = self.forms.get("nobody") or self._form("nobody", query, found)
            return form.filled(query.uscc, b"null"), None, form.verdict
        if not found.quiet:
            return None
        form = self.forms.get("clear") or self._form("clear", query, found)
        return form.filled(query.uscc, _subject(found)), found.id, form.verdict

    def _form(self, name: str, query: Asked, found: Known | None) -> Form:
        """What is kept of an answer like this one."""
        place = (name, *self.place)
        form: Form | None = self.kept.answers.get(place)
        if form is None:
            answer = self._clear(query, found) if found else self._nobody(query)
            marked = answer.as_json() | {"asked": {"code": CODE}, "subject": SUBJECT}
            head, rest = as_bytes(marked).split(as_bytes(CODE)[1:-1])
            form = Form(answer.verdict, head, *rest.split(as_bytes(SUBJECT)))
            self.kept.keep(place, form)
        self.forms[name] = form
        return form

    def _nobody(self, query: Asked) -> Answer:
        return undecided(query, (), self.on, self.today, {})

    def _clear(self, query: Asked, found: Known) -> Answer:
        nothing = Found(self.on, {}, {}, frozenset(), {}, {})
        subject = Subject(id=found.id, uscc=found.uscc, name=found.name, kind=found.kind)
        return decided(query, subject, nothing, self.today, self.here)


def _subject(found: Known) -> bytes:
    """Who was found by a right code: the same as `answers.subject_json`."""
    said = {"kind": found.kind.value}
    if found.public and found.kind is not SubjectKind.PERSON:
        said |= {"name": found.name, "uscc": found.uscc}
    return as_bytes(said)


def as_bytes(told: Any) -> bytes:
    """JSON with sorted keys, of which digests are made."""
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
