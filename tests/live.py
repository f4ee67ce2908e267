"""Fixtures of running systems and of browsers: `live`, `live_demo`, `page`, `axe`."""

import os
import shutil
import sys
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests import servers
from tests.commands import ROOT, Commands, commands

AXE = ROOT / "tests" / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ARGUMENTS = [
    "--no-sandbox",  # root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WITHOUT_REPEATS = """() => {
  const bare = node => {
    const copy = node.cloneNode(true);
    for (const part of [copy, ...copy.querySelectorAll("*")]) {
      for (const {name, value} of [...part.attributes]) {
        if (WORDS.has(name)) part.setAttribute(name, value.trim() && "x");
      }
      for (const text of part.childNodes) {
        if (text.nodeType === Node.TEXT_NODE) text.data = text.data.trim() && "x";
      }
    }
    return copy.outerHTML;
  };
  const WORDS = new Set(["href", "id", "for", "value", "title", "datetime", "aria-label"]);
  for (const list of document.querySelectorAll("tbody, ul, ol, select")) {
    const seen = new Set();
    for (const row of [...list.children]) {
      const shape = bare(row);
      if (seen.has(shape)) row.remove();
      seen.add(shape);
    }
  }
}"""
"""Of rows that differ in words alone the first stays: axe takes a second for a hundred of them."""
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Remember a failure, so that the page can be kept as a picture in test-results/."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@dataclass(frozen=True)
class Live:
    """A running system: its address, and the environment of its commands."""

    url: str
    environment: dict[str, str]
    log: Path
    commands: Commands

    def flask(self, *words: str) -> str:
        """What a command of this system prints; it must succeed."""
        return self.commands.flask(*words)

    def module(self, name: str, *words: str) -> str:
        """What a module that is run in this system's environment prints; it must succeed."""
        return self.commands.module(name, *words)

    def work(self) -> None:
        """Let a real worker do what waits in the queue."""
        self.flask("worker", "--burst")


@contextmanager
def running_system(
    name: str, url: str, folder: Path, *first: str, app: str = "wsgi", **more: str
) -> Iterator[Live]:
    """A running system of an app; `first` are commands before, `more` is environment."""
    port = servers.free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        "DATABASE_URL": url,
        "INSTANCE": str(folder),
        "BASE_URL": address,
        "FLASK_APP": "tests.ahead_app",
        "APP": app,
    }
    environment |= more
    options = ["--interface", "wsgi", "--port", str(port), "--workers-kill-timeout", "1"]
    command = [*servers.run_as(), sys.executable, "-m", "granian", *options, "tests.ahead_app:app"]

    def answers() -> object:
        return urllib.request.urlopen(f"{address}/healthz", timeout=2).close()

    variables = os.environ | environment
    with commands(environment) as done:
        live = Live(address, environment, folder / "log", done)
        for words in first:
            live.flask(*words.split())
        with servers.running(name, command, folder, answers, cwd=ROOT, env=variables):
            yield live


@pytest.fixture(scope="session")
def live(
    new_database: Callable[[str], str],
    redis_server: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Live]:
    """A real system, migrated, with rules and measures but nobody in it; what is done stays."""
    folder = tmp_path_factory.mktemp("live")
    redis = {"REDIS_URL": f"{redis_server}/14"}
    with running_system(
        "live", new_database("live"), folder, "db upgrade", "rules load", **redis
    ) as system:
        yield system


@pytest.fixture(scope="session")
def live_demo(
    new_database: Callable[[str], str],
    redis_server: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Live]:
    """A real system with the demonstration in it; tests look and change nothing.

    One visitor opens all of it within minutes: how often anybody may call is tried elsewhere.
    """
    folder = tmp_path_factory.mktemp("demo")
    often = {"VISITS": "100000 per minute", "TOKEN_PER_MINUTE": "100000"}
    more = {"REDIS_URL": f"{redis_server}/15", "DEMO": "1", **often}
    with running_system("demo", new_database("demo"), folder, "demo", **more) as system:
        yield system


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        raise servers.NoServer("chromium is not installed; run tests/setup.sh")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def watched_page(browser: Browser, errors: list[str], **options: Any) -> Page:
    """A Chinese visitor's page; errors of scripts and breaches of the policy (CSP) are noted."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)
    page = context.new_page()
    page.set_default_timeout(10_000)

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            errors.append(message.text)

    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", heard)
    return page


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A Chinese visitor's page; a script error or a breach of the policy fails the test."""
    errors: list[str] = []
    page = watched_page(browser, errors)
    yield page
    if request.node.stash.get(FAILED, False):
        shots = ROOT / "test-results"
        shots.mkdir(exist_ok=True)
        page.screenshot(path=shots / f"{request.node.name}.png", full_page=True)
    page.context.close()
    assert errors == []


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """axe(page) is what axe-core has to say against a page by WCAG 2.2 AA: hopefully []."""
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        page.evaluate(WITHOUT_REPEATS)
        options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]
        return [
            f"{rule['id']}: {rule['help']} at {node['target']}"
            for rule in found
            for node in rule["nodes"]
        ]

    return check
