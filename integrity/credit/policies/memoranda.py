"""Enter a memorandum beside its document, who joined it and left it, and whom to call."""

from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.casework.rules.service import read
from integrity.credit.policies import service
from integrity.credit.policies.memorandum_models import (
    Memorandum,
    MemorandumKind,
    MemorandumMember,
)
from integrity.credit.policies.models import PolicyDocument
from integrity.credit.policies.service import WrongDocument, by_citation
from integrity.people.subjects.models import Subject, SubjectKind

DATA = Path(__file__).parent / "data" / "memoranda.csv"


def enter(
    document: PolicyDocument,
    kind: MemorandumKind,
    lead: str,
    support: str = "",
    term: str = "",
    contact: str = "",
    *,
    by: audit.Actor,
    at: datetime,
) -> Memorandum:
    """A document of the library is a memorandum; raises WrongDocument for the second time."""
    made = Memorandum(
        document=document,
        kind=MemorandumKind(kind),
        lead=lead.strip(),
        support=support.strip(),
        term=term.strip(),
        contact=contact.strip(),
    )
    add_once(made, WrongDocument(_("这份文件已经登记为备忘录。")))
    audit.write(made, "add", by=by, at=at, why=document.title)
    return made


def call(found: Memorandum, contact: str, *, by: audit.Actor, at: datetime) -> None:
    """Whom to call about it from now on."""
    found.contact = contact.strip()
    audit.write(found, "edit", by=by, at=at, why=found.contact)
    db.session.flush()


def join(
    found: Memorandum, body: Subject, duty: str, since: date, *, by: audit.Actor, at: datetime
) -> MemorandumMember:
    """A body joined it, for what; raises WrongDocument for who is in it, or a day to come."""
    if body.kind is not SubjectKind.BODY or since > local_day(at):
        raise WrongDocument(_("会签的是机关事业单位，会签日期不能晚于今天。"))
    made = MemorandumMember(memorandum_id=found.id, body=body, duty=duty.strip(), since=since)
    add_once(made, WrongDocument(_("该单位已经会签。")))
    audit.write(found, "join", by=by, at=at, why=body.name)
    return made


def leave(found: MemorandumMember, until: date, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A body leaves it, by its last day; raises WrongDocument."""
    if until < found.since or found.until is not None:
        raise WrongDocument(_("退出日期不能早于会签日期，已经退出的不能再次退出。"))
    found.until = until
    words = _("%(who)s：%(why)s", who=found.body.name, why=why)
    audit.write(found.memorandum, "leave_memorandum", by=by, at=at, why=words)
    db.session.flush()


def load_library() -> int:
    """Load every shipped document, and say which of them are memoranda."""
    return service.load() + load()


def load() -> int:
    """The memoranda the product ships with; what is there already stays."""
    cited = sa.select(PolicyDocument.cited_as).join(
        Memorandum, Memorandum.document_id == PolicyDocument.id
    )
    known = set(db.session.scalars(cited))
    rows = [row for row in read(DATA) if row["cited_as"] not in known]
    for row in rows:
        plain = {name: row[name] for name in ("lead", "support", "term")}
        document = by_citation(row["cited_as"])
        assert document, row["cited_as"]
        db.session.add(Memorandum(document=document, kind=MemorandumKind(row["kind"]), **plain))
    db.session.flush()
    return len(rows)
