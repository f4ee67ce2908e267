"""Whatever the search box shows, whoever sees it may open; nobody learns of more."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from integrity.base.permissions import Role
from integrity.casework.streams import registered
from tests.reach.world import Side, make_side

pytestmark = pytest.mark.slow


@pytest.fixture
def own(app) -> Side:
    return make_side("本单位")


@pytest.fixture
def other(app) -> Side:
    return make_side("别单位")


def hits(client: FlaskClient, words: str) -> set[str]:
    """The addresses of what is found, the first of every kind."""
    page = client.get("/search/", query_string={"q": words}).text
    parts = re.findall(r'<ul class="links hits">(.*?)</ul>', page, re.S)
    return {address for part in parts for address in re.findall(r'<a href="([^"]+)"', part)}


def marks(side: Side) -> set[str]:
    """By what somebody would look for this side's things."""
    things = [thing for name in registered() for thing in side.things.get(name, ())]
    return {side.body.name, side.firm.name, "示例", *(thing.ref for thing in things)}


@pytest.mark.parametrize("role", [None, *Role])
def test_every_hit_opens(client: FlaskClient, login: Any, own: Side, other: Side, role: Any):
    if role:
        login(own.user(role))
    looked = marks(other) | {own.body.name}

    found = set().union(*(hits(client, words) for words in looked))

    closed = {address for address in found if client.get(address).status_code != 200}
    assert found and not closed
