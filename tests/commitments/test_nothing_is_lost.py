"""No sequence of moves loses a text, a day or a signature."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments import fulfilment, service
from commitments.change import changes
from commitments.change_models import ChangeKind
from commitments.models import Commitment, CommitmentOutcome
from commitments.signature import signatures, signed_documents
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Role
from integrity.casework import extensions
from integrity.casework.certificates import explain
from tests.commitments.makers import make_draft, review
from tests.factories import NOW, TODAY, make_body, make_user

pytestmark = pytest.mark.slow

MOVES = (
    "edit", "submit", "decline", "sign", "publish", "extend", "allow", "request", "withdraw",
    "grant", "refuse", "progress", "report", "send_back", "verify",
)  # fmt: skip


class Story:
    """A commitment, the people who may touch it, and every text, day and signature it ever had."""

    def __init__(self) -> None:
        body = make_body()
        self.officer = make_user(Role.OFFICER, body)
        self.head = make_user(Role.HEAD, body)
        self.office = make_user(Role.OFFICE, make_body("领导小组办公室"))
        self.other = make_user(Role.OFFICE, self.office.body)
        self.item: Commitment = make_draft(body, by=self.officer)
        self.texts: set[str] = {self.item.title}
        self.public_days: set[date] = set()
        self.signed: set[tuple[str, str]] = set()

    def do(self, move: str, number: int) -> None:
        title, day = f"改造老旧小区{number}个", date(2026, 12, 31) + timedelta(days=number)
        item, at = self.item, NOW
        waiting, later = changes.pending(item), extensions.pending("commitments", item)
        why = {"why": "线位调整"}
        asked = {"authority": "区政府", "document": "纪要", "by": self.officer, "at": at} | why
        acts = {
            "edit": lambda: service.edit(
                item, title=title, category="service", by=self.officer, at=at
            ),
            "submit": lambda: service.submit(item, by=self.officer, at=at),
            "decline": lambda: service.decline(item, "改", by=self.head, at=at),
            "sign": lambda: service.sign(item, by=self.head, at=at),
            "publish": lambda: (
                review(item),
                service.publish(item, by=self.office, at=at),
            ),
            "extend": lambda: fulfilment.ask_extension(
                item, day, "law", "法", by=self.office, at=at
            ),
            "allow": lambda: (
                later and fulfilment.grant_extension(later, item, "可", by=self.other, at=at)
            ),
            "request": lambda: changes.request(
                item, ChangeKind.AMEND, "public", title=title, due_on=day, **asked
            ),
            "withdraw": lambda: changes.request(item, ChangeKind.WITHDRAW, "public", **asked),
            "grant": lambda: waiting and changes.grant(waiting, "可", by=self.office, at=at),
            "refuse": lambda: waiting and changes.refuse(waiting, "否", by=self.office, at=at),
            "progress": lambda: fulfilment.progress(item, 10, "进展", by=self.officer, at=at),
            "report": lambda: fulfilment.report(item, TODAY, "完", "完", by=self.officer, at=at),
            "send_back": lambda: fulfilment.send_back(item, "否", by=self.office, at=at),
            "verify": lambda: fulfilment.verify(
                item, CommitmentOutcome.PARTLY, "实地", "查", by=self.office, at=at
            ),
        }
        with suppress(Refused):
            acts[move]()
        db.session.flush()
        self.remember()

    def remember(self) -> None:
        self.texts.add(self.item.title)
        if self.item.published_at and self.item.due_on:
            self.public_days.add(self.item.due_on)
        if self.item.signed_sha256:
            self.signed.add((self.item.signed_sha256, self.item.signed_text))

    def check(self) -> None:
        kept = {self.item.title}
        for event in audit.history(self.item):
            if event.move == "edit":
                kept.add(event.facts["old"].get("title", "") if event.facts else "")
        days = {self.item.due_on, self.item.first_due_on}
        for change in changes.of(self.item):
            kept |= {change.old_title, change.new_title}
        for extension in explain("commitments", self.item).extensions:
            days |= {extension.old_due_on, extension.new_due_on}
        held = {(made.sha256, made.text) for made in signatures.of(self.item)}
        assert self.texts <= kept
        assert self.public_days <= days
        assert self.signed <= held
        found = signatures.document(self.item)
        assert not self.item.signed_text or (found and signed_documents.verify(found))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(MOVES), st.integers(1, 60)), max_size=14), st.booleans())
def test_no_sequence_of_moves_loses_a_text_a_day_or_a_signature(moves, published):
    story = Story()
    for move in ("submit", "sign", "publish") * published:
        story.do(move, 1)

    for move, number in moves:
        story.do(move, number)

    story.check()
