"""Wild values for every field of every form and call, sent by who may send them."""

import io
import json
import re
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser
from random import Random
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask, got_request_exception
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from integrity.base.db import db
from integrity.base.permissions import AnyPermission, Role, roles_with
from integrity.base.stamps import stamp_of
from integrity.casework.streams import Stream, registered
from tests.api.makers import make_token
from tests.pages.garbage import FILES, anything, wild
from tests.pages.test_bad_input import address, rules
from tests.reach.world import Side, addresses

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
ERROR = re.compile(r'<p class="error" id="[^"]*">(.*?)</p>', re.S)
CHINESE = re.compile("[一-鿿]")
LATIN = re.compile(r"[A-Za-z]{2,}")
FOREIGN = {
    "HTTPS",
    "HTTP",
    "PNG",
    "DOCX",
    "TXT",
    "MB",
    "GB",
    "XLSX",
    "CSV",
    "PDF",
    "ODS",
    "JSON",
    "UTF",
    "OFD",
    "XLS",
}
"""Words of an error that everybody writes in Latin."""


class _Names(HTMLParser):
    """The names of the fields of the forms of a page, each with the values it offers."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, list[str]] = {}
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in ("input", "select", "textarea", "button") and said.get("name"):
            self.inside = said["name"]
            self.names.setdefault(self.inside, [])
        if tag in ("input", "option", "button") and self.inside and "value" in said:
            self.names[self.inside].append(said["value"])


def fields(page: str) -> dict[str, list[str]]:
    parser = _Names()
    parser.feed(page)
    return parser.names


@dataclass(frozen=True)
class Target:
    """An address that takes something, and the thing it names."""

    method: str
    path: str
    endpoint: str
    stream: Stream | None = None
    number: int = 0
    move: str = ""

    @property
    def scope(self) -> str:
        stamp = stamp_of(self.endpoint) or ""
        return stamp.removeprefix("scope:") if stamp.startswith("scope:") else ""

    @property
    def roles(self) -> list[Role]:
        """Who may."""
        wanted: Any = stamp_of(self.endpoint)
        if self.stream and self.move in self.stream.work.flow.moves:
            wanted = self.stream.work.flow[self.move].permission
        if not isinstance(wanted, AnyPermission):
            return list(Role)
        return roles_with(wanted) or list(Role)


def targets(app: Flask, side: Side) -> list[Target]:
    """Every address that takes a POST, and every list and question that is asked by GET."""
    found = [target for rule in rules(app, "POST") for target in _of_rule(app, rule, side)]
    asked = (rule for rule in rules(app, "GET") if not rule.arguments)
    asked = (rule for rule in asked if rule.endpoint != "site.readyz")  # here is no worker
    found += [Target("GET", rule.rule, rule.endpoint) for rule in asked]
    return sorted(found, key=lambda target: (target.method, target.path))


def _of_rule(app: Flask, rule: Any, side: Side) -> Iterator[Target]:
    stream = registered().get(rule.endpoint.partition(".")[0])
    named = list(addresses(app, rule, side, "POST"))
    for path, thing in named:
        move = path.rsplit("/", 1)[-1] if rule.endpoint.endswith(".act") else ""
        yield Target("POST", path, rule.endpoint, stream, thing.id, move)
    if not named:
        yield Target("POST", address(rule), rule.endpoint)


@dataclass
class Sent:
    """What was sent as whom, and what came back."""

    target: Target
    person: str
    said: Any
    answer: TestResponse
    raised: str = ""

    @property
    def fault(self) -> str:
        """What is wrong with the answer."""
        if self.answer.status_code >= 500:
            return f"{self.answer.status_code} {self.raised}"
        if self.answer.mimetype == "text/html" and self.answer.status_code >= 400:
            return next((text for text in self._errors() if not is_ours(text)), "")
        return ""

    def _errors(self) -> Iterator[str]:
        """What the answer says of each field, without what was sent itself."""
        for found in ERROR.findall(self.answer.text):
            text = unescape(re.sub("<[^>]+>", "", found))
            for values in self.said.values() if isinstance(self.said, dict) else ():
                for value in values:
                    text = text.replace(value.strip() or "\0", "") if len(value) > 1 else text
            yield text

    def __str__(self) -> str:
        said = repr(self.said)[:600]
        return f"{self.target.method} {self.target.path} as {self.person}: {self.fault} <- {said}"


def is_ours(text: str) -> bool:
    """Whether a message is in the reader's tongue."""
    return (
        bool(CHINESE.search(text)) and not {word.upper() for word in LATIN.findall(text)} - FOREIGN
    )


