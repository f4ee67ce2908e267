"""The system of a receiver is called once for what changed, however it fails, and by itself."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.outbox import Envelope, EnvelopeState
from integrity.base.permissions import Role
from integrity.credit.sanctions import service
from integrity.credit.sanctions.pushes import answers, hook_calls, hooks
from integrity.credit.sanctions.pushes.answers import Said
from integrity.credit.sanctions.pushes.hooks import Hook, WrongHook
from integrity.credit.sanctions.pushes.models import Push, PushOutcome, Receiver
from tests.factories import NOW, make_enterprise, make_user
from tests.messages.servers import Receiver as Server
from tests.messages.servers import running
from tests.sanctions.makers import make_listed, make_receivers

pytestmark = pytest.mark.usefixtures("app")
MINUTE = timedelta(minutes=1)
SOON = NOW + 5 * MINUTE


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Server()) as found:
        yield found


def hooked(url: str) -> tuple[Hook, str]:
    """A receiver that is called there, and its secret."""
    (body,) = make_receivers(1)
    receiver = db.session.get(Receiver, body.id)
    secret = hooks.point(receiver, url, by=make_user(Role.OFFICE), at=NOW - 60 * MINUTE)
    hook = hooks.of_body(body.id)
    assert hook and secret
    return hook, secret


def call(at: datetime = SOON) -> dict[str, int]:
    db.session.commit()
    return dict(hook_calls.send(lambda: at))


def told(server: Server) -> list[dict[str, Any]]:
    return [json.loads(body) for _headers, body in server.calls]


def signatures(headers: dict[str, str], body: bytes, *secrets: str) -> list[str]:
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    keys = [base64.b64decode(secret.removeprefix("whsec_")) for secret in secrets]
    made = [base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()) for key in keys]
    return [f"v1,{one.decode()}" for one in made]


def test_a_listing_is_told_signed_and_without_whom_it_is_about(server: Server) -> None:
    hook, secret = hooked(server.url)
    entry = make_listed(make_enterprise("示例不得出现有限公司"))

    assert call() == {"sent": 1}

    ((headers, body),) = server.calls
    assert headers["webhook-signature"].split() == signatures(headers, body, secret)
    (said,) = told(server)
    assert said["type"] == "pushes.changed"
    assert [push["entry_id"] for push in said["data"]["pushes"]] == [entry.id]
    assert said["data"]["body"] == hook.receiver.body.uscc
    assert "不得出现" not in body.decode()


def test_what_has_not_changed_is_not_told_again(server: Server) -> None:
    hooked(server.url)
    make_listed()

    assert (call(), call(SOON + MINUTE)) == ({"sent": 1}, {})
    push = db.session.scalars(sa.select(Push)).one()
    answers.answer_whole(push, Said(PushOutcome.APPLIED), by=audit.SYSTEM, at=SOON + 3 * MINUTE)
    assert call(SOON + 9 * MINUTE) == {"sent": 1}

    states = [[push["state"] for push in said["data"]["pushes"]] for said in told(server)]
    assert states == [["pending"], ["answered"]]


def test_what_has_just_changed_waits_until_its_transaction_is_over(server: Server) -> None:
    hooked(server.url)
    make_listed()

    assert call(NOW + MINUTE / 2) == {}
    assert call(NOW + 2 * MINUTE) == {"sent": 1}


def test_a_receiver_that_fails_gets_the_same_call_again_and_the_page_says_so(
    server: Server, login
) -> None:
    hook, _secret = hooked(server.url)
    make_listed()
    server.answers = [503]
    office = login(make_user(Role.OFFICE))

    assert call()["failed"] == 1
    page = office.get(f"/receivers/{hook.body_id}/hook").text
    assert call(SOON + 2 * MINUTE) == {"sent": 1}

    assert "HTTP 503" in page and "发送失败，将重试" in page
    ids = {headers["webhook-id"] for headers, _body in server.calls}
    assert (len(server.calls), len(ids)) == (2, 1)
    assert "已发送" in office.get(f"/receivers/{hook.body_id}/hook").text


def test_one_that_is_away_keeps_no_other_waiting(server: Server) -> None:
    away, _secret = hooked("http://127.0.0.1:9/hook")
    hook, _other = hooked(server.url)
    make_listed()

    done = call()

    assert (done["sent"], done["failed"]) == (1, 1)
    rows = db.session.execute(sa.select(Envelope.hook_id, Envelope.state)).all()
    assert set(rows) == {
        (away.body_id, EnvelopeState.FAILED),
        (hook.body_id, EnvelopeState.SENT),
    }


def test_a_sender_that_died_over_a_call_is_followed_by_another_after_its_lease(
    server: Server,
) -> None:
    hooked(server.url)
    make_listed()
    call()
    server.calls.clear()
    db.session.execute(
        sa.update(Envelope).values(
            state=EnvelopeState.WAITING, ended_at=None, lease_until=SOON + 15 * MINUTE
        )
    )

    assert call(SOON + 5 * MINUTE) == {}
    assert call(SOON + 16 * MINUTE) == {"sent": 1}
    assert db.session.scalars(sa.select(Envelope.doubtful)).all() == [1]


def test_both_secrets_sign_until_the_old_one_is_over(server: Server) -> None:
    hook, old = hooked(server.url)
    make_listed()
    new = hooks.rotate(hook, by=make_user(Role.OFFICE), at=NOW)

    call()
    make_listed()
    db.session.execute(sa.update(Push).values(changed_at=NOW + timedelta(days=8)))
    call(NOW + timedelta(days=9))

    (first, second) = server.calls
    assert first[0]["webhook-signature"].split() == signatures(*first, new, old)
    assert second[0]["webhook-signature"].split() == signatures(*second, new)
    assert new not in hook.sealed and old not in hook.old_sealed


def test_what_changed_while_it_was_paused_is_told_when_it_goes_on(server: Server) -> None:
    hook, _secret = hooked(server.url)
    office = make_user(Role.OFFICE)
    hooks.pause(hook, "升级", by=office, at=NOW)
    entry = make_listed()
    service.repair(entry, "修复", by=office, at=NOW)

    assert call() == {}
    hooks.resume(hook, "升级完毕", by=office, at=SOON)
    assert call(SOON + MINUTE) == {"sent": 1}

    (said,) = told(server)
    assert {push["kind"] for push in said["data"]["pushes"]} == {"apply", "remove"}


def test_nothing_is_paused_twice_and_no_address_is_guessed() -> None:
    hook, _secret = hooked("https://example.gov.cn/hook")
    office = make_user(Role.OFFICE)

    with pytest.raises(WrongHook):
        hooks.resume(hook, "示例", by=office, at=NOW)
    for url in ("ftp://example.gov.cn", "javascript:x", "https://a:b@example.gov.cn/", ""):
        with pytest.raises(WrongHook):
            hooks.point(hook.receiver, url, by=office, at=NOW)
    assert hooks.point(hook.receiver, "https://other.example.gov.cn", by=office, at=NOW) is None


def test_the_office_sets_it_up_on_pages_and_reads_the_secret_once(login) -> None:
    (body,) = make_receivers(1)
    client, address = login(make_user(Role.OFFICE)), f"/receivers/{body.id}/hook"

    assert address in client.get(f"/receivers/{body.id}").text
    refused = client.post(f"{address}/address", data={"url": "example"})
    made = client.post(f"{address}/address", data={"url": "https://example.gov.cn/hook"})
    rotated = client.post(f"{address}/secret")
    paused = client.post(f"{address}/pause", data={"why": "升级"})

    assert [a.status_code for a in (refused, made, rotated, paused)] == [422, 201, 201, 302]
    assert "whsec_" in made.text and "whsec_" in rotated.text
    page = client.get(address).text
    assert "whsec_" not in page and "恢复回调" in page
    other = login(make_user(Role.OFFICER, body))
    assert other.get(address).status_code == 403
