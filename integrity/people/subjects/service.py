"""Registering subjects and finding them: by code exactly, by name as candidates only."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.pages.forms import is_web_address
from integrity.people.subjects import aliases, identifiers, kept_codes, models
from integrity.people.subjects.models import SIZED, FormerName, Size, Subject, SubjectKind
from integrity.people.subjects.names import initials, is_of_a_person, key, spelled

DATA = Path(__file__).parent / "data"
HOUSEHOLDS = "92"
NO_TRADE_NAME = "个体工商户（未使用字号名称）"


class WrongCode(Refused):
    """The unified social credit code is not valid."""


class AlreadyRegistered(Refused):
    """A subject with this code or identifier exists."""

    status = 409
    correctable = True


class WrongAddress(Refused):
    """Not an address on the web."""

    title = _l("地址有误")


def publish_duties(body: Subject, url: str, *, by: audit.Actor, at: datetime) -> None:
    """Note where a body publishes its list of powers and duties, "" for nowhere.

    济高信用办〔2019〕7号 一（二）1. Raises WrongAddress.
    """
    url = url.strip()
    if url and not is_web_address(url):
        raise WrongAddress(_("请填写以 https:// 或者 http:// 开头的网址。"))
    audit.write(body, "duties", by=by, at=at, why=url, old=body.duties_url)
    body.duties_url = url


class WrongSize(Refused):
    """Only an enterprise or a household has a size (划型)."""

    title = _l("企业规模有误")


def say_size(subject: Subject, size: Size, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Register how large an enterprise is, and on which basis that is said. Raises WrongSize."""
    if subject.kind not in SIZED:
        raise WrongSize(_("只有企业和个体工商户登记企业规模。"))
    audit.write(subject, "size", by=by, at=at, why=why, old=subject.size, new=size)
    subject.size = size


def rename(subject: Subject, name: str, *, on: date) -> None:
    """Give a subject another name; whoever looks for it by the former one still finds it."""
    if name == subject.name:
        return
    former = db.session.scalars(
        sa.select(FormerName).filter_by(subject_id=subject.id, name=subject.name)
    ).first()
    if former is None:
        former = FormerName(subject_id=subject.id, name=subject.name, key=subject.key)
        db.session.add(former)
    former.until = on
    subject.name, subject.key, subject.initials = name, key(name), initials(name)


def register(
    kind: SubjectKind,
    name: str,
    uscc: str | None = None,
    *,
    area: str = "",
    code_is_example: bool = False,
) -> Subject:
    """Add a body, enterprise or organisation; raises WrongCode, AlreadyRegistered."""
    code = identifiers.normalised(uscc) if uscc else None
    if code and not identifiers.is_uscc(code):
        raise WrongCode(_("统一社会信用代码 %(code)s 不正确，请核对。", code=code))
    if code and by_code(code):
        raise AlreadyRegistered(_("统一社会信用代码 %(code)s 已登记。", code=code))
    subject = unsaved(kind, name, code, area, code_is_example)
    db.session.add(subject)
    db.session.flush()
    return subject


def unsaved(
    kind: SubjectKind, name: str, code: str | None, area: str, code_is_example: bool
) -> Subject:
    """A subject whose code was checked, not yet in the session; the code says who is a household.

    Where a household has no trade name, what is registered as its name is its owner's: that is not
    kept, and the code alone tells who is meant.
    """
    kind = kind_by_code(kind, code)
    name = kept_name(kind, name.strip())
    return Subject(
        kind=kind,
        name=name,
        key=key(name),
        uscc=code,
        slug=_slug(name) if kind is SubjectKind.BODY else None,
        area=area,
        code_is_example=code_is_example,
    )


def kind_by_code(kind: SubjectKind, code: str | None) -> SubjectKind:
    """What an enterprise with this code is: one that begins with 92 is a household's (GB 32100)."""
    household = kind is SubjectKind.ENTERPRISE and (code or "").startswith(HOUSEHOLDS)
    return SubjectKind.HOUSEHOLD if household else kind


def kept_name(kind: SubjectKind, name: str) -> str:
    """The name under which it is kept: of a household never that of the person who owns it."""
    return NO_TRADE_NAME if kind is SubjectKind.HOUSEHOLD and is_of_a_person(name) else name


