"""The fields in which a person names a body or another subject; nothing is guessed.

What is typed is a name or part of one, the initials of its pinyin, or a code. A script offers what
is found while one types (static/chooser.js); without it the form comes back with the candidates.
"""

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import InputRequired
from wtforms.widgets import TextInput

from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.pages.forms import FilterForm
from integrity.people.subjects import aliases, identifiers, service
from integrity.people.subjects.kept_codes import marked
from integrity.people.subjects.models import (
    FIRMS,
    FormerName,
    Subject,
    SubjectKind,
    is_closed,
)
from integrity.people.subjects.names import begun, is_same, key, parted

MOST = 20
"""Candidates that are offered at once."""
MANY = 500
"""Whom one word of a search may mean at most; a word that means more of them is too broad."""
BODIES = frozenset({SubjectKind.BODY})
EVERYBODY = BODIES | FIRMS
"""Whom a field may name; a natural person never."""
WHICH = {"firms": FIRMS, "subjects": EVERYBODY}
"""What those that are not public are called in an address."""
NAMING = (Permission.SUBJECTS_FIND, Permission.ACCOUNTS_CREATE)
HOW = _l("填写名称或者其中一部分、拼音首字母、统一社会信用代码，从找到的里面选择。")
NEEDED = InputRequired(_l("请选择。"))


def reached(kinds: frozenset[SubjectKind]) -> frozenset[SubjectKind]:
    """Among whom of them the person may look: all, who names them at work; others bodies."""
    may = current_user.is_authenticated and any(map(current_user.can, NAMING))
    return kinds if may else kinds & BODIES


def among(kinds: frozenset[SubjectKind]) -> sa.Select[Subject]:
    """Who can be named where these kinds are asked for."""
    known = (Subject.merged_into_id.is_(None), Subject.kind != SubjectKind.PERSON, Subject.public)
    return sa.select(Subject).where(Subject.kind.in_(kinds), *known, sa.not_(is_closed()))


def candidates(words: str, kinds: frozenset[SubjectKind] = BODIES) -> Sequence[Subject]:
    """Who may be meant, the likeliest first, at most MOST; without words the first of all."""
    wanted = among(kinds)
    if words:
        wanted = wanted.where(_fits(words)).order_by(*_likeliest(words))
    wanted = wanted.order_by(Subject.initials, Subject.name, Subject.id)
    return db.session.scalars(wanted.limit(MOST)).all()


def numbers(word: str) -> Sequence[int]:
    """The numbers of whom a word may mean, the likeliest first; natural persons are not meant."""
    wanted = sa.select(Subject.id).where(_fits(word), Subject.kind != SubjectKind.PERSON)
    return db.session.scalars(wanted.order_by(*_likeliest(word), Subject.id).limit(MANY)).all()


def exactly(words: str) -> list[int]:
    """The numbers of whom a code or a whole name names, now or before."""
    code, bare = identifiers.normalised(words), key(words)
    had = sa.select(FormerName.subject_id, FormerName.name).where(FormerName.key == bare)
    has = sa.select(Subject.id, Subject.name).where(Subject.key == bare)
    named = db.session.execute(sa.union_all(has, had)).all() if bare else ()
    coded = db.session.scalars(sa.select(Subject.id).where(Subject.uscc == code))
    return [*coded, *(number for number, name in named if is_same(name, words))]


def value_of(subject: Subject) -> str:
    """What a form sends for a subject: its address part, its code, else its number."""
    return subject.slug or subject.uscc or str(subject.id)


def note_of(subject: Subject) -> str:
    """What tells subjects of the same name apart."""
    return " ".join(part for part in (subject.area, marked(subject.uscc)) if part)


