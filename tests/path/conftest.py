"""The town on a live system, its people, and its nights."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser

from integrity.base import queue
from tests.live import Live
from tests.path.people import Person

NIGHTLY = ("flag_missed", "post_breaches", "draft_notices", "prepare_confirmations", "nominate")


class Town:
    """The people of the town by the names they log in with, and what they talk about."""

    def __init__(self, browser: Browser, live: Live) -> None:
        self.browser = browser
        self.live = live
        self.people: dict[str, Person] = {}
        self.places: dict[str, str] = {}

    def __getitem__(self, username: str) -> Person:
        if username not in self.people:
            name = username if username != "visitor" else ""
            self.people[username] = Person(self.browser, self.live.url, name)
        return self.people[username]

    def calls(self, token: str, path: str, content: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What a business system with a token is answered by the interface."""
        request = urllib.request.Request(
            f"{self.live.url}/api/v1/{path}",
            json.dumps(content).encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


@pytest.fixture(scope="session")
def the_town(browser: Browser, live: Live) -> Iterator[Town]:
    """Everybody enters once for all stories."""
    live.module("tests.path.town")
    made = Town(browser, live)
    yield made
    for person in made.people.values():
        person.page.context.close()


@pytest.fixture
def people(the_town: Town) -> Iterator[Town]:
    """Everybody; errors of scripts and breaches of the policy in a browser fail the test."""
    yield the_town
    errors = [error for person in the_town.people.values() for error in person.errors]
    for person in the_town.people.values():
        person.errors.clear()
    assert errors == []


@pytest.fixture
def night(app: Flask, live: Live, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """night(day, ...) hands the jobs of these days to the queue; a real worker does them."""
    monkeypatch.setitem(app.config, "REDIS_URL", live.environment["REDIS_URL"])
    monkeypatch.delitem(app.extensions, "redis", raising=False)

    def pass_(*days: date, jobs: tuple[str, ...] = NIGHTLY) -> None:
        for day in days:
            for job in jobs:
                assert queue.send(queue.Call(job, json.dumps({"on": day.isoformat()}), "slow"))
        live.work()

    return pass_


@pytest.fixture
def later(live: Live) -> Callable[[date], None]:
    """later(day): the office confirms on that day what nobody objected to; pages act today."""

    def confirm(day: date) -> None:
        live.module("tests.path.later", day.isoformat())

    return confirm


@pytest.fixture
def waited(live: Live) -> Callable[[str, int], None]:
    """waited(ref, days): a case has stood in its state for so many days already."""

    def wait(ref: str, days: int) -> None:
        live.module("tests.path.waited", ref, str(days))

    return wait
