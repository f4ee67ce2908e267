"""What a monitor reads, and that its rules and its board name nothing else."""

import json
import re
from datetime import timedelta

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.base.runs import JobRun, RunState
from tests.commands import ROOT
from tests.factories import NOW, TODAY, make_body, make_user

NAME = re.compile(r"integrity_\w+")
RULES = ROOT / "deploy" / "alerts.yml"
BOARD = ROOT / "deploy" / "board.json"
RUNBOOKS = ROOT / "docs" / "runbooks.md"
MEANWHILE = {"integrity_queue_waiting", "integrity_queue_failed"}
"""What only a system with a queue has; tests of one processes see it (tests/test_queue.py)."""


@pytest.fixture
def read(app, client, monkeypatch):
    """The numbers that the page tells by name and labels."""
    monkeypatch.setitem(app.config, "METRICS_TOKEN", "monitor")
    monkeypatch.setattr("integrity.doors.site.readiness._schema", lambda: "head")
    monkeypatch.setattr("integrity.doors.site.readiness._head", lambda: "head")

    def numbers() -> dict[tuple[str, ...], float]:
        answer = client.get("/metrics", headers={"Authorization": "Bearer monitor"})
        assert answer.status_code == 200
        found = text_string_to_metric_families(answer.text)
        return {(s.name, *s.labels.values()): s.value for f in found for s in f.samples}

    return numbers


def make_run(name, state=RunState.DONE, on=TODAY):
    run = JobRun(name=name, on=on, started_at=NOW, finished_at=NOW, state=state, faults=[])
    db.session.add(run)
    db.session.flush()


@pytest.mark.parametrize("shown", [None, "", "Bearer ", "Bearer another", "monitor2"])
def test_who_does_not_show_the_token_finds_no_such_page(app, client, monkeypatch, shown):
    monkeypatch.setitem(app.config, "METRICS_TOKEN", "monitor")
    headers = {} if shown is None else {"Authorization": shown}

    assert client.get("/metrics", headers=headers).status_code == 404


def test_without_the_setting_there_is_no_such_page(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_page_and_answer(read, client, login):
    login(make_user(Role.OFFICE))
    place = ("integrity_request_seconds_count", "desk.today", "GET", "200")
    before = read().get(place, 0)

    client.get("/desk/")

    assert read()[place] == before + 1


def test_no_count_says_when_somebody_complained(read, client):
    make_body()
    before = of_complaints(read())

    client.get("/complaints/new")

    assert of_complaints(read()) == before


def of_complaints(counts):
    return {place: n for place, n in counts.items() if any("complaint" in word for word in place)}


def test_errors_of_every_page_are_counted(app, read, client, monkeypatch):
    def broken() -> str:
        raise ValueError

    broken.stamp = "public"  # type: ignore[attr-defined]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(app.view_functions, "site.healthz", broken)
    before = read().get(("integrity_errors_total", "500"), 0)

    client.get("/healthz")

    app.config["PROPAGATE_EXCEPTIONS"] = None
    assert read()["integrity_errors_total", "500"] == before + 1


def test_jobs_say_when_they_last_ended_and_whether_they_failed(read):
    make_run("expire")
    make_run("warn", RunState.FAILED)

    found = read()

    assert found["integrity_job_last_success_timestamp_seconds", "expire"] == NOW.timestamp()
    assert found["integrity_job_failed", "warn"] == 1
    assert found["integrity_job_failed", "expire"] == 0


def test_nights_that_are_missing_are_counted(read):
    make_run("expire", on=TODAY - timedelta(days=3))

    assert read()["integrity_jobs_missed",] == 3


def test_every_alert_and_every_line_of_the_board_asks_what_there_is(read):
    make_run("expire")
    told = {place[0] for place in read()} | MEANWHILE
    asked = set(NAME.findall(RULES.read_text() + BOARD.read_text()))

    none_here = {"messages_waiting", "messages_oldest_seconds", "errors_total"}
    assert asked - told - {f"integrity_{name}" for name in none_here} == set()


def test_every_alert_has_its_page():
    rules = [rule for g in yaml.safe_load(RULES.read_text())["groups"] for rule in g["rules"]]
    pages = re.findall(r"^## (\w+)$", RUNBOOKS.read_text(), re.M)

    assert [rule["alert"] for rule in rules] == pages
    for rule in rules:
        assert rule["annotations"]["runbook"] == f"docs/runbooks.md#{rule['alert'].lower()}"


def test_the_board_can_be_read():
    board = json.loads(BOARD.read_text())

    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    assert all(panel["targets"] for panel in board["panels"])


def test_a_slow_statement_is_named_without_what_was_filled_in(monkeypatch, app):
    monkeypatch.setattr("integrity.base.connections.SLOW", 0.0)
    monkeypatch.setattr("integrity.base.connections.log", Lines())

    db.session.get(JobRun, 4711)

    assert Lines.written
    assert all("4711" not in str(line) for line in Lines.written)


class Lines:
    """A logger that keeps what it is given."""

    written: list[dict[str, object]] = []

    def warning(self, event: str, **line: object) -> None:
        self.written.append({"event": event, **line})
