"""Following every link of a site, a few addresses of each kind."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

ADDRESSES = ("href", "src", "data-figure-url")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Answer:
    """What an address answered."""

    status: int
    media: str
    body: bytes
    location: str = ""

    @cached_property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def addresses(self) -> list[str]:
        """Where its links lead, in their order."""
        elements = html.document_fromstring(self.text).iter() if self.is_page else ()
        return [said for one in elements for name in ADDRESSES if (said := one.get(name))]

    @cached_property
    def parsed(self) -> "_Parser":
        """What is asked of it several times, read once."""
        parser = _Parser()
        parser.feed(self.text)
        return parser

    @property
    def shapes(self) -> set[str]:
        """Every element of a page as the path of tags and classes that leads to it."""
        return self.parsed.paths

    @property
    def repeated_ids(self) -> list[str]:
        """Identifiers that stand on a page more than once."""
        return [name for name, count in Counter(self.parsed.ids).items() if count > 1]

    @property
    def is_page(self) -> bool:
        return self.media == "text/html"


@dataclass
class Crawl:
    """Every address that was asked for, with its answer, and where its link stands."""

    adapter: MapAdapter
    get: Callable[[str], Answer]
    most: int = 2
    site: str = "http://localhost"
    passes_over: Callable[[str], bool] = lambda endpoint: False
    answers: dict[str, Answer] = field(default_factory=dict)
    linked_from: dict[str, str] = field(default_factory=dict)
    seen: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def run(self, *start: str) -> "Crawl":
        """Ask for these addresses, and for everything they lead to."""
        waiting = deque(start)
        while waiting:
            address = waiting.popleft()
            if address in self.answers or not self._wanted(address):
                continue
            answer = self.answers[address] = self.get(address)
            for link in (*answer.addresses, *([answer.location] if answer.location else ())):
                target = urldefrag(urljoin(address, link.removeprefix(self.site))).url
                if urlsplit(target).netloc == "":
                    self.linked_from.setdefault(target, address)
                    waiting.append(target)
        return self

    def endpoint(self, address: str) -> str:
        """The endpoint of an address, "" if there is none."""
        try:
            return str(self.adapter.match(urlsplit(address).path, method="GET")[0])
        except (HTTPException, RequestRedirect):
            return ""

    @property
    def pages(self) -> dict[str, str]:
        """The first page of each endpoint, by endpoint."""
        found: dict[str, str] = {}
        for address, answer in self.answers.items():
            if answer.is_page and answer.status == 200:
                found.setdefault(self.endpoint(address), address)
        return found

    @property
    def dead(self) -> list[str]:
        """Links that lead to an error, with the page they stand on."""
        return [
            f"{address} ({answer.status}), linked from {self.linked_from.get(address, 'nowhere')}"
            for address, answer in self.answers.items()
            if answer.status >= 400
        ]

    def _wanted(self, address: str) -> bool:
        """Whether there were not yet enough addresses of this kind."""
        query = parse_qs(urlsplit(address).query, keep_blank_values=True)
        kind = (self.endpoint(address) or address, *sorted(query), *query.get("format", ()))
        if urlsplit(address).path == "/language":  # everything after it would be in another one
            return False
        if self.passes_over(kind[0]) or ("sort" in query and len(query) > 1):
            return False
        if kind[0] == "static":
            return True
        self.seen[kind] += 1
        return self.seen[kind] <= self.most


class _Parser(HTMLParser):
    """Notes the identifiers and the structure of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.paths: set[str] = set()
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.ids += [said["id"]] if "id" in said else []
        self.open.append((tag, f"{tag}.{said.get('class', '')}.{said.get('role', '')}"))
        self.paths.add("/".join(words for _tag, words in self.open))
        if tag in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while tag in (known for known, _words in self.open) and self.open.pop()[0] != tag:
            pass
