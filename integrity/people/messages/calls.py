"""Two channels that are HTTP calls: the government's own gateway, and a signed webhook.

The webhook follows Standard Webhooks (www.standardwebhooks.com): its id stays however often it is
sent, and the receiver checks signature and time.
"""

import base64
import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from secrets import token_bytes
from typing import Any

from flask import current_app

from integrity.base import clock
from integrity.people.messages.letters import Away, Carry, Letter, Refused, Undeliverable

PREFIX = "whsec_"
GONE = {404, 410}
"""Answers that say that nobody is there any more."""


class Gateway:
    """政务短信, 政务微信 and the like: one POST whose body the installation writes.

    GATEWAY_BODY is JSON in whose texts {to}, {text} and {id} are replaced.
    """

    personal = True
    shared = False

    def is_on(self) -> bool:
        return bool(current_app.config["GATEWAY_URL"])

    @contextmanager
    def open(self) -> Iterator[Carry]:
        config = current_app.config
        token = config["GATEWAY_TOKEN"]
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        shape = json.loads(config["GATEWAY_BODY"])

        def carry(letter: Letter) -> None:
            values = {"to": letter.to, "text": letter.short, "id": letter.number}
            _post(config["GATEWAY_URL"], _encoded(_filled(shape, values)), headers)

        yield carry


class Webhook:
    """A platform that spreads messages to people by the names of their accounts."""

    personal = False
    shared = False

    def is_on(self) -> bool:
        config = current_app.config
        return bool(config["WEBHOOK_URL"] and config["WEBHOOK_SECRET"])

    @contextmanager
    def open(self) -> Iterator[Carry]:
        def carry(letter: Letter) -> None:
            said = [{"text": said.words, "url": said.path} for said in letter.said]
            data = {"person": letter.to, "subject": letter.subject, "messages": said}
            about = {"type": "message.sent", "timestamp": letter.at.isoformat(), "data": data}
            config = current_app.config
            call(config["WEBHOOK_URL"], letter.number, about, [config["WEBHOOK_SECRET"]])

        yield carry


def call(url: str, number: str, about: Any, secrets: Sequence[str]) -> None:
    """One webhook, signed with each of the secrets that its receiver may know.

    Raises Away, Refused, Undeliverable.
    """
    body = _encoded(about)
    _post(url, body, signed(number, body, secrets))


def new_secret() -> str:
    """One that calls are signed with, as its receiver is shown it."""
    return PREFIX + base64.b64encode(token_bytes(32)).decode()


def signed(number: str, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The headers of a webhook of this moment."""
    return _signed(number, body, secrets, _seconds())


def _signed(number: str, body: bytes, secrets: Sequence[str], seconds: int) -> dict[str, str]:
    """The headers of a webhook: its id, its time, and the signatures over both and the body."""
    content = f"{number}.{seconds}.".encode() + body
    keys = (base64.b64decode(secret.removeprefix(PREFIX)) for secret in secrets)
    made = (base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()) for key in keys)
    return {
        "webhook-id": number,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{signature.decode()}" for signature in made),
    }


def _seconds() -> int:
    return int(clock.now().timestamp())


def _encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _filled(shape: Any, values: Mapping[str, str]) -> Any:
    """A JSON value with the names in its texts replaced."""
    if isinstance(shape, dict):
        return {key: _filled(value, values) for key, value in shape.items()}
    if isinstance(shape, list):
        return [_filled(value, values) for value in shape]
    if isinstance(shape, str):
        for name, value in values.items():
            shape = shape.replace("{" + name + "}", value)
    return shape


class _Line(http.client.HTTPConnection):
    """The whole answer comes in time: one that trickles would hold a sender beyond its lease."""

    def getresponse(self) -> http.client.HTTPResponse:
        late = threading.Timer(current_app.config["MESSAGE_SECONDS"], _cut, (self.sock,))
        late.start()
        try:
            return super().getresponse()
        finally:
            late.cancel()


class _SecureLine(_Line, http.client.HTTPSConnection):
    """The same, over TLS."""


def _cut(line: socket.socket) -> None:
    with suppress(OSError):  # it has ended by itself
        line.shutdown(socket.SHUT_RDWR)


class _InTime(urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
    """Both kinds of web addresses, over such lines."""

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Line, req)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_SecureLine, req, context=ssl.create_default_context())


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """A call that is signed for one address goes to no other."""

    def redirect_request(self, *arguments: Any, **more: Any) -> None:
        return None


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """One POST; what is answered is read no further than its status."""
    ask(url, body, headers, 0)


def ask(url: str, body: bytes | None, headers: Mapping[str, str], most: int) -> bytes:
    """One POST, or a GET without a body, over https or http alone; at most so many bytes of answer.

    Raises Away, Refused, Undeliverable.
    """
    if not url.startswith(("https://", "http://")):
        raise Away("not a web address")
    sent = {"Content-Type": "application/json", "User-Agent": "integrity", **headers}
    call = urllib.request.Request(url, body, sent, method="GET" if body is None else "POST")
    opener = urllib.request.build_opener(_Nowhere, _InTime)
    try:
        with opener.open(call, timeout=current_app.config["MESSAGE_SECONDS"]) as answer:
            read: bytes = answer.read(most + 1) if most else b""
            if len(read) > most:
                raise Refused("answer too long")
            return read
    except urllib.error.HTTPError as error:
        raise _refusal(error.code)(f"HTTP {error.code}") from None
    except urllib.error.URLError as error:  # never got that far
        raise Away(type(error.reason).__name__) from None
    except (OSError, http.client.HTTPException) as error:
        raise Away(type(error).__name__, in_doubt=True) from None


def _refusal(status: int) -> type[Exception]:
    if status in GONE or 300 <= status < 400:
        return Undeliverable
    return Away if status in (429, 502, 503, 504) else Refused