def load_bodies(path: Path = DATA / "bodies.csv") -> int:
    """Register the bodies the product ships with; what is there already stays. Returns how many."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(db.session.scalars(sa.select(Subject.uscc).where(Subject.uscc.is_not(None))))
    fresh = [row for row in rows if row["uscc"] not in known]
    for row in fresh:
        register(
            SubjectKind(row["kind"]),
            row["name"],
            row["uscc"],
            area=row["area"],
            code_is_example=row["code_is_example"] == "true",
        )
    return len(fresh)


def register_person(name: str, identifier: str) -> Subject:
    """Add a person by a resident identifier, which is sealed at once; raises WrongCode."""
    number = identifiers.normalised(identifier)
    if not identifiers.is_resident_identifier(number):
        raise WrongCode(_("身份证号码不正确，请核对。"))
    known = by_identifier(number)
    if known:
        return known
    masked = name.strip()[:1] + "*"
    person = Subject(
        kind=SubjectKind.PERSON,
        name=masked,
        key=masked,
        public=False,
        identifier_digest=identifiers.digest(number),
        identifier_sealed=identifiers.seal(number),
        name_sealed=identifiers.seal(name.strip()),
    )
    db.session.add(person)
    db.session.flush()
    return person


def by_code(code: str) -> Subject | None:
    """The subject with exactly this code, also one that was kept though it breaks the rule."""
    return by_codes([code]).get(code)


def by_codes(codes: Iterable[str]) -> dict[str, Subject]:
    """The subjects with exactly these codes, by the code as it was written."""
    wanted = {code: identifiers.normalised(code) for code in codes}
    found = db.session.scalars(sa.select(Subject).where(Subject.uscc.in_(wanted.values()))).all()
    now = current(found)
    known = {subject.uscc: now[subject.id] for subject in found}
    answers = {code: known[plain] for code, plain in wanted.items() if plain in known}
    return answers | _now(kept_codes.of(wanted.keys() - answers.keys()))


def by_identifier(number: str) -> Subject | None:
    """The person with exactly this identifier, found by its digest."""
    digest = identifiers.digest(identifiers.normalised(number))
    return db.session.scalars(sa.select(Subject).where(Subject.identifier_digest == digest)).first()


def by_name(name: str, kind: SubjectKind | None = None, limit: int = 10) -> Sequence[Subject]:
    """Public subjects whose normalised name is the same: candidates, never a decision."""
    wanted = sa.select(Subject).where(Subject.key == key(name), Subject.public)
    if kind:
        wanted = wanted.where(Subject.kind == kind)
    return db.session.scalars(wanted.limit(limit)).all()


def by_words(words: Iterable[str]) -> dict[str, Subject]:
    """Which of these words name a subject: by code, by its name, else by one it had before, else by
    what a person said that it is called where this is written.

    Differences of typing do not matter; a name that several have is left out. What was merged is
    found as what it became, by its code and by its name.
    """
    wanted = {word for word in words if word}
    found = _mentioned(wanted)
    now = current(found)
    codes = {subject.uscc: now[subject.id] for subject in found if subject.uscc}
    exact, typed, before = _places(), _places(), _places()
    for subject in found:
        if subject.merged_into_id:
            before[spelled(subject.name)].add(now[subject.id])
        else:
            exact[subject.name].add(subject)
            typed[spelled(subject.name)].add(subject)
        for former in subject.former_names:
            before[spelled(former.name)].add(now[subject.id])
    answers: dict[str, Subject] = {}
    for word in wanted:
        bare = spelled(word)
        named = exact.get(word) or typed.get(bare) or before.get(bare) or set()
        if code := codes.get(identifiers.normalised(word)):
            answers[word] = code
        elif len(named) == 1:
            answers[word] = next(iter(named))
    answers |= _now(kept_codes.of(wanted - answers.keys()))
    return answers | _now(aliases.meant(wanted - answers.keys()))


def _now(found: Mapping[str, Subject]) -> dict[str, Subject]:
    now = current(found.values())
    return {word: now[subject.id] for word, subject in found.items()}


def _places() -> dict[str, set[Subject]]:
    return defaultdict(set)


def near(word: str, limit: int = 3) -> Sequence[Subject]:
    """Who may be meant by a name that nobody has: without the legal form it is the same."""
    found = current(_mentioned({word})).values()
    return sorted({s for s in found if s.public}, key=lambda s: s.id)[:limit]


def _mentioned(words: set[str]) -> Sequence[Subject]:
    """Everybody but persons with one of these codes or names, now or before, in two queries."""
    keys = {key(word) for word in words}
    before = sa.select(FormerName.subject_id).where(FormerName.key.in_(keys))
    wanted = sa.select(Subject).where(
        sa.or_(
            Subject.uscc.in_({identifiers.normalised(word) for word in words}),
            Subject.key.in_(keys),
            Subject.id.in_(before),
        ),
        Subject.kind != SubjectKind.PERSON,
    )
    wanted = wanted.options(selectinload(Subject.former_names))
    return db.session.scalars(wanted.order_by(Subject.id)).all()


def current(subjects: Iterable[Subject]) -> Mapping[int, Subject]:
    """Each subject, or what it was merged into, by id; one query a step of merging."""
    now = {subject.id: subject for subject in subjects}
    while merged := {s.merged_into_id for s in now.values() if s.merged_into_id}:
        wanted = sa.select(Subject).where(Subject.id.in_(merged))
        into = {subject.id: subject for subject in db.session.scalars(wanted)}
        now = {i: into[s.merged_into_id] if s.merged_into_id else s for i, s in now.items()}
    return now


def bodies() -> sa.Select[Subject]:
    """All public bodies that are still themselves and were not closed."""
    same = (Subject.kind == SubjectKind.BODY, Subject.merged_into_id.is_(None))
    return sa.select(Subject).where(*same, sa.not_(models.is_closed()))


def became(subject: Subject) -> Subject:
    """A subject, or what it was merged into."""
    return current([subject])[subject.id]


def _slug(name: str) -> str:
    """A readable, unique address part: the name in pinyin."""
    from pypinyin import lazy_pinyin  # its tables take half a second to load

    base = "-".join(re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(name)).lower()))[:100] or "body"
    slug, number = base, 1
    while db.session.scalar(sa.select(sa.exists().where(Subject.slug == slug))):
        number += 1
        slug = f"{base}-{number}"
    return slug
