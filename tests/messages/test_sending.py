"""What is told arrives: once, later when a server is away, and visibly not at all."""

import base64
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from integrity.base import outbox
from integrity.base.db import db
from integrity.base.outbox import Channel, Envelope, EnvelopeState
from integrity.base.permissions import Role
from integrity.people.accounts.models import AccountState, User
from integrity.people.messages import sending
from integrity.people.messages.models import Address, Wish
from integrity.streams.courts import service as courts
from jobs import telling
from tests.courts.makers import make_case
from tests.factories import NOW, make_body, make_user
from tests.messages.servers import MailServer, running
from tests.statements import statements

SECRET = "whsec_" + base64.b64encode(b"only for tests, not a secret").decode()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mails(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with running(MailServer()) as server:
        for name, value in {
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": server.port,
            "MAIL_SECURITY": "none",
            "MAIL_FROM": "integrity@example.gov.cn",
        }.items():
            monkeypatch.setitem(app.config, name, value)
        yield server


def reached(wish: Wish = Wish.ALL, **more: Any) -> User:
    """An officer with a confirmed address."""
    person = make_user(Role.OFFICER, make_body())
    to = f"person{person.id}@example.gov.cn"
    values = {"confirmed_at": NOW} | more
    channel = Channel.EMAIL
    db.session.add(Address(person_id=person.id, channel=channel, address=to, wish=wish, **values))
    db.session.flush()
    return person


def tell(person: User) -> str:
    """Something urgent happens to a case of their body; returns its number."""
    assert person.body
    case = make_case(person.body)
    courts.assign(case, by=make_user(Role.OFFICE), at=NOW)
    db.session.commit()
    return case.ref


def send(at: datetime = NOW, digest: datetime | None = None) -> dict[str, int]:
    return dict(sending.send(lambda: at, digest=digest))


def envelopes() -> list[Envelope]:
    return list(db.session.scalars(sa.select(Envelope).order_by(Envelope.id)))


def test_an_urgent_message_is_mailed_with_number_and_way_in(mails: MailServer) -> None:
    person = reached()
    ref = tell(person)

    assert send() == {"sent": 1}

    [mail] = mails.mails
    assert mail["To"] == f"person{person.id}@example.gov.cn"
    assert ref in mail["Subject"]
    assert "http://localhost/courts/" in mail.get_content()
    assert mail["Auto-Submitted"] == "auto-generated"


def test_what_was_sent_is_not_sent_again(mails: MailServer) -> None:
    tell(reached())
    send()

    assert send(NOW + MINUTE) == {}
    assert len(mails.mails) == 1


def test_no_address_is_used_that_nobody_has_confirmed(mails: MailServer) -> None:
    tell(reached(confirmed_at=None))

    assert send() == {}
    assert mails.mails == []


def test_who_was_switched_off_meanwhile_gets_nothing(mails: MailServer) -> None:
    person = reached()
    tell(person)
    person.state = AccountState.DISABLED
    db.session.commit()

    assert send() == {"given_up": 1}
    assert mails.mails == []


def test_a_server_that_was_away_gets_everything_when_it_is_back(
    app: Flask, mails: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(reached())
    tell(reached())
    port = mails.port
    monkeypatch.setitem(app.config, "MAIL_PORT", 1)  # nobody listens there
    away = send()
    monkeypatch.setitem(app.config, "MAIL_PORT", port)

    at_once, later = send(), send(NOW + MINUTE)

    assert (away["failed"], at_once, later) == (2, {}, {"sent": 2})
    assert [e.doubtful for e in envelopes()] == [0, 0]


def test_a_line_cut_after_the_mail_was_taken_sends_it_again_by_the_same_number(
    mails: MailServer,
) -> None:
    tell(reached())
    mails.dies = 1

    send()
    send(NOW + MINUTE)

    first, second = mails.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert [e.doubtful for e in envelopes()] == [1]


def test_a_sender_that_died_over_a_letter_leaves_it_to_the_next(mails: MailServer) -> None:
    tell(reached())
    outbox.pack(Channel.EMAIL, at=NOW)
    outbox.claim(Channel.EMAIL, at=NOW)  # and nothing more is heard of it
    db.session.commit()

    early, late = send(NOW + MINUTE), send(NOW + outbox.LEASE + MINUTE)

    assert (early, late) == ({}, {"sent": 1})
    assert [e.doubtful for e in envelopes()] == [1]


def test_a_recipient_that_does_not_exist_is_given_up_and_keeps_nobody_waiting(
    mails: MailServer,
) -> None:
    wrong, right = reached(), reached()
    mails.refuses[f"person{wrong.id}@example.gov.cn"] = 550
    tell(wrong)
    tell(right)

    assert send() == {"given_up": 1, "sent": 1}
    assert [e.error for e in envelopes() if e.state is EnvelopeState.GIVEN_UP] == ["SMTP 550"]


def test_one_that_is_refused_for_days_is_given_up(mails: MailServer) -> None:
    person = reached()
    mails.refuses[f"person{person.id}@example.gov.cn"] = 450
    tell(person)
    send()

    send(NOW + outbox.END + MINUTE)

    assert [(e.state, e.attempts) for e in envelopes()] == [(EnvelopeState.GIVEN_UP, 2)]


def test_what_is_not_urgent_comes_once_a_working_day_in_one_mail(mails: MailServer) -> None:
    person = reached(Wish.DIGEST)
    first, second = tell(person), tell(person)
    before = send()

    send(NOW + MINUTE, digest=NOW + MINUTE)

    [mail] = mails.mails
    assert before == {}
    assert "2" in mail["Subject"]
    assert first in mail.get_content() and second in mail.get_content()


def test_who_wants_the_urgent_alone_hears_nothing_else(mails: MailServer) -> None:
    person = reached(Wish.URGENT)
    assert person.body
    case = make_case(person.body)
    courts.assign(case, by=make_user(Role.OFFICE), at=NOW)
    db.session.commit()

    telling.remind(case.due_on, NOW)  # type: ignore[arg-type]  # today is its last day

    wanted = sa.select(outbox.Message.event).where(outbox.Message.channel == Channel.EMAIL)
    assert list(db.session.scalars(wanted)) == ["assign/CourtCase.subject_id"]


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime.fromisoformat("2026-11-20T08:29+08:00"), False),
        (datetime.fromisoformat("2026-11-20T08:30+08:00"), True),
        (datetime.fromisoformat("2026-11-21T08:30+08:00"), False),  # a Saturday
        (datetime.fromisoformat("2026-11-23T11:00+08:00"), True),
    ],
)
def test_the_digest_goes_out_on_working_days_from_half_past_eight(at: datetime, due: bool) -> None:
    assert (telling.digest(at) is not None) is due


