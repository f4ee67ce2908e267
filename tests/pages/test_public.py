"""Nothing of a person, a complainant or a supplier is on any public page, feed or export."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask, current_app
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from commitments import service as commitments
from integrity.base.db import Model, db
from integrity.base.permissions import Role
from integrity.casework.streams import registered
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.objections import service as objections
from integrity.credit.records.models import RecordState
from integrity.credit.records.service import withdraw
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.service import revoke
from integrity.files import attached
from integrity.people.accounts.models import Token, User
from integrity.people.subjects.models import Subject
from integrity.people.subjects.service import register_person
from integrity.streams.courts.models import CreditorKind
from integrity.streams.courts.service import CaseData, receive
from integrity.streams.pledges import service as pledges
from tests.api.makers import make_token
from tests.arrears.makers import make_invoice
from tests.complaints.makers import make_answered, make_receipt
from tests.evaluations.makers import make_point, make_round
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.pages.conftest import Viewers
from tests.pages.crawl import Answer, Crawl
from tests.pledges.makers import make_pledge
from tests.sanctions.makers import make_heard, make_listed, make_receivers
from tests.site.makers import days_ago, make_commitment, make_order

pytestmark = pytest.mark.slow

SEALED = "机密"
"""Is in every text that no visitor may read."""
IDENTIFIER = "11010519491231002X"
MASKED = "诸*"
SUPPLIER = "只在自己的档案里的供应商有限公司"
CONTACT = "13800000000"


@dataclass
class Secrets:
    """What must be found nowhere, and every address where somebody may look for it."""

    words: list[str]
    addresses: list[str]


@pytest.fixture
def system() -> Secrets:
    """A bit of everything: much that is public beside much that is not."""
    words = [SEALED, SUPPLIER, IDENTIFIER, MASKED, CONTACT, *_persons(), *_complaints()]
    body = make_body("示例公开局")
    _promises(body)
    _pledges(body)
    _debts(body)
    _procedures(body)
    make_point(body)
    make_round(bodies=[body]).name = f"{SEALED}评价轮次"
    _fields()
    token = make_token()
    words += [token, *db.session.scalars(sa.select(Token.digest))]
    words += db.session.scalars(sa.select(User.password_hash))
    db.session.commit()
    return Secrets(words, _addresses())


def test_every_link_leads_somewhere_and_nothing_sealed_is_public(
    app: Flask, client: FlaskClient, system: Secrets
):
    crawl = _crawl(app, client, 3).run("/")
    guessed = {address: crawl.get(address) for address in system.addresses}

    assert crawl.dead == []
    texts = {address: _text(answer) for address, answer in (crawl.answers | guessed).items()}
    found = [
        (word, address, text[max(text.index(word) - 60, 0) : text.index(word) + 60])
        for address, text in texts.items()
        for word in system.words
        if word in text and word not in address
    ]
    assert found == []
    assert any("示例公开局" in text for text in texts.values())


def test_every_public_page_answers_in_english(app: Flask, client: FlaskClient, system: Secrets):
    client.get("/language", query_string={"locale": "en", "next": "/"})

    crawl = _crawl(app, client, 1).run("/", "/login")

    assert crawl.dead == []
    pages = {a: answer.text for a, answer in crawl.answers.items() if answer.status == 200}
    assert [a for a in crawl.pages.values() if '<html lang="en">' not in pages[a]] == []


def test_lists_are_searched_and_narrowed_without_scripts(viewers: Viewers):
    visitor = viewers.person(java_script_enabled=False)
    visitor.opens("/commitments/")
    visitor.fills(关键词="老旧小区", 期限情况="逾期未办结")
    visitor.presses("筛选")

    visitor.sees("老旧小区", "逾期")
    assert "q=" in visitor.at and "lateness=overdue" in visitor.at
    visitor.opens("/overdue/")
    visitor.fills(类型="公开承诺")
    visitor.presses("筛选")
    visitor.sees("逾期")


def _persons() -> Iterator[str]:
    """A person with a public kind of record, on a list, an objection, an entry taken off."""
    person = register_person("诸葛示例", IDENTIFIER)
    yield person.identifier_digest or ""
    yield "诸葛示例"
    make_record(
        person, RecordState.CONFIRMED, public=True, summary=f"{SEALED}事实", decided_on=TODAY
    )
    gone = make_record(person, RecordState.CONFIRMED, public=True, summary=f"{SEALED}旧事")
    gone.decided_on = TODAY
    objections_at = objections.file(gone, f"{SEALED}异议", by=make_user(Role.OFFICE), at=NOW)
    withdraw(gone, by=make_user(Role.OFFICE), at=NOW, why=f"{SEALED}撤销")
    objections_at.reasons = f"{SEALED}答复"
    removed = make_listed(person, ground=Ground.OTHER_SERIOUS)
    removed.reasons = f"{SEALED}列入理由"
    why = f"{SEALED}移出理由"
    revoke(removed, why, by=make_user(Role.OFFICE), at=NOW)
    listed = make_listed(person, ground=Ground.DUTY_REFUSED)
    listed.reasons = f"{SEALED}列入理由"


def _complaints() -> Iterator[str]:
    """One just received, one answered."""
    receipt = make_receipt()
    receipt.thing.text = f"{SEALED}投诉内容"
    yield receipt.secret
    yield receipt.thing.ref
    answered = make_answered()
    answered.text = f"{SEALED}投诉内容"
    answered.messages[0].text = f"{SEALED}答复"
    yield answered.ref


def _promises(body: Subject) -> None:
    """A published one with evidence that is not, and a draft."""
    promise = make_commitment(body, days_ago(9), title="示例公开的承诺")
    upload = FileStorage(io.BytesIO(f"{SEALED}证据".encode()), f"{SEALED}.txt")
    officer = make_user(Role.OFFICER, body)
    attached.save(upload, promise, public=False, by=officer, at=NOW, body_id=body.id)
    make_commitment(body, days_ago(9)).state = commitments.S.SUBMITTED
    commitments.draft(
        body, title=f"{SEALED}草稿", category=commitments.Category.SERVICE, by=officer, at=NOW
    )


def _pledges(body: Subject) -> None:
    """A public one with a document that is not, reported by a person; and one that is not."""
    document = FileStorage(io.BytesIO(f"{SEALED}承诺书".encode()), f"{SEALED}.txt")
    item = make_pledge(receiver=body, document=document)
    by = make_user(Role.SUPPLIER, item.subject, name=f"{SEALED}经办人")
    pledges.report(item, TODAY, "示例", by=by, at=NOW)
    make_pledge(receiver=body, public=False, title=f"{SEALED}承诺", text=f"{SEALED}内容")


def _debts(body: Subject) -> None:
    """Court cases and invoices: the public reads how many, not whose."""
    supplier = make_enterprise(SUPPLIER)
    invoice = make_invoice(debtor=body, creditor=supplier, due_on=date(2025, 6, 1))
    invoice.contract_name = f"{SEALED}合同"
    data = CaseData(
        case_no="（2026）鲁0199执1号",
        body=body,
        cause=f"{SEALED}案由",
        owed=Decimal(1000),
        received_on=TODAY,
        creditor_kind=CreditorKind.ENTERPRISE,
        note=f"{SEALED}备注",
    )
    court = make_body("示例法院")
    user = make_user(Role.COURT, court)
    receive(court, data, source="示例", external_id="1", by=user, at=NOW)


def _fields() -> None:
    """Whatever a field says in words that does not say it is public."""
    db.session.flush()
    for stream in registered().values():
        texts = {c.key for c in sa.inspect(stream.model).columns if type(c.type) is sa.String}
        sealed = {f.name for f in stream.fields if not f.public} & texts - {"ref"}
        for item in db.session.scalars(sa.select(stream.model)):
            for name in sealed:
                setattr(item, name, f"{SEALED}{getattr(item, name) or ''}{item.id}")


def _procedures(body: Subject) -> None:
    """What is public of a body's record and entry, and what was said on the way."""
    make_receivers(1)
    make_order(body, days_ago(3)).title = f"{SEALED}整改"
    for state in (RecordState.PROPOSED, RecordState.CONFIRMED):
        record = make_record(body, state, public=True, decided_on=TODAY)
    officer = make_user(Role.OFFICER, body)
    objections.file(record, f"{SEALED}异议理由", by=officer, at=NOW)
    make_heard(body, kind=ListKind.WATCH).reasons = f"{SEALED}提名理由"
    entry = make_listed(body, ground=Ground.OTHER_SERIOUS)
    entry.statement = f"{SEALED}申辩"
    make_listed(make_enterprise("示例公开的企业有限公司"), ground=Ground.OTHER_SERIOUS)


