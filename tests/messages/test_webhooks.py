"""What is told by webhook arrives once, however the receiver fails, hangs, trickles or repeats."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator

import pytest
from flask import Flask

from integrity.base import outbox
from integrity.base.outbox import EnvelopeState
from tests.factories import NOW
from tests.messages.servers import Receiver, running
from tests.messages.test_sending import MINUTE, SECRET, envelopes, reached, send, tell


@pytest.fixture
def hook(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with running(Receiver()) as server:
        monkeypatch.setitem(app.config, "WEBHOOK_URL", server.url)
        monkeypatch.setitem(app.config, "WEBHOOK_SECRET", SECRET)
        yield server


def test_a_webhook_is_signed_as_the_standard_says(hook: Receiver) -> None:
    person = reached()
    tell(person)

    send()

    headers, body = next(
        c for c in hook.calls if json.loads(c[1])["data"]["person"] == person.username
    )
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    signature = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{signature}"


def test_a_receiver_that_fails_gets_the_same_call_again(hook: Receiver) -> None:
    tell(reached())
    hook.answers = [503, 500]

    send()
    send(NOW + MINUTE)
    send(NOW + 10 * MINUTE)

    ids = [headers["webhook-id"] for headers, _body in hook.calls]
    assert len(set(ids)) == len(envelopes())
    assert all(e.state is EnvelopeState.SENT for e in envelopes())


def test_a_receiver_that_hangs_keeps_nobody_waiting_for_long_and_is_counted_as_doubtful(
    app: Flask, hook: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MESSAGE_SECONDS", 0.2)
    hook.hangs = 0.6
    tell(reached())

    away = send()
    hook.hangs = 0
    later = send(NOW + MINUTE)

    assert away["away"] == 1 and later["sent"] == len(envelopes())
    assert sum(e.doubtful for e in envelopes()) == 1


def test_a_receiver_that_is_slow_but_in_time_is_called_once(
    app: Flask, hook: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MESSAGE_SECONDS", 5)
    hook.hangs = 0.1
    tell(reached())

    send()
    send(NOW + outbox.LEASE + MINUTE)

    assert len(hook.calls) == len(envelopes())
    assert {(e.state, e.doubtful) for e in envelopes()} == {(EnvelopeState.SENT, 0)}


def test_an_answer_that_trickles_holds_nobody_longer_than_the_time_out(
    app: Flask, hook: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every byte came in time, and the whole answer took longer than the lease of the sender."""
    monkeypatch.setitem(app.config, "MESSAGE_SECONDS", 0.3)
    hook.trickles = 0.1
    tell(reached())

    away = send()

    assert away["away"] == 1
    assert sum(e.doubtful for e in envelopes()) == 1


@pytest.mark.parametrize("again", [b"HTTP/1.0 204 No Content\r\n\r\n", b"HTTP/1.0 500 No\r\n\r\n"])
def test_a_receiver_that_answers_twice_is_heard_once(hook: Receiver, again: bytes) -> None:
    hook.again = again
    tell(reached())

    first, second = send(), send(NOW + MINUTE)

    assert first == {"sent": len(envelopes())} and second == {}
    assert len({headers["webhook-id"] for headers, _body in hook.calls}) == len(hook.calls)
