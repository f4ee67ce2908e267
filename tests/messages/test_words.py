"""Every message of every kind: what it says, to whom, and where it leads."""

import re

import pytest
from flask import Flask

from integrity.base.states import Flow
from integrity.people.messages.tells import DUE_SOON, OVERDUE, Source, Tell, event_of, say
from tests.test_states import FLOWS
from wsgi import STREAMS

SAID = [
    pytest.param(stream.told(), event, tell, id=f"{stream.name}-{event}-{tell.to.name}")
    for stream in STREAMS
    for event, said in stream.work.tells.items()
    for tell in said
]
LOGGED = {
    "arrears": {"register", "payment", "payment_confirmed", "payment_denied"}
    | {"dispute_contested", "dispute_decided"},
    "commitments": {"refuse_change"},
    "complaints": {"file", "import", "add"},
    "courts": {"receive"},
    "evaluations": {"order"},
    "rectifications": {"order", "miss"},
}
"""Acts in the log that are no moves of the flow."""


@pytest.mark.parametrize(("source", "event", "tell"), SAID)
def test_a_message_names_the_number_once_and_nothing_else(
    app: Flask, source: Source, event: str, tell: Tell
) -> None:
    """A message may be read on a telephone that lies on a table."""
    words = str(tell.words)

    assert re.findall(r"%\((\w+)\)s", words) == ["ref"]
    assert words.endswith("。")


@pytest.mark.parametrize(("source", "event", "tell"), SAID)
def test_a_message_leads_to_the_page_of_its_thing(
    app: Flask, source: Source, event: str, tell: Tell
) -> None:
    said = say(source.thing, event_of(event, tell), "示例-1")

    assert "示例-1" in said.words
    assert said.path.startswith("/") and not said.path.startswith("//")


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.name)
def test_a_stream_tells_of_its_own_events_and_of_its_days(stream: object) -> None:
    events = set(stream.work.tells)  # type: ignore[attr-defined]
    flow: Flow = FLOWS[stream.model]  # type: ignore[attr-defined]
    known = set(flow.moves) | LOGGED.get(stream.name, set())  # type: ignore[attr-defined]

    assert events >= {DUE_SOON, OVERDUE}
    assert events - {DUE_SOON, OVERDUE} <= known


def test_every_source_of_the_core_can_be_said(app: Flask) -> None:
    for source in app.extensions["tells"].values():
        for event, tells in source.tells.items():
            for tell in tells:
                assert "7" in say(source.thing, event_of(event, tell), "7").words


def test_an_event_that_is_said_no_more_still_leads_somewhere(app: Flask) -> None:
    said = say("court_case", "no_such_event/subject_id", "示例-1")

    assert said.path == "/desk/"
