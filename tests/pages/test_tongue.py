"""No page speaks to its reader in codes or in the other language, whoever reads it."""

import enum
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import templates
from tests.pages.crawl import Answer, Crawl
from tests.reach.world import make_side

pytestmark = pytest.mark.slow

CATALOGUE = Path(__file__).parents[2] / "integrity/translations/en/LC_MESSAGES/messages.po"
SILENT = {"script", "style", "textarea", "code", "pre", "template"}
SPOKEN = ("placeholder", "title", "aria-label", "alt")
NO_WORDS = re.compile(
    r"https?:(?://\S*)?|/[\w./<>{}-]+|\S+@\S+|\S+\.(?:txt|jpg|csv)|示例[a-z]+|[a-z]+-\d+|ig_[\w-]+"
    r"|[A-Z]+(?:-[A-Z]+)*-?\d[\w.-]*|[A-Z]+(?:-[A-Z]+)+|\d{4}-[a-z0-9-]+"
    r"|[0-9A-Z]{18}|\b[0-9a-f]{4,}(?:-[0-9a-f]{4,})*\b|\{ \"格式\".*"
)
"""Addresses, names of files and people, numbers of things and rules, digests, what was signed."""
WORD = re.compile(r"[A-Za-z][A-Za-z_-]*[A-Za-z]")
LATIN = {
    "API", "Atom", "CSV", "XLSX", "JSON", "PDF", "PNG", "JPG", "JPEG", "DOCX", "PPTX", "XLS", "ODS",
    "ODT", "ODP", "OFD", "TXT", "HTTPS", "HTTP", "ICS", "MB", "GB", "KB", "SHA", "Excel", "Word",
    "PPP", "OpenAPI", "QR", "English", "RFC", "UTC", "LPR", "Cookie", "jyj",
}  # fmt: skip
"""What is written in Latin by everybody."""


TITLES = {templates.parse(templates.shipped(kind)).head["标题"] for kind in templates.kinds()}
"""What papers are called, on themselves and wherever they are named."""
DATA = {"领导小组办公室", "限期整改", "严重失信主体名单", "代码完全一致。"} | TITLES
DATA |= {"序号", "整改事项", "期限", "类别", "目标", "服务"}
"""A body, a rule, a kind of list, an answer that was kept, and what stands in papers: rows, and
messages too."""


class _Spoken(HTMLParser):
    """What a page says: its text and the words of its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.said.append(" ".join(data.split()))


def spoken(page: str) -> list[str]:
    parser = _Spoken()
    parser.feed(page)
    return parser.said


def codes() -> set[str]:
    """Every value of every enumeration that a row may hold."""
    types: Any = [column.type for table in db.metadata.tables.values() for column in table.columns]
    named = {kind.enum_class for kind in types if isinstance(kind, sa.Enum) and kind.enum_class}
    return {value.value for kind in named if issubclass(kind, enum.StrEnum) for value in kind}


def pages(
    app: Flask, client: FlaskClient, login, locale: str, role: Role | None
) -> Iterator[tuple[str, str]]:
    """Every kind of page that somebody can reach, in a language."""
    if role:
        login(make_side("示例语言").user(role))
    else:
        make_side("示例语言")
        with client.session_transaction() as stored:
            stored.clear()
    client.set_cookie("lang", locale)

    def get(address: str) -> Answer:
        answer = client.get(address)
        return Answer(answer.status_code, answer.mimetype, answer.data, answer.location or "")

    crawl = Crawl(app.url_map.bind("localhost"), get, 1)
    crawl.passes_over = lambda endpoint: endpoint.startswith(("static", "api.", "importing.new"))
    lists = [
        r.rule
        for r in app.url_map.iter_rules()
        if "GET" in r.methods and not r.arguments and r.endpoint != "importing.new"
    ]
    for address, answer in crawl.run(*sorted(lists)).answers.items():
        if answer.is_page and answer.status not in (301, 302, 303, 308):
            yield address, answer.text


@pytest.mark.parametrize("role", [None, *Role])
def test_a_chinese_page_speaks_chinese(app: Flask, client: FlaskClient, login, role: Role | None):
    """Seen: REP-GENERAL-MIN, "granted" and put_right on pages for officials."""
    raw, wrong = codes(), {}
    for address, page in pages(app, client, login, "zh", role):
        for text in spoken(page):
            for word in WORD.findall(NO_WORDS.sub(" ", text)):
                if word in raw or word not in LATIN:
                    wrong.setdefault(word, (address, text[:80]))

    assert "\n".join(f"{word}: {where}" for word, where in sorted(wrong.items())) == ""


@pytest.mark.parametrize("role", [None, *Role])
def test_an_english_page_says_nothing_of_ours_in_chinese(
    app: Flask, client: FlaskClient, login, role: Role | None
):
    with CATALOGUE.open("rb") as file:
        ours = {message.id for message in read_po(file) if isinstance(message.id, str)}

    left = {
        text: address
        for address, page in pages(app, client, login, "en", role)
        for text in spoken(page)
        if text in ours
    }

    assert {text: where for text, where in left.items() if text not in DATA} == {}
