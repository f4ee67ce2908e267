"""A word that stands everywhere is no burden: few rows are counted, and nobody asks for long."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from integrity.app import create_app
from integrity.base.db import db
from integrity.base.stamps import public
from integrity.pages import tables
from tests import servers
from tests.commitments.makers import make_published
from tests.statements import statements
from wsgi import STREAMS


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than are counted."""
    monkeypatch.setattr(tables, "MOST", 20)
    for number in range(25):
        make_published(title=f"示例承诺{number:02}", target="示例" if number % 2 else "")


def test_of_very_many_only_so_many_are_counted_and_it_is_said(
    client: FlaskClient, many: None
) -> None:
    """Seen: counting what has a common word took 24 seconds."""
    page = client.get("/commitments/?q=示例&size=10").text

    assert "超过 20 条" in page and "page=2" in page and "page=3" not in page


def test_a_narrower_word_is_counted_exactly(client: FlaskClient, many: None) -> None:
    assert "共 1 条" in client.get("/commitments/?q=示例承诺07").text


def test_a_list_that_is_not_searched_is_counted_whole(client: FlaskClient, many: None) -> None:
    assert "共 25 条" in client.get("/commitments/").text


def test_the_export_of_a_broad_search_has_every_row(client: FlaskClient, many: None) -> None:
    assert len(client.get("/commitments/?q=示例&format=json").json) == 25


@pytest.fixture
def town(postgresql_url: str) -> Iterator[Flask]:
    """A system on PostgreSQL with a page that takes its time, and one that says how long it has."""
    url = servers.create_database(postgresql_url, f"broad_{servers.free_port()}")
    app = create_app(STREAMS, TESTING=True, SQLALCHEMY_DATABASE_URI=url, VISITOR_SECONDS=0.2)
    app.config["WTF_CSRF_ENABLED"] = False

    @public
    def slow() -> str:
        return str(db.session.scalar(sa.text("SELECT pg_sleep(20)")))

    @public
    def limit() -> str:
        return str(db.session.scalar(sa.text("SHOW statement_timeout")))

    app.add_url_rule("/slow", view_func=slow)
    app.add_url_rule("/limit", view_func=limit, methods=["GET", "POST"])
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.server
def test_a_visitor_who_asks_too_much_is_told_so(town: Flask) -> None:
    """Seen: three visitors with a common word stopped the search for everybody."""
    answer = town.test_client().get("/slow")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "查询过于宽泛" in answer.text


@pytest.mark.server
def test_who_changes_something_may_take_longer(town: Flask) -> None:
    visitor = town.test_client()

    assert (visitor.get("/limit").text, visitor.post("/limit").text) == ("200ms", "1min")


@pytest.mark.server
def test_a_word_that_stands_in_every_row_is_found_by_its_index(town: Flask) -> None:
    """Seen: PostgreSQL computed the pairs of every row instead."""
    with statements() as seen:
        town.test_client().get("/commitments/?q=示例")

    asked = [statement for statement in seen if "enable_seqscan" in statement]
    assert asked and seen.index(asked[0]) < next(
        place for place, statement in enumerate(seen) if "pairs(" in statement
    )


@pytest.mark.server
def test_the_index_holds_every_character_and_every_pair_of_a_text(town: Flask) -> None:
    """Seen: each was found by counting from the start, and a load took minutes for it."""
    line = "\n".join(("ab", "", "办结", "cn1", "示"))

    found = db.session.scalar(sa.select(sa.func.pairs(line)))

    assert set(found) == {*line, *map("".join, pairwise(line))}