def test_every_mail_arrives_once_at_a_server_that_was_down_for_an_hour(
    app: Flask, mails: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [reached() for _n in range(5)]
    for person in people:
        tell(person)
    port = mails.port
    monkeypatch.setitem(app.config, "MAIL_PORT", 1)  # nobody listens there
    for minute in range(60):
        send(NOW + minute * MINUTE)
    monkeypatch.setitem(app.config, "MAIL_PORT", port)

    for minute in range(60, 180):
        send(NOW + minute * MINUTE)

    to = sorted(str(mail["To"]) for mail in mails.mails)
    assert to == sorted(f"person{person.id}@example.gov.cn" for person in people)
    assert len({mail["Message-ID"] for mail in mails.mails}) == len(people)


def test_a_letter_more_costs_the_database_two_statements_more(mails: MailServer) -> None:
    """Each mail read its envelope twice, its account, its address and its messages."""
    people = [reached() for _n in range(3)]
    tell(people[0])
    with statements() as one:
        send()
    for person in people:
        tell(person)

    with statements() as three:
        send(NOW + MINUTE)

    assert len(mails.mails) == 4
    assert len(three) - len(one) <= 2 * 2


def test_whoever_runs_the_system_tries_a_channel_and_reads_what_was_answered(
    app: Flask, mails: MailServer, login: Any
) -> None:
    browser = login(make_user(Role.SYSTEM))
    mails.refuses["wrong@example.cn"] = 550

    good = browser.post("/messages/outgoing/try", data={"channel": "email", "to": "me@example.cn"})
    bad = browser.post(
        "/messages/outgoing/try", data={"channel": "email", "to": "wrong@example.cn"}
    )

    assert good.status_code == 302 and len(mails.mails) == 1
    assert bad.status_code == 422 and "SMTP 550" in bad.text
