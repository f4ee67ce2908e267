"""No page speaks to its reader in codes or in the other language, whoever reads it."""

import enum
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree, html

from integrity.base.db import db
from integrity.base.permissions import Role, granted
from integrity.base.stamps import stamp_of
from integrity.casework.documents import templates
from tests.factories import roles_often
from tests.pages.crawl import Answer, Crawl
from tests.reach.world import make_side

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("counted_once")]
Readers = frozenset[Role | None]

CATALOGUE = Path(__file__).parents[2] / "integrity/translations/en/LC_MESSAGES/messages.po"
SILENT = ("script", "style", "textarea", "code", "pre", "template")
TEXTS = etree.XPath("//text()[not(" + " or ".join(f"ancestor::{one}" for one in SILENT) + ")]")
SPOKEN = ("placeholder", "title", "aria-label", "alt")
NO_WORDS = re.compile(
    r"https?:(?://\S*)?|/[\w./<>{}-]+|\S+@\S+|\S+\.(?:txt|jpg|csv)|示例[a-z]+|[a-z]+-\d+|ig_[\w-]+"
    r"|[A-Z]+(?:-[A-Z]+)*-?\d[\w.-]*|[A-Z]+(?:-[A-Z]+)+|\d{4}-[a-z0-9-]+"
    r"|[0-9A-Z]{18}|\b[0-9a-f]{4,}(?:-[0-9a-f]{4,})*\b|\{ \"格式\".*"
)
"""Addresses, names of files and people, numbers of things and rules, digests, what was signed."""
WORD = re.compile(r"[A-Za-z][A-Za-z_-]*[A-Za-z]")
LATIN = {
    "AA", "API", "Atom", "CSV", "XLSX", "JSON", "PDF", "PNG", "JPG", "JPEG", "DOCX", "PPTX", "XLS",
    "ODS", "ODT", "ODP", "OFD", "TXT", "HTTPS", "HTTP", "ICS", "MB", "GB", "KB", "SHA", "Excel",
    "Word", "PPP", "OpenAPI", "QR", "English", "RFC", "UTC", "LPR", "Cookie", "jyj", "WCAG",
}  # fmt: skip
"""What is written in Latin by everybody."""


TITLES = {templates.parse(templates.shipped(kind)).head["标题"] for kind in templates.kinds()}
"""What papers are called, on themselves and wherever they are named."""
DATA = {"领导小组办公室", "限期整改", "严重失信主体名单", "代码完全一致。"} | TITLES
DATA |= {"序号", "整改事项", "期限", "类别", "目标", "服务"}
DATA |= {"公开承诺", "投诉举报", "拖欠账款", "措施清单"}
DATA |= {"涉政府机构案件", "政务失信记录", "信息公开记录"}
DATA |= {"认定单位", "严重失信主体名单信息"}
DATA |= {"办理事项不在应用清单中，所列措施没有按事项区分。"}
DATA |= {"逢审必查", "行政许可和行政处罚公示"}
"""A body, a rule, a kind of list, answers that were kept, leaves of a standard, papers: rows, and
messages too."""
OFTEN = {None, Role.OFFICE, Role.OFFICER, Role.SUPPLIER}
"""Who reads everything in every run. The others read every list, and of single things what none of
these may open; in make test-long they read everything too."""
OTHERS = [role for role in Role if role not in OFTEN]
every_reader = pytest.mark.parametrize(
    ("role", "passed"),
    [
        *(
            pytest.param(*role.values, frozenset(), marks=role.marks)
            for role in roles_often(OFTEN, [None, *Role])
        ),
        *((role, frozenset(OFTEN)) for role in OTHERS),
    ],
)
FILES = re.compile(r"[?&]format=|\.[a-z]{3,4}$")
"""What is no page: nobody reads it here."""


def spoken(page: str) -> list[str]:
    """What a page says: its text and the words of its elements."""
    read = html.document_fromstring(page)
    said = [value for one in read.iter() for name in SPOKEN if (value := one.get(name))]
    return said + [" ".join(text.split()) for text in TEXTS(read) if text.strip()]


def beside_papers(page: str) -> str:
    """The page without the text of a paper, which is Chinese whoever reads it, and says so."""
    read = html.document_fromstring(page)
    for paper in read.xpath("//section[@lang='zh' and contains(@class, 'paper')]"):
        paper.clear()
    return html.tostring(read, encoding="unicode")


def codes() -> set[str]:
    """Every value of every enumeration that a row may hold."""
    types: Any = [column.type for table in db.metadata.tables.values() for column in table.columns]
    named = {kind.enum_class for kind in types if isinstance(kind, sa.Enum) and kind.enum_class}
    return {value.value for kind in named if issubclass(kind, enum.StrEnum) for value in kind}


def opens(role: Role | None, endpoint: str) -> bool:
    stamp: Any = stamp_of(endpoint)
    return stamp == "public" or (role is not None and stamp in granted(role))


def pages(
    app: Flask, client: FlaskClient, login, locale: str, role: Role | None, passed: Readers
) -> Iterator[tuple[str, str]]:
    """Every kind of page that somebody can reach, in a language; of single things only those that
    nobody of `passed` may open."""
    if role:
        login(make_side("示例语言").user(role))
    else:
        make_side("示例语言")
        with client.session_transaction() as stored:
            stored.clear()
    client.set_cookie("lang", locale)

    def get(address: str) -> Answer:
        if FILES.search(address):
            return Answer(204, "", b"")
        answer = client.get(address)
        return Answer(answer.status_code, answer.mimetype, answer.data, answer.location or "")

    crawl = Crawl(app.url_map.bind("localhost"), get, 1)
    single = {rule.endpoint for rule in app.url_map.iter_rules() if rule.arguments} - {"static"}
    left = {endpoint for endpoint in single if any(opens(one, endpoint) for one in passed)}
    left |= {e for e in app.view_functions if e.startswith(("static", "api.", "importing.new"))}
    crawl.passes_over = left.__contains__
    lists = [
        r.rule
        for r in app.url_map.iter_rules()
        if "GET" in r.methods and not r.arguments and r.endpoint != "importing.new"
    ]
    for address, answer in crawl.run(*sorted(lists)).answers.items():
        if answer.is_page and answer.status not in (301, 302, 303, 308):
            yield address, answer.text


@every_reader
def test_a_chinese_page_speaks_chinese(
    app: Flask, client: FlaskClient, login, role: Role | None, passed: Readers
):
    """Seen: REP-GENERAL-MIN, "granted" and put_right on pages for officials."""
    raw, wrong = codes(), {}
    for address, page in pages(app, client, login, "zh", role, passed):
        for text in spoken(page):
            for word in WORD.findall(NO_WORDS.sub(" ", text)):
                if word in raw or word not in LATIN:
                    wrong.setdefault(word, (address, text[:80]))

    assert "\n".join(f"{word}: {where}" for word, where in sorted(wrong.items())) == ""


@every_reader
def test_an_english_page_says_nothing_of_ours_in_chinese(
    app: Flask, client: FlaskClient, login, role: Role | None, passed: Readers
):
    with CATALOGUE.open("rb") as file:
        ours = {message.id for message in read_po(file) if isinstance(message.id, str)}

    left = {
        text: address
        for address, page in pages(app, client, login, "en", role, passed)
        for text in spoken(beside_papers(page))
        if text in ours
    }

    assert {text: where for text, where in left.items() if text not in DATA} == {}
