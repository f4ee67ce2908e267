"""Whatever becomes a link leads to http or https: asked at the form, on import and on the page."""

import pytest

from integrity.base.permissions import Role
from integrity.doors.importing.kinds import importers
from integrity.files.imports import run
from integrity.pages.forms import is_web_address
from tests.evaluations.makers import make_assignment, publish, score_all
from tests.factories import NOW, make_user

BAD = [
    "javascript:alert(1)",
    "javascript://a.example/%0aalert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "//a.example",
    "www.a.example",
    "https:///x",
]
LINKS = {"link", "url", "address", "website", "duties_url", "source_url", "basis_url"}
"""What columns of addresses are called."""


@pytest.mark.parametrize("text", BAD)
def test_anything_but_http_and_https_is_no_address(text):
    assert not is_web_address(text)


def test_every_importer_that_takes_an_address_is_known_here(app):
    """A new column of addresses has to be added to the test below."""
    found = {(name, c) for name, one in importers().items() for c in one.columns if c in LINKS}

    assert found == {("scores", "link"), ("documents", "url"), ("listing-bases", "url")}


@pytest.mark.parametrize("text", BAD)
def test_an_import_with_a_link_that_runs_is_refused_at_its_column(tmp_path, text):
    """Seen: a spreadsheet's javascript: address on the public page of a result."""
    assignment = make_assignment()
    by = make_user(Role.EVALUATOR, assignment.evaluator)
    path = tmp_path / "a.csv"
    path.write_text(
        "round,body,indicator,points,words,link\n"
        f'{assignment.round.ref},{assignment.body.uscc},A1,80,依据,"{text}"\n'
    )

    report = run(importers()["scores"], path, by=by, at=NOW)

    assert [(r.column, r.row["link"]) for r in report.rejected] == [("link", text)]
    assert assignment.scores == []


def test_a_form_refuses_it_too_and_keeps_what_was_typed(login):
    assignment = make_assignment()
    client = login(make_user(Role.EVALUATOR, assignment.evaluator))

    answer = client.post(
        f"/evaluations/assignments/{assignment.id}",
        data={"points-A1": "90", "words-A1": "示例", "link-A1": BAD[1]},
    )

    assert answer.status_code == 422
    assert BAD[1] in answer.text and "开头的网址" in answer.text


def test_what_was_stored_before_is_shown_without_a_link(client):
    assignment = make_assignment()
    score_all(assignment, 95)
    for score, link in zip(
        assignment.scores, ["javascript:alert(1)", "https://a.invalid/x"], strict=False
    ):
        score.link = link
    publish(assignment.round)

    page = client.get(f"/evaluations/{assignment.round.ref}/{assignment.body.slug}").text

    assert "javascript:" not in page
    assert 'href="https://a.invalid/x"' in page