def _addresses() -> list[str]:
    """Where somebody who guesses would look: every number, reference and code there is."""
    build = current_app.url_map.bind("localhost").build
    found = ["/api/v1/bodies", "/api/v1/measures"]
    found += [f"/api/v1/lists/{kind}" for kind in ListKind]
    for number in range(1, _most(ListEntry) + 1):
        found.append(f"/lists/entries/{number}")
    for number in range(1, 12):
        found += [f"/records/{number}", f"/files/{number}/x.txt"]
    for name, stream in registered().items():
        found.append(f"/api/v1/{name}")
        for item in db.session.scalars(sa.select(stream.model)):
            found += [build(f"{name}.item", {"ref": item.ref}), f"/api/v1/{name}/{item.ref}"]
            found += [f"/deadlines/{name}-{item.id}", f"/complaints/new?about={name}:{item.ref}"]
    for subject in db.session.scalars(sa.select(Subject).where(Subject.name != SUPPLIER)):
        code = subject.uscc or IDENTIFIER
        found += [f"/subjects/{code}", f"/api/v1/subjects/{code}", f"/bodies/{subject.slug}"]
    return found


def _most(model: type[Model]) -> int:
    return db.session.scalar(sa.select(sa.func.max(model.id))) or 0  # type: ignore[attr-defined]


def _crawl(app: Flask, client: FlaskClient, most: int) -> Crawl:

    def get(address: str) -> Answer:
        answer = client.get(address)
        return Answer(answer.status_code, answer.mimetype, answer.data, answer.location or "")

    return Crawl(app.url_map.bind("localhost"), get, most)


def _text(answer: Answer) -> str:
    """What is readable in an answer, in a workbook too."""
    if not answer.body.startswith(b"PK"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
