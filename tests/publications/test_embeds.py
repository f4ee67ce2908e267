"""Cards for pages of other sites: what they say, who may frame them, and the code to copy."""

import pytest

from commitments.models import CommitmentState
from tests.factories import TODAY, make_body
from tests.site.makers import make_commitment


def policy(response):
    said = response.headers["Content-Security-Policy"].split("; ")
    return dict(one.split(" ", 1) for one in said)


def test_the_card_of_a_promise_cites_its_source_and_day(client):
    promise = make_commitment(due_on=TODAY, title="示例：年内建成示例路小学")

    card = client.get(f"/embed/commitments/{promise.ref}")

    assert "示例：年内建成示例路小学" in card.text
    assert promise.subject.name in card.text
    assert f'href="http://localhost/commitments/{promise.ref}"' in card.text
    assert "来源：政务诚信，截至2026年11月20日" in card.text


def test_the_card_of_a_body_counts_what_is_late(client):
    body = make_body("示例卡片局")
    make_commitment(body, due_on=TODAY.replace(day=1))
    make_commitment(body, due_on=TODAY.replace(day=28))

    card = client.get(f"/embed/bodies/{body.slug}").text

    assert "示例卡片局" in card
    assert "<dt>尚未办结的事项</dt><dd>2</dd>" in card
    assert "<dt>其中逾期</dt><dd>1</dd>" in card


@pytest.mark.parametrize("name", ["overdue", "in_time", "bodies", "soon", "claimed"])
def test_the_card_of_a_figure_says_how_it_is_counted(client, name):
    card = client.get(f"/embed/figures/{name}")

    assert card.status_code == 200
    assert "÷" in card.text


def test_what_is_not_public_has_no_card(client):
    draft = make_commitment(state=CommitmentState.DRAFTED)
    hidden = make_commitment()
    hidden.subject.public = False

    for path in (f"commitments/{draft.ref}", f"commitments/{hidden.ref}", "bodies/nobody"):
        assert client.get(f"/embed/{path}").status_code == 404
        assert client.get(f"/embed/code?card=/embed/{path}").status_code == 404


def test_a_card_runs_no_script_and_is_framed_by_this_site_alone(client):
    card = client.get(f"/embed/commitments/{make_commitment().ref}")

    assert policy(card)["script-src"] == "'none'"
    assert policy(card)["frame-ancestors"] == "'self'"
    assert "<script" not in card.text
    assert "Set-Cookie" not in card.headers


def test_the_sites_of_the_setting_may_frame_it_and_words_that_are_none_may_not(
    client, app, monkeypatch
):
    said = "https://news.example, https://a.example; script-src *, x"  # the second is none
    monkeypatch.setitem(app.config, "EMBED_SITES", said)

    card = client.get(f"/embed/commitments/{make_commitment().ref}")

    assert policy(card)["frame-ancestors"] == "'self' https://news.example"
    assert policy(card)["script-src"] == "'none'"


def test_other_pages_are_framed_by_nobody(client, app, monkeypatch):
    monkeypatch.setitem(app.config, "EMBED_SITES", "*")

    assert policy(client.get("/data/"))["frame-ancestors"] == "'none'"
    assert policy(client.get("/embed/code?card=/embed/figures/soon"))["frame-ancestors"] == "'none'"


def test_the_page_gives_a_frame_and_plain_html_to_copy(client):
    promise = make_commitment(title="示例：<b>粗体</b>")

    page = client.get(f"/embed/code?card=/embed/commitments/{promise.ref}").text

    assert f"&lt;iframe src=&#34;http://localhost/embed/commitments/{promise.ref}&#34;" in page
    assert "&lt;blockquote cite=" in page
    assert "<b>粗体</b>" not in page
    assert "&amp;lt;b&amp;gt;粗体" in page  # it is shown as code


@pytest.mark.parametrize("path", ["", "/login", "//evil.example/", "/data/", "embed", "/%00"])
def test_the_page_gives_code_for_cards_alone(client, path):
    assert client.get("/embed/code", query_string={"card": path}).status_code == 404


def test_public_pages_lead_to_it(client):
    body = make_body()
    promise = make_commitment(body)

    assert "/embed/code?card=" in client.get(f"/commitments/{promise.ref}").text
    assert "/embed/code?card=" in client.get(f"/bodies/{body.slug}").text
    assert "/embed/code?card=" in client.get("/").text
