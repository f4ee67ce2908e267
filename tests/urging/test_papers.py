"""The papers of urging: what a step says it says on paper, and it is sent when that is served."""

from datetime import timedelta

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.casework.documents import deliveries
from integrity.casework.documents import service as documents
from integrity.casework.documents.models import DocumentState
from integrity.casework.documents.rendering.layout import watermark
from integrity.casework.documents.service import NotYours
from integrity.casework.documents.showing import shown
from integrity.casework.urging import service
from integrity.casework.urging.ladder import Late
from integrity.casework.urging.models import MINUTES_NAMES, UrgingKind, UrgingState
from integrity.casework.urging.service import Demand
from tests.courts.makers import make_assigned
from tests.factories import NOW, TODAY, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)
TALK = {"hour": "09:30", "place": "示例会议室", "invited": "主要负责人", "host": "分管负责人"}
MINUTES = dict.fromkeys(MINUTES_NAMES, "示例") | {"promises": "示例：月底前付清"}
DEMANDS = {
    kind: Demand(
        kind,
        "示例：请立即履行",
        answer_until=TODAY + 10 * DAY,
        talk_on=TODAY + 5 * DAY,
        talk=TALK,
    )
    for kind in (UrgingKind.LETTER, UrgingKind.INQUIRY, UrgingKind.TALK, UrgingKind.CIRCULAR)
}
each = pytest.mark.parametrize("kind", DEMANDS)


class Town:
    """An office of a clerk, another one and its leader; a body that is late, and its officer."""

    def __init__(self, days=40, names=("示例局",)):
        office = make_body("领导小组办公室")
        self.clerk = make_user(Role.OFFICE, office, "甲示例")
        self.other = make_user(Role.OFFICE, office, "乙示例")
        self.leader = make_user(Role.HEAD, office, "丙示例")
        self.cases = [
            make_assigned(due_on=TODAY - days * DAY, body=make_body(name)) for name in names
        ]
        self.officers = [make_user(Role.OFFICER, case.subject) for case in self.cases]

    def urge(self, kind):
        stream = streams.named("courts")
        late = [Late(stream, case, case.due_on) for case in self.cases]
        return service.urge(late, DEMANDS[kind], by=self.clerk, at=NOW)[0]

    def issue(self, urging):
        paper = paper_of(urging)
        documents.review(paper, by=self.other, at=NOW)
        documents.sign(paper, by=self.leader, at=NOW)
        db.session.flush()
        return paper

    def receive(self, paper):
        for delivery, officer in zip(paper.deliveries, self.officers, strict=True):
            deliveries.confirm(delivery, by=officer, at=NOW)


def paper_of(urging):
    return documents.of_thing("urging", urging.id)[-1]


@each
def test_a_step_drafts_its_paper_which_names_every_thing_and_the_body(app, kind):
    town = Town()

    paper = paper_of(town.urge(kind))

    assert paper.state is DocumentState.DRAFTED
    assert "示例局" in paper.content
    if kind is not UrgingKind.TALK:
        assert town.cases[0].ref in paper.content


@each
def test_signed_is_not_sent_and_served_is(app, kind):
    town = Town()
    urging = town.urge(kind)

    paper = town.issue(urging)
    before = urging.state
    town.receive(paper)

    assert before is UrgingState.PREPARED
    expected = UrgingState.SUMMONED if kind is UrgingKind.TALK else UrgingState.SENT
    assert urging.state is expected


@pytest.mark.parametrize("kind", [UrgingKind.TALK, UrgingKind.CIRCULAR])
def test_only_the_leader_in_charge_signs_a_summons_or_a_circular(app, kind):
    town = Town()
    paper = paper_of(town.urge(kind))
    documents.review(paper, by=town.clerk, at=NOW)

    with pytest.raises(NotYours):
        documents.sign(paper, by=town.other, at=NOW)


def test_the_answer_of_the_body_goes_to_the_office(app):
    town = Town()
    urging = town.urge(UrgingKind.LETTER)
    paper = town.issue(urging)
    town.receive(paper)

    deliveries.answer(paper.deliveries[0], "示例：本周付清", by=town.officers[0], at=NOW)

    assert urging.state is UrgingState.ANSWERED
    service.close(urging, "示例：已付清", by=town.clerk, at=NOW)
    assert urging.state is UrgingState.CLOSED


def test_a_circular_is_answered_when_every_body_has(app):
    town = Town(names=("甲示例局", "乙示例局"))
    urging = town.urge(UrgingKind.CIRCULAR)
    paper = town.issue(urging)
    town.receive(paper)

    deliveries.answer(paper.deliveries[0], "示例", by=town.officers[0], at=NOW)
    first = urging.state
    deliveries.answer(paper.deliveries[1], "示例", by=town.officers[1], at=NOW)

    assert first is UrgingState.SENT
    assert urging.state is UrgingState.ANSWERED


def test_a_talk_that_was_held_leaves_its_record(app):
    town = Town()
    urging = town.urge(UrgingKind.TALK)
    town.receive(town.issue(urging))

    service.hold(urging, by=town.clerk, at=NOW, **MINUTES)

    record = paper_of(urging)
    assert record.kind == "talk-record"
    assert "示例：月底前付清" in record.content


def test_the_paper_of_a_step_that_is_withdrawn_is_void(app):
    town = Town()
    urging = town.urge(UrgingKind.LETTER)

    service.withdraw(urging, "示例：误发", by=town.clerk, at=NOW)

    assert paper_of(urging).state is DocumentState.CANCELLED


def test_a_letter_names_what_was_done_before(app):
    town = Town(days=12)
    service.remind_overdue(on=TODAY, at=NOW)

    paper = paper_of(town.urge(UrgingKind.LETTER))

    assert "催办（DB" in paper.content


def test_a_paper_made_of_demonstration_data_is_marked_across_the_page(app, monkeypatch):
    town = Town()
    paper = town.issue(town.urge(UrgingKind.LETTER))

    with app.test_request_context():
        before = watermark(shown(paper))
        monkeypatch.setitem(app.config, "DEMO", True)
        after = watermark(shown(paper))

    assert (before, after) == ("", "演示")
