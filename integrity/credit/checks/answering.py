"""Answering a check in a fixed number of statements, and registering it before it is told."""

import hashlib
from collections.abc import Container, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import orjson

from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.credit.checks import candidates, demands, fence, lookups, pairings, quick, register
from integrity.credit.checks import queries as reading
from integrity.credit.checks.answers import Answer, decided, undecided
from integrity.credit.checks.models import Authorisation, Verdict, packed
from integrity.credit.checks.queries import Asked, WrongQuery
from integrity.credit.checks.quick import Quick, Seen, as_bytes
from integrity.credit.checks.register import Line
from integrity.credit.matters import here as matters
from integrity.credit.matters.here import Here
from integrity.credit.relations import service as relations
from integrity.people.subjects import aliases
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.people.subjects.names import is_of_a_person

ALGORITHM = "exact-code/3"
"""Name and version of the rule that decides: an exact identifier, never a similar name."""
TRIES = 3
"""How often a check is answered while what it rests on moves; then it is what it was last found."""


@dataclass(frozen=True, slots=True)
class Made:
    """A check as it was registered; `results` are its answers by key, as JSON."""

    ref: str
    at: datetime
    as_of: date
    list_version: int
    answer_digest: str
    results: bytes

    def as_json(self) -> bytes:
        """The answer of the interface: receipt number, versions, and a result per key."""
        said = {
            "check_id": self.ref,
            "at": self.at.isoformat(timespec="seconds"),
            "as_of": self.as_of.isoformat(),
            "current": self.as_of >= local_day(self.at),
            "list_version": self.list_version,
            "algorithm": ALGORITHM,
            "answer_digest": self.answer_digest,
            "results": orjson.Fragment(self.results),
        }
        return orjson.dumps(said)


