"""Everything on a screen is a message, and every message has one good English text."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from jinja2 import Environment

from tests.catalogues import FOLDER

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
FOLDERS = ("integrity", "commitments", "arrears", "evaluations", "jobs", "templates")
HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")
QUOTED = ("（2026）鲁01执123号", "12.35万", "供热", "济南市教育局")
"""Examples of what is typed in Chinese whatever the language of the page."""


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (FOLDER / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def extracted() -> Iterator[tuple[str | None, str]]:
    """What `make translations` collects, as (context, message)."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]
    methods = [(one["pattern"], one["method"]) for one in settings["mappings"]]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    keywords = DEFAULT_KEYWORDS | parse_keywords(re.findall(r" -k (\S+)", makefile))
    for folder in FOLDERS:
        for _file, _line, message, _comments, context in extract_from_dir(
            ROOT / folder, methods, keywords=keywords
        ):
            yield context, message if isinstance(message, str) else message[0]


def key(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_the_catalogue_holds_exactly_what_the_source_says(
    catalogue: Catalog, messages: list[Message]
) -> None:
    said, held = set(extracted()), {key(message) for message in messages}
    assert not said - held, "run make translations and translate"
    assert not held - said, "run make translations"
    assert not catalogue.obsolete


def test_every_message_is_translated(messages: list[Message]) -> None:
    assert [message.id for message in messages if message.fuzzy or not all(texts(message))] == []


def test_translations_keep_placeholders(messages: list[Message]) -> None:
    differing = [
        text
        for message in messages
        for text in texts(message)
        if sorted(PLACEHOLDER.findall(key(message)[1])) != sorted(PLACEHOLDER.findall(text))
    ]
    assert differing == []


def test_no_chinese_is_left_in_english(messages: list[Message]) -> None:
    left = []
    for text in (text for message in messages for text in texts(message)):
        rest = text
        for example in QUOTED:
            rest = rest.replace(example, "")
        left += [text] if HAN.search(rest) else []
    assert left == []


def test_templates_say_nothing_outside_messages() -> None:
    said = {
        (path.name, text.strip())
        for path in (ROOT / "templates").rglob("*.html")
        for _line, kind, text in Environment().lex(path.read_text("utf-8"))
        if kind == "data" and HAN.search(text)
    }
    assert {(file, re.sub(r"<[^>]*>", "", text).strip()) for file, text in said} == {
        ("base.html", "中文")
    }


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "What government promised, and how far it has come"),
        ("/commitments/", "Commitments"),
        ("/tools/deadline", "Deadline calculator"),
        ("/complaints/new", "Submit and get a receipt"),
    ],
)
def test_pages_speak_english_to_who_asks_for_it(
    client: FlaskClient, address: str, words: str
) -> None:
    client.set_cookie("lang", "en")
    page = client.get(address).get_data(as_text=True)
    assert '<html lang="en">' in page
    assert words in page


def test_pages_speak_chinese_to_everybody_else(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert '<html lang="zh-CN">' in page
    assert "政府承诺过的事" in page
