"""The pages of the rules speak of what a rule says, not of its code."""

import re

import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework.rules.models import TimeLimit

MAIN = re.compile(r"<main.*</main>", re.S)
TAG = re.compile(r"<[^>]+>")


def text_of(client, address: str) -> str:
    return TAG.sub(" ", MAIN.search(client.get(address).text)[0])


def codes() -> set[str]:
    return {
        *db.session.scalars(sa.select(TimeLimit.code)),
        *db.session.scalars(sa.select(TimeLimit.family)),
    }


def test_grades_say_how_long_a_period_is(client):
    """Seen: REP-GENERAL-MIN and LOCAL-MAX in the place of 3 个月 and 1 年."""
    page = text_of(client, "/rules/grades")

    assert "3 个月" in page
    assert "第58号" in page
    assert [code for code in codes() if code in page] == []


def test_no_page_of_the_rules_shows_a_code(client):
    for address in ("/rules/?size=200", "/tools/deadline"):
        page = text_of(client, address)
        assert [code for code in codes() if code in page] == [], address


def test_limits_stand_together_by_what_they_are_about(client):
    """Seen: 141 choices in the order of their code points."""
    page = client.get("/tools/deadline").text
    groups = re.findall(r'<optgroup label="([^"]+)"', page)

    assert groups[:2] == ["自定", "信用记录、公示和异议"]
    assert page.count("</optgroup>") < 15
    assert len(re.findall(r'<option [^>]*value="PAY-GOV"', page)) == 1


def test_what_has_no_rule_is_told_in_words(client):
    """Seen: 没有生效的期限规则 PAY-GOV."""
    page = text_of(client, "/tools/deadline?family=PAY-GOV&start=2001-01-05&unit=day")

    assert "没有生效的期限规则：机关、事业单位付款期限" in page
    assert "PAY-GOV" not in page
