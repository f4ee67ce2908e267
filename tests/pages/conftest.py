"""Who looks at the demonstration, and what they can reach."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser

from integrity.base.stamps import stamp_of
from jobs.demo.participants import PASSWORD
from tests.live import AXE, Live
from tests.pages.crawl import Answer, Crawl
from tests.path.people import Person

PUBLIC = (
    "/",
    "/login",
    "/lists/red/",
    "/lists/watch/",
    "/evaluations/remedies/",
    "/overdue/?q=没有这样的事",
    "/search/?q=示例区",
    "/tools/deadline?start=2026-02-09&amount=10&unit=working_day",
)


class Viewers:
    """People who look at the demonstration, each logged in once, and what a crawl gave each."""

    def __init__(self, app: Flask, browser: Browser, site: str) -> None:
        self.app = app
        self.browser = browser
        self.site = site
        self.people: dict[str, Person] = {}
        self.crawls: dict[str, Crawl] = {}
        self.exports: Counter[tuple[str, ...]] = Counter()

    def person(self, username: str = "", **options: Any) -> Person:
        """Somebody of the demonstration, "" a visitor, with a browser of this kind."""
        key = f"{username} {options}"
        if key not in self.people:
            person = Person(self.browser, self.site, username, PASSWORD, **options)
            person.page.add_init_script(path=AXE)
            self.people[key] = person
        return self.people[key]

    def crawl(self, username: str = "") -> Crawl:
        """A visitor's crawl of everything public; of somebody at the desk, what is not public."""
        if username not in self.crawls:
            adapter = self.app.url_map.bind("localhost")
            most = 1 if username else 3
            crawl = Crawl(adapter, self._asking(username), most, self.site)
            if username:
                crawl.passes_over = self._passes_over
                crawl.seen.update(self.exports)
            self.crawls[username] = crawl.run(*(["/desk/"] if username else PUBLIC))
            if username:  # whoever asks, an export is written by the same code: once is enough
                self.exports |= Counter(kind for kind in crawl.seen if "format" in kind)
        return self.crawls[username]

    def _asking(self, username: str) -> Callable[[str], Answer]:
        request = self.person(username).page.request

        def get(address: str) -> Answer:
            answer = request.get(self.site + address, max_redirects=0)
            media = answer.headers.get("content-type", "").partition(";")[0]
            location = answer.headers.get("location", "")
            return Answer(answer.status, media, answer.body(), location)

        return get

    def _passes_over(self, endpoint: str) -> bool:
        """Public pages that look the same at the desk, and exports."""
        if endpoint.startswith(("site.", "measures.", "catalogue.", "api.", "static")):
            return True
        return endpoint.endswith((".feed", ".follow", ".history", ".calendar"))


@pytest.fixture(scope="session")
def viewers(app: Flask, browser: Browser, live_demo: Live) -> Iterator[Viewers]:
    made = Viewers(app, browser, live_demo.url)
    yield made
    for person in made.people.values():
        person.page.context.close()


@pytest.fixture
def public_endpoints(app: Flask) -> set[str]:
    """The endpoints that anybody may GET."""
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    return {rule.endpoint for rule in rules if stamp_of(rule.endpoint) == "public"}