class SubjectField(Field):
    """One subject that somebody names; `data` is the Subject.

    `<name>` carries the one that was picked from what was found, `<name>-named` what was typed.
    What was picked stands while it fits what was typed; else the words are looked up: a code or a
    whole name decides, and of everything else the `candidates` are shown to choose from. Only a
    filter takes the single one that fits, as it shows whom it took.
    """

    widget = TextInput()
    several = False
    value_of = staticmethod(value_of)
    note_of = staticmethod(note_of)

    def __init__(self, label: Any, kinds: frozenset[SubjectKind] = BODIES, **more: Any) -> None:
        self.narrows = isinstance(more.get("_form"), FilterForm)
        if not self.narrows:
            more.setdefault("validators", [NEEDED])
            more["description"] = more.get("description") or HOW
        self.kinds = kinds
        self.words: str | None = None
        self.candidates: Sequence[Subject] = ()
        super().__init__(label, **more)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        if formdata is not None:
            typed = formdata.getlist(f"{self.name}-named")
            self.words = typed[0].strip()[:200] if typed else None
        super().process(formdata, data, extra_filters)

    def process_formdata(self, valuelist: list[Any]) -> None:
        picked = valuelist[0].strip() if valuelist else ""
        self.raw_data = [(picked if self.words is None else self.words) or ""]
        self.data: Any = None if self.words == "" else self._picked(picked, self.words)
        if self.data is None and self.words:
            self.data = self._named(self.words)
        if self.data is None and self.raw_data[0]:
            raise ValueError(self._unclear(self.words or ""))

    @property
    def source(self) -> str:
        """Where a script asks for candidates."""
        names = (name for name, kinds in WHICH.items() if kinds == reached(self.kinds))
        which = next(names, None)
        return url_for("subjects.others", which=which) if which else url_for("subjects.bodies")

    @property
    def picked(self) -> list[Subject]:
        """What is chosen, for the page."""
        return [self.data] if self.data else []

    def _value(self) -> str:
        return self.data.name if self.data else self.words or ""

    def _picked(self, value: str, words: str | None = None) -> Subject | None:
        """What was picked, if it is one of those that can be, and fits what was typed."""
        if not value:
            return None
        number = int(value) if value.isdecimal() and len(value) < 10 else 0
        known = [Subject.slug == value, Subject.uscc == value, Subject.id == number]
        wanted = among(self.kinds).where(sa.or_(*known))
        if words is not None:
            wanted = wanted.where(_fits(words))
        return db.session.scalars(wanted).first()

    def _named(self, words: str) -> Subject | None:
        """Whom a code or a whole name names, else None, with the candidates."""
        found = service.by_words([words]).get(words)
        if found is not None and found.kind in self.kinds and found.public:
            return found
        self.candidates = candidates(words, reached(self.kinds))
        if self.narrows and len(self.candidates) == 1:
            return self.candidates[0]
        if not self.narrows and SubjectKind.BODY in self.kinds:
            aliases.ask(words)
        return None

    def _unclear(self, words: str) -> str:
        if self.candidates:
            return _("请选择是下面的哪一个；都不是的，请换一个词。")
        return _(
            "没有找到“%(words)s”。请填写名称、名称的一部分、拼音首字母或者统一社会信用代码。",
            words=words,
        )


class SubjectsField(SubjectField):
    """Several subjects; `data` is a list. What is typed may name several, one after the other.

    Those that are chosen stay as boxes that are ticked; the next ones are typed or picked.
    """

    several = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        named = parted(self.words or "")
        self.raw_data = [*filter(None, valuelist), *named]
        picked = [self._picked(value) for value in valuelist]
        found = {s.id: s for s in picked if s is not None}
        unclear = []
        for word in named:
            if subject := self._named(word):
                found[subject.id] = subject
            else:
                unclear.append(word)
        self.data, self.words = list(found.values()), _("、").join(unclear)
        if unclear or None in picked:
            raise ValueError(self._unclear(self.words))

    @property
    def picked(self) -> list[Subject]:
        return list(self.data or ())

    def _value(self) -> str:
        return self.words or ""


def _fits(words: str) -> sa.ColumnElement[bool]:
    """The condition for subjects that the words may mean."""
    bare, letters, code = key(words), _letters(words), identifiers.normalised(words)
    if not bare:
        return sa.false()
    before = sa.select(FormerName.subject_id).where(FormerName.key.contains(bare, autoescape=True))
    ways = [Subject.key.contains(bare, autoescape=True), Subject.id.in_(before)]
    if stem := begun(words):
        ways.append(Subject.key.endswith(stem, autoescape=True))
    if letters:
        ways.append(Subject.initials.contains(letters))
    if len(code) >= 6:
        ways.append(Subject.uscc.startswith(code, autoescape=True))
    return sa.or_(*ways)


def _likeliest(words: str) -> list[Any]:
    """The order of whom the words may mean: the whole name, its beginning, then its initials."""
    bare, letters = key(words), _letters(words)
    likely = [Subject.key == bare, Subject.key.startswith(bare, autoescape=True)]
    if letters:
        likely += [Subject.initials == letters, Subject.initials.startswith(letters)]
    return [sa.case(*((condition, n) for n, condition in enumerate(likely)), else_=len(likely))]


def _letters(words: str) -> str:
    """What was typed, if it may be initials; "" if it cannot."""
    bare = re.sub(r"\s", "", words).lower()
    return bare if re.fullmatch(r"[a-z0-9]{2,40}", bare) else ""
