"""How answers come in: by invitations that are sent, and from paper that two people enter."""

import re

import pytest
import sqlalchemy as sa

from evaluations.questionnaires import answers, sending, service
from evaluations.questionnaires.models import Invitation, PaperSheet, Sheet, Source
from integrity.base.db import db
from integrity.base.errors import SamePerson
from integrity.base.outbox import Channel
from tests.evaluations.makers import GIVEN, make_paper, make_questionnaire
from tests.evaluations.test_questionnaires import SENT, counted, office
from tests.factories import NOW, TODAY
from tests.messages.servers import MailServer
from tests.messages.test_sending import mails  # noqa: F401  a fixture


def test_paper_counts_only_when_a_second_person_reads_the_same(app):
    found = make_questionnaire()
    paper = make_paper(found)
    with pytest.raises(answers.AlreadyEntered):
        make_paper(found, paper.number)
    first = db.session.get(type(office()), paper.entered_by_id)
    with pytest.raises(SamePerson):
        answers.enter_again(paper, GIVEN, by=first, at=NOW)
    with pytest.raises(answers.OtherAnswer, match="2"):
        answers.enter_again(paper, {**GIVEN, 2: [1]}, by=office(), at=NOW)
    with pytest.raises(service.NotReady):
        service.count_answers(found, by=office(), at=NOW)
    answers.enter_again(paper, GIVEN, by=office(), at=NOW)
    db.session.refresh(paper)
    with pytest.raises(answers.AlreadyEntered):
        answers.enter_again(paper, GIVEN, by=office(), at=NOW)

    refused = make_paper(found, "002")
    answers.refuse_paper(refused, "示例：撕坏", by=office(), at=NOW)
    counted(found)
    assert (found.by_paper, found.by_hand, found.answered) == (1, 0, 1)
    left = sa.select(PaperSheet.answers.is_not(None))
    assert not any(db.session.scalars(left))


def test_paper_is_entered_and_checked_on_pages(login):
    found = make_questionnaire()
    base = f"/evaluations/questionnaires/{found.ref}/papers/"
    one, other = office(), office()
    assert login(one).post(f"{base}new", data={**SENT, "number": "A1"}).status_code == 302
    paper = db.session.scalars(sa.select(PaperSheet)).one()
    assert "A1" in login(other).get(base).text
    page = login(other).get(f"/evaluations/papers/{paper.id}/check").text
    assert "示例意见" not in page and "checked" not in page
    check = f"/evaluations/papers/{paper.id}/check"

    assert login(other).post(check, data={**SENT, "q2": "1"}).status_code == 422
    assert login(other).post(check, data=SENT).status_code == 302
    assert db.session.scalar(sa.select(Sheet.source)) is Source.PAPER


def test_of_more_addresses_than_planned_some_are_drawn_and_none_twice(app):
    found = make_questionnaire()
    found.planned = 5
    people = [f"someone{number}@example.cn" for number in range(8)]
    drawn = service.invite(found, Channel.EMAIL, [*people, people[0]], by=office(), at=NOW)

    assert drawn == 5
    with pytest.raises(service.NotReady):
        service.invite(found, Channel.EMAIL, people, by=office(), at=NOW)
    sealed = db.session.scalars(sa.select(Invitation.sealed)).all()
    assert not any("example" in one for one in sealed)


def test_an_invitation_is_sent_once_and_its_address_forgotten(app, client, mails: MailServer):  # noqa: F811
    found = make_questionnaire()
    mails.refuses["gone@example.cn"] = 550
    people = ["one@example.cn", "gone@example.cn"]
    service.invite(found, Channel.EMAIL, people, by=office(), at=NOW)
    db.session.commit()
    sending.send(on=TODAY, at=NOW)
    sending.send(on=TODAY, at=NOW)

    [mail] = mails.mails
    assert mail["To"] == "one@example.cn"
    assert db.session.scalars(sa.select(Invitation.sealed)).all() == [None, None]
    assert sum(db.session.scalars(sa.select(Invitation.undelivered))) == 1
    [link] = re.findall(r"http://localhost(/evaluations/answer/\S*)", mail.get_content())
    assert client.get(link).status_code == 200
    service.count_answers(found, by=office(), at=NOW)
    assert db.session.scalars(sa.select(Invitation.digest)).all() == [None, None]
    assert found.invited == 2


def test_what_is_sent_again_after_the_mail_server_was_away(app, mails: MailServer):  # noqa: F811
    found = make_questionnaire()
    service.invite(found, Channel.EMAIL, ["one@example.cn"], by=office(), at=NOW)
    db.session.commit()
    mails.refuses["one@example.cn"] = 450
    sending.send(on=TODAY, at=NOW)
    assert not mails.mails
    mails.refuses.clear()

    assert sending.send(on=TODAY, at=NOW) == {"sent": 1, "undelivered": 0}