class Sender:
    """Sends a wild input; nothing of one remains for the next."""

    def __init__(self, app: Flask, client: FlaskClient, login: Any, side: Side) -> None:
        self.client = client
        self.raised: list[str] = []
        got_request_exception.connect(self._note, app)
        self.targets = targets(app, side)
        self.side = side
        self.document = client.get("/api/openapi.json").json or {}
        self.people: dict[str, dict[str, Any]] = {"": {}}
        for role in Role:
            login(side.user(role))
            with client.session_transaction() as stored:
                self.people[role] = dict(stored)
        scopes = {target.scope for target in self.targets if target.scope}
        homes = {"courts": side.court}
        self.tokens = {name: make_token(name, homes.get(name, side.body)) for name in scopes}

    def _note(self, sender: Any, exception: BaseException, **more: Any) -> None:
        last = traceback.extract_tb(exception.__traceback__)[-1]
        self.raised.append(f"{exception!r:.200} {last.filename}:{last.lineno}")

    def send(self, number: int, seed: int) -> Sent:
        """Input number so of this seed: the same again, whatever else is sent."""
        chance = Random(f"{seed}:{number}")
        target = self.targets[number % len(self.targets)]
        db.session.commit()
        db.session.remove()
        shared: Any = db.engine  # all share one connection in a test
        shared.exec_driver_sql("SAVEPOINT wild")
        self.raised.clear()
        try:
            sent = self._send(chance, target)
            return replace(sent, raised=" ".join(self.raised))
        finally:
            db.session.remove()
            shared.exec_driver_sql("ROLLBACK TO SAVEPOINT wild")
            shared.exec_driver_sql("RELEASE SAVEPOINT wild")  # else they nest, and PostgreSQL ends

    def _send(self, chance: Random, target: Target) -> Sent:
        if target.scope:
            return self._call(chance, target)
        self._bring(chance, target)
        likely = chance.random() < 0.8
        person = chance.choice(target.roles if likely else ["", *Role])
        with self.client.session_transaction() as stored:
            stored.clear()
            stored.update(self.people[person])
        page = self.client.get(target.path)
        if page.status_code >= 500:
            return Sent(target, person, "GET", page)
        offered = fields(page.text) if page.status_code == 200 else {}
        said = {name: self._values(chance, ones) for name, ones in offered.items()}
        said = said or {name: self._values(chance, []) for name in ("why", "sheet", "next")}
        return Sent(target, person, said, self._answer(chance, target, said))

    def _bring(self, chance: Random, target: Target) -> None:
        """Let the thing stand where this move begins."""
        if target.stream is None or target.move not in target.stream.work.flow.moves:
            return
        states = sorted(target.stream.work.flow[target.move].sources)
        model = target.stream.model
        change = sa.update(model).where(model.id == target.number)
        with suppress(sa.exc.IntegrityError), db.session.begin_nested():
            db.session.execute(change.values(state=chance.choice(states)))
        db.session.commit()

    def _values(self, chance: Random, offered: list[str]) -> list[str]:
        """Of what is offered, mostly, so that one bad value is often alone; else wild ones."""
        if offered and chance.random() < 0.6:
            return [chance.choice(offered)]
        return [wild(chance) for _n in range(chance.choice((1, 1, 1, 2)))]

    def _answer(self, chance: Random, target: Target, said: dict[str, list[str]]) -> TestResponse:
        raw = urlencode(said, doseq=True, errors="surrogatepass")
        if target.method == "GET":
            return self.client.get(f"{target.path}?{raw}")
        if chance.random() < 0.1:
            kind = chance.choice(("txt", "pdf", "png", "csv", "xlsx", "docx"))
            files = {name: (io.BytesIO(chance.choice(FILES)), f"a.{kind}") for name in said}
            return self.client.post(target.path, data=files)
        return self.client.post(target.path, data=raw, content_type=FORM)

    def _call(self, chance: Random, target: Target) -> Sent:
        head = {"Authorization": f"Bearer {self.tokens[target.scope]}"}
        if target.method == "GET":
            said: Any = {name: [wild(chance)] for name in ("state", "page", "size", "after")}
            raw = urlencode(said, doseq=True, errors="surrogatepass")
            answer = self.client.get(f"{target.path}?{raw}", headers=head)
        else:
            said = self._content(chance, target)
            raw = json.dumps(said)
            answer = self.client.post(target.path, data=raw, content_type=JSON, headers=head)
        return Sent(target, target.scope, said, answer)

    def _content(self, chance: Random, target: Target) -> Any:
        """The body of a call as the interface describes it, with wild values in it."""
        name = target.endpoint.removeprefix("api.")
        calls = [way for ways in self.document["paths"].values() for way in ways.values()]
        call = next((way for way in calls if way["operationId"] == name), {})
        content = call.get("requestBody", {}).get("content", {}).get("application/json", {})
        return self._said(chance, content.get("schema", {}))

    def _said(self, chance: Random, schema: dict[str, Any], depth: int = 0) -> Any:
        if chance.random() < 0.1 or depth > 6:
            return anything(chance)
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            return self._said(chance, self.document["components"]["schemas"][name], depth + 1)
        if "anyOf" in schema:
            return self._said(chance, chance.choice(schema["anyOf"]), depth + 1)
        if "enum" in schema:
            return chance.choice(schema["enum"])
        if schema.get("type") == "array":
            return [self._said(chance, schema.get("items", {}), depth + 1)]
        if schema.get("type") == "object":
            inner = schema.get("additionalProperties")
            known = {wild(chance): inner} if isinstance(inner, dict) else schema["properties"]
            kept = {name: about for name, about in known.items() if chance.random() < 0.9}
            return {name: self._said(chance, about, depth + 1) for name, about in kept.items()}
        if schema.get("type") in ("integer", "number") and chance.random() < 0.7:
            return chance.choice((0, 1, -1, 2**31, 2**63, 10**40, 1.5, 1e300))
        return anything(chance) if chance.random() < 0.2 else wild(chance)
