"""Taking an objection without an account, checking who that is, and the objection that it becomes.

The identity is checked by the office, never by the body that answers for what is objected to.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotFound, Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.documents import deliveries
from integrity.casework.documents.making import Makes
from integrity.casework.documents.models import DeliveryState, Document, DocumentState, Way
from integrity.casework.informants import numbers, receipts
from integrity.casework.steps import Side, Step
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import NewEvidence, Objection
from integrity.credit.petitions.models import STATE_NAMES, Party, Petition, Shortfall
from integrity.credit.petitions.models import PetitionState as S
from integrity.credit.records import filings
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.models import ListEntry
from integrity.files import attached
from integrity.people.subjects import identifiers, persons
from integrity.people.subjects.models import Subject

LETTER = "Z"
ADMIT = Permission.OBJECTIONS_ADMIT
FLOW = Flow(
    steps={S.HANDED_IN: Step(Side.OFFICE, "LOCAL-OBJ-IDENTITY")},
    admit_petition=Move({S.HANDED_IN}, S.ADMITTED, ADMIT),
    return_petition=Move({S.HANDED_IN}, S.RETURNED, ADMIT, paper=Makes("petition-return")),
)
FLOW.names.update(STATE_NAMES)
EVIDENCE = "异议证据"
"""The note of what goes on with the objection; what proves the identity stays here."""
HOLDER = audit.Somebody("异议申请人")
KINDS: dict[str, Any] = {"XY": CreditRecord, "MD": ListEntry}
"""What the letters of a number mean."""


class WrongPetition(Refused):
    """The code is none, or a paper is missing."""

    correctable = True
    title = _l("不能提交")


class NotTheirs(Refused):
    """What the number names is not of who asks, or the number names nothing."""

    correctable = True
    title = _l("编号与名称、代码或者证件号码对不上")


@dataclass(frozen=True)
class Identity:
    """Who hands it in, as it was typed."""

    name: str
    number: str
    person: str
    contact: str


def hand_in(
    about: str,
    party: Party,
    identity: Identity,
    statement: str,
    files: Mapping[str, FileStorage | None],
    *,
    new_evidence: NewEvidence | str | None = None,
    once: str = "",
    at: datetime,
) -> receipts.Receipt:
    """Keep what was handed in; whether there is such a record is told to nobody.

    The same form gives the same receipt. Raises WrongPetition, AlreadyFiled.
    """
    once = once or secrets.token_hex(16)
    if known := receipts.again(Petition, once, on=local_day(at)):
        return known
    _demand_number(party, identifiers.normalised(identity.number))
    made = Petition(
        ref=numbers.new(local_day(at).year, LETTER),
        received_at=at,
        state=S.HANDED_IN,
        about=about.strip().upper(),
        party=party,
        sealed=_sealed(identity),
        statement=statement.strip(),
        new_evidence=NewEvidence(new_evidence) if new_evidence else None,
    )
    receipt = receipts.take(made, once, FLOW, at=at)
    if not receipt.again:
        for note, file in files.items():
            _keep(made, note, file, at)
    return receipt


def _keep(petition: Petition, note: str, file: FileStorage | None, at: datetime) -> None:
    """Under a name of ours: what a file is called may say whose it is."""
    if not file:
        return
    kept = attached.store(file.stream, attached.name_of(file))
    name = f"{note}.{kept.ending}"
    attached.attach(kept, petition, name, public=False, by=audit.PUBLIC, at=at, note=note)
    audit.write(petition, "attach", by=audit.PUBLIC, at=at, sha256=kept.sha256)


def _demand_number(party: Party, number: str) -> None:
    if party is Party.UNIT and not identifiers.is_uscc(number):
        raise WrongPetition(identifiers.fault(number))
    if party is Party.ONESELF and not identifiers.is_resident_identifier(number):
        raise WrongPetition(_("身份证号码不正确，请核对。"))


def look(petition: Petition, *, by: audit.Actor, at: datetime) -> Identity:
    """Who handed it in, to who checks it; that somebody looked is logged."""
    audit.read(petition, "look", by=by, at=at)
    return _identity(petition)


def admit_petition(petition: Petition, checked: str, *, by: Any, at: datetime) -> Objection:
    """The office has made sure who it is: an objection from now on, of the day it was handed in.

    Raises NotTheirs, NotYourOwn, and NotObjectable.
    """
    FLOW.check(petition, "admit_petition")
    thing = named(petition.about)
    if thing is None or not _is_of(thing.subject, petition):
        raise NotTheirs(_("请核对编号和材料；对不上的，退回并写明原因。"))
    if by.id in filings.deciders(thing):
        raise filings.NotYourOwn(_("作出原认定的人不能核验异议人的身份，须由他人办理。"))
    objection = objections.file(
        thing,
        petition.statement,
        by=by,
        at=at,
        new_evidence=petition.new_evidence,
        received_on=local_day(petition.received_at),
    )
    petition.objection, petition.checked = objection, checked.strip()
    petition.checked_by_id, petition.closed_on = by.id, local_day(at)
    FLOW.go(petition, "admit_petition", by=by, at=at)
    for file in attached.of(Petition.__tablename__, [petition.id]):
        if file.note == EVIDENCE:
            file.thing, file.thing_id = Objection.__tablename__, objection.id
    return objection


def return_petition(
    petition: Petition, shortfall: Shortfall | str, why: str, *, by: Any, at: datetime
) -> None:
    """It shows not who it is: back, with a coded reason, on paper; it may be handed in again."""
    FLOW.check(petition, "return_petition")
    petition.shortfall, petition.checked = Shortfall(shortfall), why.strip()
    petition.checked_by_id, petition.closed_on = by.id, local_day(at)
    FLOW.go(petition, "return_petition", by=by, at=at, why=why, shortfall=petition.shortfall)


def named(about: str) -> CreditRecord | ListEntry | None:
    """The record or the entry of a number."""
    model, digits = KINDS.get(about[:2]), about[2:]
    if model is None or not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
        return None
    found: CreditRecord | ListEntry | None = db.session.get(model, int(digits))
    return found


def papers(petition: Petition) -> list[Document]:
    """What its holder is answered by: that it was returned, or the answer to the objection."""
    of = Document.thing == Petition.__tablename__, Document.thing_id == petition.id
    which = sa.and_(*of)
    if petition.objection_id:
        answers = Document.thing == Objection.__tablename__, Document.kind == "objection-answer"
        which = sa.or_(which, sa.and_(*answers, Document.thing_id == petition.objection_id))
    out = (DocumentState.ISSUED, DocumentState.SERVED, DocumentState.ARCHIVED)
    wanted = sa.select(Document).where(which, Document.state.in_(out)).order_by(Document.id)
    return list(db.session.scalars(wanted))


def paper(petition: Petition, number: int) -> Document:
    """One of them; raises NotFound."""
    for found in papers(petition):
        if found.id == number:
            return found
    raise NotFound


def receive(petition: Petition, number: int, *, at: datetime) -> None:
    """Its holder signs for a paper: it is served, and the terms that count from then begin.

    Raises NotFound.
    """
    for delivery in paper(petition, number).deliveries:
        if delivery.state is DeliveryState.WAITING:
            note = _("凭受理编号在网页上签收。")
            deliveries.send(delivery, Way.PERSON, note=note, by=HOLDER, at=at)
        if delivery.state is DeliveryState.SENT:
            deliveries.confirm(delivery, by=HOLDER, at=at)


def _is_of(subject: Subject, petition: Petition) -> bool:
    said = _identity(petition)
    if petition.party is Party.ONESELF:
        mine = subject.identifier_digest == identifiers.digest(said.number)
        return mine and persons.is_called(subject, said.name)
    return subject.uscc == said.number


def _sealed(identity: Identity) -> str:
    said = {name: value.strip() for name, value in asdict(identity).items()}
    said["number"] = identifiers.normalised(identity.number)
    return identifiers.seal(json.dumps(said, ensure_ascii=False))


def _identity(petition: Petition) -> Identity:
    if not petition.sealed:
        return Identity("", "", "", "")
    return Identity(**json.loads(identifiers.unseal(petition.sealed)))
