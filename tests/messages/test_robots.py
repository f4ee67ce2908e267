"""A group of a commercial messenger learns how much there is to read, and nothing else."""

import sys
from datetime import timedelta
from types import ModuleType

import pytest
import sqlalchemy as sa
from flask import Flask

from integrity.base.db import db
from integrity.base.outbox import Channel, EnvelopeState, Message
from integrity.base.permissions import Role
from tests.factories import NOW, make_body, make_user
from tests.messages.test_sending import envelopes, send, tell

DAY = timedelta(days=1)
GROUP = "wecombot://示例"


class Service(ModuleType):
    """Stands for apprise, which only an installer who wants it has."""

    def __init__(self) -> None:
        super().__init__("apprise")
        self.said: list[tuple[str, str]] = []
        self.takes = True
        self.Apprise = lambda: self

    def add(self, url: str) -> bool:
        return url == GROUP

    def notify(self, title: str, body: str) -> bool:
        self.said += [(title, body)] if self.takes else []
        return self.takes


@pytest.fixture
def group(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Service:
    service = Service()
    monkeypatch.setitem(sys.modules, "apprise", service)
    monkeypatch.setitem(app.config, "ROBOT_URL", GROUP)
    return service


def happens() -> str:
    """Something is told to one officer and nobody else; returns the number of the case."""
    return tell(make_user(Role.OFFICER, make_body()))


def test_a_group_is_told_how_much_there_is_and_the_way_in_and_nothing_else(group: Service) -> None:
    refs = [happens(), happens()]

    send(NOW + DAY, digest=NOW + DAY / 2)

    [(title, body)] = group.said
    wanted = sa.select(sa.func.count()).where(Message.channel == Channel.INBOX)
    assert f"有 {db.session.scalar(wanted)} 条新消息" in body
    assert "http://localhost/messages/" in body
    assert not [ref for ref in refs if ref in title + body]


def test_a_group_is_told_once_for_each_digest(group: Service) -> None:
    happens()
    first = NOW + DAY / 2

    send(first, digest=first)
    send(first + timedelta(minutes=1), digest=first)
    send(first + DAY, digest=first + DAY)  # and nothing has happened since

    assert len(group.said) == 1


def test_what_is_urgent_is_not_told_to_a_group_at_once(group: Service) -> None:
    happens()

    assert send() == {}
    assert group.said == []


def test_a_service_that_refuses_is_asked_again_later(group: Service) -> None:
    happens()
    first = NOW + DAY / 2
    group.takes = False
    send(first, digest=first)
    group.takes = True

    send(first + timedelta(minutes=2), digest=first)

    assert len(group.said) == 1
    assert [(e.state, e.attempts) for e in envelopes()] == [(EnvelopeState.SENT, 2)]


def test_a_library_that_is_not_installed_is_said_where_sending_is_watched(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    monkeypatch.setitem(app.config, "ROBOT_URL", GROUP)
    happens()

    send(NOW + DAY, digest=NOW + DAY / 2)

    assert [e.error for e in envelopes()] == ["apprise is not installed"]


def test_a_group_can_be_tried_from_the_command_line(app: Flask, group: Service) -> None:
    result = app.test_cli_runner().invoke(args=["message", "test", "robot", "group"])

    assert result.output == "robot: taken\n"
    assert len(group.said) == 1
