"""The data sets that go out: things of the public log, and rows that are only shared.

Of the public log the content is sent as it stands there. Rows that are only shared never change:
they are sent once, and taken back once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.publications.kinds import kinds
from integrity.credit.catalogue import service as catalogue
from integrity.credit.gatherings.models import GatheredRow
from integrity.credit.publicity.models import PENALTIES, Posting
from integrity.credit.records.models import CreditRecord
from integrity.credit.repairs.models import Repair, RepairState
from integrity.credit.sanctions.models import ListEntry
from integrity.people.subjects.models import Subject

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Logged:
    """Things of one kind of the public log.

    place(said): the stream and the rule of the catalogue item of what a fact says, and the day on
    which the item must have stood in the catalogue. owner: who is told that it was refused.
    own: an item that is named for this data set alone, never the one for all others.
    """

    place: Callable[[Said], tuple[str, str, str]]
    owner: Any
    own: bool = True

    def code(self, stream: str, rule: str, day: date) -> str:
        """The catalogue item, "" where there is none."""
        return _code(stream, rule, day, self.own)


@dataclass(frozen=True)
class Shared:
    """Rows of a table that no log tells of.

    code(): what names the catalogue item. which: those that the other side should hold.
    content(row): what is sent of it. owner: who is told that it was refused.
    """

    model: Any
    code: Callable[[], Any]
    which: Callable[[], sa.ColumnElement[bool]]
    content: Callable[[Any], dict[str, Any]]
    owner: Any
    options: tuple[Any, ...] = ()

    @property
    def prefix(self) -> str:
        """How the keys of its rows begin; the number of the row follows."""
        return f"/shared/{self.model.__tablename__}/"

    def has(self, key: str) -> bool:
        """Whether a key is of one of its rows."""
        return key.startswith(self.prefix)

    def contents(self, numbers: Any) -> dict[str, dict[str, Any]]:
        """What is sent today of rows by their numbers, by key; of what must not be sent nothing."""
        wanted = sa.select(self.model).where(self.model.id.in_(numbers), self.which())
        found = db.session.scalars(wanted.options(*self.options))
        return {f"{self.prefix}{row.id}": self.content(row) for row in found}


def _code(stream: str, rule: str, day: date, own: bool = True) -> str:
    item = catalogue.item_of(stream, rule, day)
    return item.code if item and (item.stream == stream or not own) else ""


def _posting(said: Said) -> tuple[str, str, str]:
    rule = "penalty" if said["layout"] in PENALTIES else "licence"
    return "postings", rule, said["decided_on"]


def _gathered(row: GatheredRow) -> dict[str, Any]:
    """What a body delivered, without what is sealed."""
    return {
        "subject": {"kind": row.subject.kind, "name": row.subject.name, "uscc": row.subject.uscc},
        "source": {"name": row.body.name, "uscc": row.body.uscc},
        "entered_at": row.entered_at,
        "row": row.content,
    }


def _repaired(repair: Repair) -> dict[str, Any]:
    """That something was repaired, by whom and how; of what it was only where it stood."""
    kind = kinds()["records" if repair.record_id else "entries"]
    return {
        "address": kind.address(repair.against),
        "ref": repair.against.ref,
        "subject": {"name": repair.subject.name, "uscc": repair.subject.uscc},
        "decided_by": repair.deciding.name if repair.deciding else "",
        "decided_on": repair.closed_on,
        "treatment": repair.treatment,
        "under": repair.treated_under,
    }


def _was_repaired() -> sa.ColumnElement[bool]:
    """Granted, and of nobody who is a person."""
    known = [one.has(thing.subject.has(Subject.public)) for one, thing in _REPAIRED]
    return sa.and_(Repair.state == RepairState.GRANTED, sa.or_(*known))


_REPAIRED: tuple[tuple[Any, Any], ...] = (
    (Repair.record, CreditRecord),
    (Repair.entry, ListEntry),
)
LOGGED = {
    "records": Logged(
        lambda said: (said["stream"], said["rule"], said["decided_on"] or ""),
        CreditRecord.found_by_id,
        own=False,
    ),
    "postings": Logged(_posting, Posting.source_id),
    "entries": Logged(
        lambda said: ("entries", said["list"], said["listed_on"] or ""),
        ListEntry.initiated_by_id,
    ),
}
"""By the kinds of the public log."""
SHARED = (
    Shared(
        GatheredRow,
        lambda: GatheredRow.code,
        lambda: GatheredRow.replaced_at.is_(None),
        _gathered,
        GatheredRow.body_id,
        (joinedload(GatheredRow.subject), joinedload(GatheredRow.body)),
    ),
    Shared(
        Repair,
        lambda: sa.literal(_code("repairs", "", clock.today())),
        _was_repaired,
        _repaired,
        Repair.deciding_id,
        (
            *(joinedload(one).joinedload(thing.subject) for one, thing in _REPAIRED),
            joinedload(Repair.deciding),
        ),
    ),
)