@dataclass(frozen=True, slots=True)
class Told:
    """One answer as sorted JSON, about whom it is, and which entries it cites."""

    text: bytes
    subject_id: int | None = None
    verdict: Verdict = Verdict.CLEAR
    cites: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whom, on which day, in a matter in words."""

    asked: Mapping[str, Asked]
    on: date
    today: date
    about: str
    here: Here
    body_id: int


def answer(
    queries: Mapping[str, Any],
    *,
    purpose: str,
    matter: str,
    case_no: str = "",
    authorisation: Authorisation | None = None,
    authorised_by: str = "",
    as_of: date | None = None,
    body_id: int,
    officer: str,
    at: datetime,
    believed: int | None = None,
) -> Made:
    """Answer and register up to 1,000 queries (see `service.check`).

    Raises WrongBatch, PersonsNotAuthorised, NumberInWords; fence.Moved where it was `believed` who
    asks, under a version that is no more.
    """
    today = local_day(at)
    day = as_of or today
    demands.known(day, today)
    words = {"purpose": purpose, "matter": matter, "case_no": case_no}
    said = {name: word.strip() for name, word in (words | {"authorised_by": authorised_by}).items()}
    demands.words(said, queries)
    reading.check_batch(queries)
    on_paper = bool(authorisation and said["authorised_by"] and said["case_no"])
    asked, broken = _read(queries)
    demands.paper(asked.values(), on_paper)
    facts: dict[str, Any] = {"body_id": body_id, "officer": officer, **said}
    facts |= {"authorisation": authorisation, "as_of": day, "at": at}
    facts["ref"] = register.new_ref(at)
    return _registered(asked, broken, list(queries), facts, today, believed)


def _registered(
    asked: Mapping[str, Asked],
    broken: dict[str, Told],
    order: Sequence[str],
    facts: dict[str, Any],
    today: date,
    believed: int | None,
) -> Made:
    """Answer, and again if anything moved meanwhile, until what was answered is registered."""
    on, matter = facts["as_of"], facts["matter"]
    for left in reversed(range(TRIES)):
        seen = quick.look([query.uscc for query in asked.values() if query.uscc])
        if believed is not None and believed != seen.version:
            raise fence.Moved
        if not left:
            seen = replace(seen, version=None)
        here = _here(matter, facts["body_id"], on, seen)
        about = f"{facts['purpose']} {here.name or matter}"
        found = broken | _answers(Question(asked, on, today, about, here, facts["body_id"]), seen)
        answers = {key: found[key] for key in order}
        made = _made(answers, facts, seen)
        listed = {"matter_code": here.code, "matter": here.name or matter}
        if _entered(made, answers, facts | listed, seen):
            break
        db.session.expire_all()
    return made


def _here(matter: str, body_id: int, on: date, seen: Seen) -> Here:
    """The matter in hand, kept as long as nothing moves."""
    if seen.version is None:
        return matters.here(matter, body_id, on)
    keeps, place = fence.kept(seen.version), (matter, body_id, on)
    if place not in keeps.answers:
        keeps.keep(place, matters.here(matter, body_id, on))
    found: Here = keeps.answers[place]
    return found


def _made(answers: Mapping[str, Told], facts: Mapping[str, Any], seen: Seen) -> Made:
    parts = {key: orjson.dumps(key) + b":" + told.text for key, told in answers.items()}
    results = b"{" + b",".join(parts.values()) + b"}"
    in_order = sorted(parts)
    known = (facts["ref"], facts["at"], facts["as_of"], seen.lists)
    if in_order == list(parts):
        return Made(*known, hashlib.sha256(results).hexdigest(), results)
    ordered = b"{" + b",".join(parts[key] for key in in_order) + b"}"
    return Made(*known, hashlib.sha256(ordered).hexdigest(), results)


def _entered(made: Made, answers: Mapping[str, Told], facts: Mapping[str, Any], seen: Seen) -> bool:
    more = {"list_version": made.list_version, "answer_digest": made.answer_digest}
    more |= {"answers": packed(made.results)}
    lines = [Line(key, t.subject_id, t.verdict, t.cites) for key, t in answers.items()]
    return register.enter({**facts, **more}, lines, seen.version)


def _read(queries: Mapping[str, Any]) -> tuple[dict[str, Asked], dict[str, Told]]:
    """What can be answered, and what cannot with the reason."""
    asked, broken = {}, {}
    for key, raw in queries.items():
        try:
            asked[key] = reading.read(raw)
        except WrongQuery as wrong:
            broken[key] = Told(as_bytes({"error": wrong.detail}), None, Verdict.ERROR)
    return asked, broken


def _answers(question: Question, seen: Seen) -> dict[str, Told]:
    """Every answer: bare codes first, then what was kept, then the rest."""
    easy = Quick(seen, question.on, question.today, question.here)
    ids = [known.id for known in seen.known.values()]
    informed = lookups.told_by_streams(ids, question.about, question.on)
    keeps = fence.kept(seen.version) if seen.version is not None else None
    told: dict[str, Told] = {}
    rest: dict[str, Asked] = {}
    for key, query in question.asked.items():
        known = seen.known.get(query.uscc or "")
        if known and known.id in informed:
            rest[key] = query
        elif quickly := easy.of(query):
            told[key] = Told(*quickly)
        elif known and keeps and (before := keeps.answers.get((query, *easy.place))):
            told[key] = before
        else:
            rest[key] = query
    if rest:
        told |= _fully(replace(question, asked=rest), seen, keeps, informed, easy.place)
    return told


def _fully(
    question: Question,
    seen: Seen,
    keeps: fence.Kept | None = None,
    informed: Container[int] = (),
    place: tuple[Any, ...] = (),
) -> dict[str, Told]:
    """Answers with everything that is on record; what rests on bare codes alone is kept."""
    told = {}
    for key, answer in _decided(question).items():
        result = answer.as_json()
        known = answer.subject_id, answer.verdict, _cited(result)
        told[key] = one = Told(as_bytes(result), *known)
        query = question.asked[key]
        if keeps and query.uscc in seen.known and answer.subject_id not in informed:
            keeps.keep((query, *place), one)
    return told


def of_codes(
    asked: Mapping[str, Asked], *, about: str, here: Here, body_id: int, on: date, lists: int
) -> dict[str, Told]:
    """What is answered today about subjects of whom something is on record, by their codes."""
    return _fully(Question(asked, on, on, about, here, body_id), Seen(lists))


def _cited(result: Mapping[str, Any]) -> str:
    urls = [entry["url"] for entry in result.get("entries", ()) if entry["url"]]
    return f",{','.join(url.rpartition('/')[2] for url in urls)}," if urls else ""


def _decided(question: Question) -> dict[str, Answer]:
    asked, on, today = question.asked, question.on, question.today
    known = lookups.subjects(asked.values())
    subjects = {key: lookups.identified(query, known) for key, query in asked.items()}
    ids = [s.id for s in subjects.values() if s]
    found = lookups.on_record(ids, on, today, question.about)
    people = [s.id for s in subjects.values() if s and s.kind is SubjectKind.PERSON]
    closed = relations.staff(people, on)  # their files are for who appoints, by a query of its own
    found = replace(found, records={i: r for i, r in found.records.items() if i not in closed})
    named = {value: those for (by, value), those in known.items() if by == "name"}
    unknown = [q.name_key for key, q in asked.items() if not subjects[key]]
    kept = pairings.of(query for key, query in asked.items() if not subjects[key])
    near = candidates.nearest(name for name in unknown if name not in named)
    strange = [q for key, q in asked.items() if not subjects[key] and q.name_key not in named]
    called = _called({q.name for q in strange if _may_be_a_body(q)}, question.body_id)
    answers = {}
    for key, query in asked.items():
        if subject := subjects[key]:
            answers[key] = decided(query, subject, found, today, question.here)
        else:
            chosen = candidates.chosen(query, named, near, called)
            left, others = pairings.applied(query, chosen, kept, question.body_id)
            kept_of = query if chosen else _kept_of(query)
            answers[key] = undecided(kept_of, left, on, today, others)
    return answers


def _called(words: Set[str], body_id: int) -> dict[str, Subject]:
    """Whom short names of bodies mean where the body is that asks; the office is asked the rest."""
    if not words:
        return {}
    with aliases.written_by(db.session.get(Subject, body_id)):
        found = aliases.meant(words)
    for word in sorted(words - found.keys()):
        if aliases.RELATIVE.match(word) or not is_of_a_person(word):  # of a person nothing is kept
            aliases.ask(word)
    return found


def _kept_of(query: Asked) -> Asked:
    """What is repeated and kept of a query that means nobody: no name that may be a person's."""
    of_a_body = aliases.RELATIVE.match(query.name) or aliases.LOOKS_LIKE_A_BODY.fullmatch(
        query.name
    )
    return query if of_a_body or not is_of_a_person(query.name) else replace(query, name="")


def _may_be_a_body(query: Asked) -> bool:
    """Whether a name may be what a body is called."""
    return bool(query.name) and not query.digest and query.kind in (None, SubjectKind.BODY)


def digest(answer: Mapping[str, Any]) -> str:
    """SHA-256 of results as JSON with sorted keys."""
    return hashlib.sha256(as_bytes(answer)).hexdigest()
