"""The parts of pages that show papers: text, deliveries, the card on the page of a thing."""

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import i18n
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework.documents import corrections, scans, service
from integrity.casework.documents.flow import DELIVERIES
from integrity.casework.documents.models import (
    DELIVERY_NAMES,
    PROOF_NAMES,
    STATE_NAMES,
    TONES,
    WAY_NAMES,
    Delivery,
    Document,
    DocumentState,
)
from integrity.casework.documents.paper import Paper, Table
from integrity.casework.documents.scans import SCAN_NAMES, ScanState, Shows, StampedScan
from integrity.casework.documents.templates import written_day
from integrity.pages.items import Badge, Button, Event, Fact, Related, Section, known
from integrity.people.subjects import identifiers

MARK = re.compile(r"^［表(\d+)］$")


def text(paper: Paper) -> Section:
    """A paper as it is read on a page."""
    said = {
        "addressee": f"{paper.addressee}：",
        "enclosures": "附件：" + "；".join(paper.enclosures),
        "copies": "抄送：" + "，".join(paper.copies),
        "day": written_day(paper.day),
    }
    return Section("documents/_text.html", {"paper": paper, "said": said})


def typed(paper: Paper) -> str:
    """The body as a form shows it: tables are marks."""
    tables = 0
    lines = []
    for part in paper.body:
        if isinstance(part, Table):
            tables += 1
            lines.append(f"［表{tables}］")
        else:
            lines.append(part)
    return "\n".join(lines)


def body(typed_: str, paper: Paper) -> list[str | Table]:
    """What was typed, with the tables of the draft in the place of their marks."""
    tables = [part for part in paper.body if isinstance(part, Table)]
    made: list[str | Table] = []
    for line in filter(None, (line.strip() for line in typed_.splitlines())):
        mark = MARK.match(line)
        known = mark and 1 <= int(mark[1]) <= len(tables)
        made.append(tables[int(mark[1]) - 1] if mark and known else line)
    return made


def card(thing: str, thing_id: int) -> list[Section]:
    """The papers of a thing as far as the person may read them; nothing where there are none."""
    found = [_entry(document) for document in _readable(thing, thing_id)]
    return [Section("documents/_card.html", {"papers": found})] if found else []


def events(thing: str, thing_id: int) -> list[Event]:
    """What became of the papers of a thing, for its timeline."""
    return [
        Event(
            _("文书签发：%(title)s", title=document.title),
            on=document.issued_on,
            who=document.issued_by_name,
            href=address(document),
        )
        for document in _readable(thing, thing_id)
        if document.issued_on and document.state is not DocumentState.CANCELLED
    ]


def address(document: Document) -> str:
    """The page of a paper for the person: who makes it has another one than who received it."""
    if service.is_ours(current_user, document):
        return url_for("documents.item", number=document.id)
    mine = sa.select(Delivery.id).where(
        Delivery.document_id == document.id, service.letters(current_user)
    )
    return url_for("documents.letter", number=db.session.scalar(mine.limit(1)))


def badge(document: Document) -> Badge:
    return Badge(STATE_NAMES[document.state], TONES.get(document.state, "plain"))


def corrected(document: Document) -> list[Badge]:
    """That it was corrected, and by which paper."""
    by = corrections.numbers(document)
    return [Badge(_("已由%(number)s更正", number=by), "soon")] if by else []


def _entry(document: Document) -> Related:
    numbers = "　".join(filter(None, (document.ref, document.number)))
    return Related(document.title, address(document), badge(document), numbers)


def _readable(thing: str, thing_id: int) -> Sequence[Document]:
    if not current_user.is_authenticated:
        return []
    received = Document.deliveries.any(service.letters(current_user))
    mine = sa.or_(service.ours(current_user), received)
    wanted = sa.select(Document).where(service.about(thing, thing_id), mine)
    return db.session.scalars(wanted.order_by(Document.id)).all()


def deliveries(document: Document) -> Section:
    """On whom it is served, how, and what proves that; with what the person may do about it."""
    handles = current_user.can(Permission.DOCUMENTS_HANDLE, document)
    rows = [
        {
            "facts": _facts(delivery),
            "scans": [_scan(scan, handles) for scan in scans.of(delivery, Shows.SERVICE)],
            "acts": _acts(delivery) if handles else [],
        }
        for delivery in document.deliveries
    ]
    seals = [_scan(scan, handles) for scan in scans.of(document, Shows.SEAL)]
    return Section("documents/_deliveries.html", {"rows": rows, "seals": seals})


def _facts(delivery: Delivery) -> list[Fact]:
    return known(
        (_("受送达人"), delivery.name),
        (_("状态"), DELIVERY_NAMES[delivery.state]),
        (_("送达方式"), delivery.way and WAY_NAMES[delivery.way]),
        (_("收件人和地址"), delivery.address and identifiers.unseal(delivery.address)),
        (_("单号或者说明"), delivery.note),
        (_("发出日期"), i18n.day(delivery.sent_on)),
        (_("未签收的，视为送达之日"), i18n.day(delivery.deemed_on)),
        (_("送达日期"), i18n.day(delivery.served_on)),
        (_("送达依据"), delivery.proof and PROOF_NAMES[delivery.proof]),
        (_("签收"), delivery.received_by_name),
        (_("答复期限"), i18n.day(delivery.answer_until)),
        (_("答复"), delivery.answer),
    )


def _acts(delivery: Delivery) -> list[Button]:
    issued = delivery.document.state is DocumentState.ISSUED
    found = []
    if issued and DELIVERIES.allows(delivery, "send"):
        label = _("改用其他方式送达") if delivery.sent_on else _("送达")
        found.append(Button(label, _address(delivery, "send")))
    if DELIVERIES.allows(delivery, "prove"):
        number = delivery.id
        receipt = url_for("documents.service_receipt", number=number, ending="pdf")
        found.append(Button(_("送达回证（PDF）"), receipt))
        found.append(Button(_("上传送达回证"), url_for("documents.proof", number=number)))
        found.append(Button(_("退回或者无法送达"), _address(delivery, "bounce"), danger=True))
    return found


def _address(delivery: Delivery, move: str) -> str:
    return url_for("documents.delivery", number=delivery.id, move=move)


def _scan(scan: StampedScan, handles: bool) -> dict[str, Any]:
    words = _(
        "%(state)s；纸质件上的日期 %(day)s；上传 %(who)s",
        state=SCAN_NAMES[scan.state],
        day=i18n.day(scan.day),
        who=scan.entered_by_name,
    )
    if scan.compared_by_name:
        words += _("；核对 %(who)s", who=scan.compared_by_name)
    waits = scan.state is ScanState.ENTERED and scan.entered_by_id != current_user.id

    def page(move: str) -> str:
        return url_for("documents.scan", number=scan.id, move=move)

    acts = [Button(_("核对一致"), page("agree")), Button(_("核对不一致"), page("refuse"))]
    return {
        "files": [{"title": file.name, "url": file.url} for file in scan.files],
        "words": words,
        "acts": acts if handles and waits else [],
    }
