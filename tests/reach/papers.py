"""The papers of a body: what it received, what it wrote itself, and the steps that urge it."""

from typing import Any

import sqlalchemy as sa

from commitments.takeover import office_terms
from integrity.base.db import db
from integrity.base.outbox import Message
from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.casework.documents import making, on_paper, scans
from integrity.casework.documents.kinds import named
from integrity.casework.urging import service as urging
from integrity.casework.urging.ladder import Late
from integrity.casework.urging.models import UrgingKind
from integrity.casework.urging.service import Demand
from integrity.credit.reports.models import ReportKind
from tests.cases.makers import make_case
from tests.commitments.makers import make_submitted
from tests.factories import NOW, TODAY, make_body, make_user
from tests.papers.makers import received
from tests.pledges.makers import upload
from tests.rectifications.makers import make_finding, make_site_check, order_about, report
from tests.reports.makers import make_report

PAPER_NUMBERED = {
    "deliveries": ("documents.delivery", "documents.proof", "documents.service_receipt"),
    "documents": ("documents.item", "documents.act", "documents.register_number",
                  "documents.seal", "documents.correct", "documents.file"),
    "letters": ("documents.letter", "documents.received", "documents.letter_file",
                "documents.reply_file"),
    "messages": ("messages.open_message",),
    "scans": ("documents.scan",),
    "signatures": ("documents.compare",),
    "terms": ("commitments.handover",),
    "cases": ("cases.item", "cases.act", "cases.resend"),
    "inspection_findings": ("rectifications.finding",),
    "site_checks": ("rectifications.check",),
}  # fmt: skip
REPORT_PAGES = dict.fromkeys(
    ("reports.item", "reports.file"),
    lambda side: [(report, {"number": report.number}) for report in side.things["reports"]],
)
PAPER_MOVES = {
    "documents.act": ("edit", "review", "cancel"),
    "documents.compare": ("agree", "refuse"),
    "documents.delivery": ("send", "prove", "bounce"),
    "documents.received": ("confirm", "answer"),
    "documents.scan": ("agree", "refuse"),
    "rectifications.check": ("agree", "refuse"),
    "cases.act": ("publish", "notify", "send_back", "grant", "refuse", "remove"),
    "urging.act": ("hold", "close", "withdraw"),
}


def make_papers(side: Any) -> None:
    """What it received, wrote, signed on paper and has to take over, and a step of urging."""
    officer = make_user(Role.OFFICER, side.body)
    letter = received(side.body)
    order = db.session.get_one(named("rectification-order").model, letter.document.thing_id)
    own = making.draft(named("rectification-order"), [order], by=officer, at=NOW)[0]
    own.body_id, own.title = side.body.id, side.secret
    scan = scans.enter(own, scans.Shows.SEAL, upload(side.secret), TODAY, by=officer, at=NOW)
    promise = make_submitted(side.body)
    signed = on_paper.enter(promise, upload(side.secret), TODAY, side.secret, by=officer, at=NOW)
    found = make_finding(side.body, side.secret)
    report(checked := order_about(found))
    case = side.things["courts"][0]
    late = Late(streams.named("courts"), case, TODAY)
    demand = Demand(UrgingKind.REMINDER, side.secret)
    office = make_user(Role.OFFICE, make_body("领导小组办公室"))
    term = office_terms.begin(side.body, "局长", TODAY, by=office, at=NOW)
    db.session.commit()
    told = sa.select(Message).where(Message.person_id == officer.id)
    side.things |= {
        "documents": [own],
        "scans": [scan],
        "signatures": [signed],
        "terms": [term],
        "inspection_findings": [found],
        "site_checks": [make_site_check(checked, seen=side.secret)],
        "deliveries": list(own.deliveries),
        "letters": [letter],
        "cases": [make_case(side.body, side.firm, text=side.secret)],
        "reports": [make_report(side.body, kind) for kind in (ReportKind.OWN, ReportKind.COUNTER)],
        "urging": urging.urge([late], demand, by=office, at=NOW),
        "messages": db.session.scalars(told).all()[:1],
    }
