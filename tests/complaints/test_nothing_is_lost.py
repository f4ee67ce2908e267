"""No sequence of moves loses a word, a day that was missed, or the way back by the receipt."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Role
from integrity.casework import extensions
from integrity.casework.informants import receipts
from integrity.streams.complaints import conversation, service
from integrity.streams.complaints.models import Complaint, ComplaintOutcome
from integrity.streams.complaints.models import ComplaintState as S
from tests.complaints.makers import TEXT, make_receipt
from tests.factories import NOW, make_body, make_user

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("app")]
MOVES = (
    "accept", "refuse", "pass_on", "ask", "add", "answer", "extend", "grant", "confirm", "dispute",
    "fall_silent", "decide", "uphold",
)  # fmt: skip
FAR = timedelta(days=3650)


class Story:
    """A complaint, who may touch it, and everything that was ever said or missed."""

    def __init__(self) -> None:
        body = make_body()
        self.office = make_user(Role.OFFICE)
        self.officer, self.head = make_user(Role.OFFICER, body), make_user(Role.HEAD, body)
        self.receipt = make_receipt(body)
        self.item = self.receipt.thing
        self.at: datetime = NOW
        self.said: list[str] = []
        self.moved = ["file"]
        self.missed = False
        self.answered_on = None

    def do(self, move: str, days: int) -> None:
        """Some days pass and somebody tries to make a move; a refused one changes nothing."""
        self.at += timedelta(days=days)
        text = f"示例：第 {len(self.moved)} 次，{move}，写明经过和要求。"
        before = self.item.state
        made = False
        with suppress(Refused), db.session.begin_nested():
            self._make(move, text)
            made = True
        db.session.expire(self.item)
        if not made:
            assert self.item.state is before
        elif move != "fall_silent" or self.item.state is not before:
            self._remember(move, text)

    def _make(self, move: str, text: str) -> None:
        item, at = self.item, self.at
        office, officer = {"by": self.office, "at": at}, {"by": self.officer, "at": at}
        until = clock.local_day(at) + timedelta(days=8)
        {
            "accept": lambda: service.accept(item, None, **office),
            "refuse": lambda: service.refuse(item, "no_facts", text, **office),
            "pass_on": lambda: service.pass_on(item, "示例纪检监察机关", text, **office),
            "ask": lambda: conversation.ask(item, text, **officer),
            "add": lambda: conversation.add(item, text, office_only=False, at=at),
            "answer": lambda: service.answer(item, "resolved", text, **officer),
            "extend": lambda: service.ask_extension(item, until, text, by=self.head, at=at),
            "grant": lambda: self._grant(office),
            "confirm": lambda: service.confirm(item, at=at),
            "dispute": lambda: service.dispute(item, text, at=at),
            "fall_silent": lambda: service.close_silent(on=clock.local_day(at), at=at),
            "decide": lambda: service.decide(item, "resolved", text, **office),
            "uphold": lambda: service.uphold(item, text, **office),
        }[move]()

    def _grant(self, office: dict[str, Any]) -> None:
        """What the head asked for is granted; its reasons are told now."""
        asked = extensions.pending("complaints", self.item)
        if asked is None:
            raise Refused
        service.grant_extension(asked, self.item, "示例：同意", **office)
        self.said.append(asked.why)

    def _remember(self, move: str, text: str) -> None:
        self.moved.append(move)
        if move not in ("accept", "extend", "grant", "confirm", "fall_silent"):
            self.said.append(text)
        if move == "answer" and self.item.days_late(clock.local_day(self.at)):
            self.missed = True
        if move == "answer" and self.answered_on is None:
            self.answered_on = clock.local_day(self.at)

    def check(self) -> None:
        item, words = self.item, [message.text for message in self.item.messages]
        assert item.text == TEXT
        assert len(words) == len(self.said)
        assert all(text in word for text, word in zip(self.said, words, strict=True))
        assert item.disputes == self.moved.count("dispute") <= 2
        assert item.answered_on == self.answered_on
        assert receipts.find(Complaint, item.ref, self.receipt.secret) is item
        if self.missed:
            late = db.session.execute(service.breaches(clock.local_day(self.at + FAR)))
            assert (item.id, "unanswered") in {(row.item_id, row.rule) for row in late}
        if item.state in (S.REFUSED, S.PASSED_ON):
            assert item.outcome is ComplaintOutcome.OUT_OF_SCOPE
        logged = [event.move for event in audit.history(item)]
        assert len(logged) >= len(self.moved)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 12)), max_size=14))
@example([("answer", 12), ("dispute", 1), ("answer", 1), ("dispute", 1), ("decide", 1)])
def test_no_sequence_of_moves_loses_a_word_or_a_day(moves):
    story = Story()
    for move, days in [("accept", 0), *moves]:
        story.do(move, days)
        story.check()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 12)), max_size=6))
def test_nor_before_the_office_has_taken_it(moves):
    story = Story()
    for move, days in moves:
        story.do(move, days)
        story.check()
