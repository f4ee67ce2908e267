"""What can be found, kind by kind: every stream's things, and what the core knows besides.

Nobody finds what they may not open: what is searched are the rows of the lists.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy.orm import contains_eager, joinedload

from integrity.base.permissions import ROLE_NAMES, Permission
from integrity.base.stamps import is_open
from integrity.casework import finding
from integrity.casework.documents import service as papers
from integrity.casework.documents.models import STATE_NAMES as PAPER_STATES
from integrity.casework.documents.models import Delivery, Document
from integrity.casework.streams import Stream, registered
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.measures.models import Measure
from integrity.credit.records.models import STATE_NAMES as RECORD_STATES
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.visibility import inside as inside_records
from integrity.credit.records.visibility import visible as visible_records
from integrity.credit.records.visibility import words
from integrity.credit.sanctions import service, visibility
from integrity.credit.sanctions.models import STATE_NAMES as ENTRY_STATES
from integrity.credit.sanctions.models import ListEntry
from integrity.people.accounts.models import User
from integrity.people.subjects.choosing import BODIES, FIRMS, among, exactly, reached
from integrity.people.subjects.models import Subject


@dataclass(frozen=True)
class Hit:
    """One thing that was found: what it is, where, and what tells it from others."""

    title: Any
    url: str
    notes: Iterable[Any] = ()


@dataclass(frozen=True)
class Kind:
    """Things of one model.

    rows: those that the person may see. finds(said): the condition for those with every word.
    best(said): which of them come first, as conditions, the best first; then come the newest.
    """

    name: str
    title: Any
    model: Any
    rows: sa.Select[Any]
    finds: Callable[[finding.Asked], sa.ColumnElement[bool]]
    hit: Callable[[Any], Hit]
    best: Callable[[finding.Asked], Sequence[sa.ColumnElement[bool]]] = lambda said: ()


def seen_by(user: Any) -> Iterator[Kind]:
    """Everything among which this person may look for something."""
    yield _subjects("bodies", lazy_pgettext("nav", "单位"), BODIES)
    yield _subjects("firms", _l("企业和社会组织"), FIRMS)
    for stream in registered().values():
        if stream.reach.searched:
            yield _of_stream(stream, user)
    yield _records(user)
    yield _entries(user)
    yield _measures()
    if user.is_authenticated:
        yield from _papers(user)
        yield from _accounts(user)


def _of_stream(stream: Stream, user: Any) -> Kind:
    model = stream.model
    rows = sa.select(model).where(stream.visible(user)).options(joinedload(model.subject))
    if user.is_authenticated:
        rows = rows.where(sa.not_(stream.reach.left(user)))

    def hit(item: Any) -> Hit:
        state = stream.words.state_names.get(item.state)
        return Hit(item.title, stream.url(item), (item.ref, item.subject.name, state))

    def best(said: finding.Asked) -> list[sa.ColumnElement[bool]]:
        return [_folded(model.ref) == _whole(said), _titled(model.title, said)]

    return Kind(stream.name, stream.title, model, rows, stream.found, hit, best)


def _subjects(name: str, title: Any, kinds: frozenset[Any]) -> Kind:
    """Whoever has a page of its own; the name or code that was typed decides who comes first."""

    def hit(subject: Subject) -> Hit:
        if subject.kind in BODIES:
            url = url_for("site.body", slug=subject.slug)
        else:
            url = url_for("site.subject", uscc=subject.uscc)
        return Hit(subject.name, url, (subject.area, subject.uscc))

    def best(said: finding.Asked) -> list[sa.ColumnElement[bool]]:
        return [_folded(Subject.name) == _whole(said)]

    def finds(said: finding.Asked) -> sa.ColumnElement[bool]:
        if reached(kinds) >= kinds:
            return finding.meets(said, (), (Subject.id,))
        return Subject.id.in_(exactly(_whole(said)))  # who is not at work here lists no firms

    rows = among(kinds)
    if kinds == FIRMS:
        rows = rows.where(Subject.uscc.is_not(None))
    return Kind(name, title, Subject, rows, finds, hit, best)


def _records(user: Any) -> Kind:
    """Found by number, by whose they are, and by what they say."""

    def finds(said: finding.Asked) -> sa.ColumnElement[bool]:
        whom = (CreditRecord.subject_id,)
        found = [finding.meets(said, (CreditRecord.public_text,), whom), *best(said)]
        if user.is_authenticated and user.can(Permission.RECORDS_READ):
            whole = finding.meets(said, (CreditRecord.summary,), whom)
            found.append(sa.and_(inside_records(user), whole))
        return sa.or_(sa.false(), *found)

    def best(said: finding.Asked) -> list[sa.ColumnElement[bool]]:
        digits = _whole(said).removeprefix("xy")
        known = digits.isdecimal() and len(digits) == 8
        return [CreditRecord.id == int(digits)] if known else []

    return Kind(
        "records",
        _l("信用记录"),
        CreditRecord,
        sa.select(CreditRecord)
        .where(visible_records(user))
        .options(joinedload(CreditRecord.subject)),
        finds,
        lambda record: Hit(
            words(record, user),
            url_for("records.item", number=record.id),
            (record.ref, record.subject.name, RECORD_STATES[record.state]),
        ),
        best,
    )


def _entries(user: Any) -> Kind:
    """What is on a list for everybody; in procedure, for whom the list of nominations shows it."""
    rows = sa.select(ListEntry).options(joinedload(ListEntry.subject))
    seen: sa.ColumnElement[bool] = ListEntry.id.in_(
        service.published().with_only_columns(ListEntry.id)
    )
    if user.is_authenticated and user.can(Permission.SANCTIONS_READ):
        seen = sa.or_(seen, visibility.visible(user))
    return Kind(
        "entries",
        lazy_pgettext("nav", "名单"),
        ListEntry,
        rows.where(seen),
        lambda said: finding.meets(said, (), (ListEntry.subject_id,)),
        lambda entry: Hit(
            entry.subject.name,
            url_for("sanctions.entry", number=entry.id),
            (LIST_NAMES[entry.kind], ENTRY_STATES[entry.state]),
        ),
    )


def _measures() -> Kind:
    return Kind(
        "measures",
        lazy_pgettext("nav", "措施"),
        Measure,
        sa.select(Measure),
        lambda said: finding.meets(said, (Measure.code, Measure.name, Measure.content), ()),
        lambda measure: Hit(
            measure.name, url_for("measures.item", code=measure.code), (measure.code,)
        ),
        lambda said: [_folded(Measure.code) == _whole(said), _titled(Measure.name, said)],
    )


def _papers(user: Any) -> Iterator[Kind]:
    """What one's own body issues, and what was sent to it."""
    texts = (Document.title, Document.number)
    sent = sa.select(Delivery).join(Delivery.document).where(papers.letters(user))

    def finds(said: finding.Asked) -> sa.ColumnElement[bool]:
        return sa.or_(*numbered(said), finding.meets(said, texts, ()))

    def numbered(said: finding.Asked) -> list[sa.ColumnElement[bool]]:
        return [_folded(Document.ref).contains(_whole(said), autoescape=True)]

    def hit(paper: Document, url: str) -> Hit:
        return Hit(paper.title, url, (paper.ref, paper.number, PAPER_STATES[paper.state]))

    yield Kind(
        "papers",
        _l("文书"),
        Document,
        sa.select(Document).where(papers.ours(user)),
        finds,
        lambda paper: hit(paper, url_for("documents.item", number=paper.id)),
        numbered,
    )
    yield Kind(
        "letters",
        _l("收到的文书"),
        Delivery,
        sent.options(contains_eager(Delivery.document)),
        finds,
        lambda letter: hit(letter.document, url_for("documents.letter", number=letter.id)),
        numbered,
    )


def _accounts(user: Any) -> Iterator[Kind]:
    """People with an account, for who keeps the accounts."""
    if is_open("desk.account"):
        yield Kind(
            "accounts",
            _l("账号"),
            User,
            sa.select(User).options(joinedload(User.body)),
            lambda said: finding.meets(said, (User.name, User.username), (User.body_id,)),
            lambda person: Hit(
                person.name,
                url_for("desk.account", number=person.id),
                (person.username, ROLE_NAMES[person.role], person.body and person.body.name),
            ),
        )


def _folded(text: Any) -> Any:
    return sa.func.folded(text, type_=sa.Text)


def _titled(title: Any, said: finding.Asked) -> sa.ColumnElement[bool]:
    line = _folded(title)
    return sa.and_(sa.true(), *(line.contains(word, autoescape=True) for word, _whom in said))


def _whole(said: finding.Asked) -> str:
    """All that was typed, as one number or name."""
    return "".join(word for word, _whom in said)
