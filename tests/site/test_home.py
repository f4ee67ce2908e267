"""Home: whether they keep their word, in one picture and in news."""

import re
from collections import Counter
from random import Random

import pytest

from commitments.models import Category, Commitment, CommitmentOutcome
from integrity.base import clock
from integrity.base.db import db
from integrity.casework import promises
from integrity.casework.promises import Became
from integrity.casework.streams import named
from integrity.credit.records.models import RecordState
from tests.evaluations.makers import make_point
from tests.factories import make_body, make_record
from tests.site.makers import days_ago, make_commitment, make_order

ENDED = {
    CommitmentOutcome.FULFILLED: Became.KEPT,
    CommitmentOutcome.PARTLY: Became.PARTLY,
    CommitmentOutcome.NOT_FULFILLED: Became.BROKEN,
    CommitmentOutcome.CHANGED: Became.CHANGED,
}


def told_as(item: Commitment) -> Became:
    """What became of it, by hand."""
    if item.outcome:
        return ENDED[item.outcome]
    late = item.due_on and item.due_on < clock.today() and not item.claim_received_on
    return Became.LATE if late else Became.RUNNING


@pytest.fixture
def many(app):
    """Promises of every kind, of three bodies, of this year and of the two beside it."""
    dice = Random(15)
    bodies = [make_body() for _ in range(3)]
    items = []
    for _number in range(80):
        item = make_commitment(
            dice.choice(bodies),
            due_on=days_ago(dice.randrange(-300, 500)),
            state="verified" if (ended := dice.choice([None, *CommitmentOutcome])) else "published",
            outcome=ended,
            closed_on=ended and days_ago(3),
        )
        item.category = dice.choice(list(Category))
        if not ended and dice.random() < 0.3:
            item.claim_received_on = item.due_on
        items.append(item)
    make_commitment(bodies[0], due_on=days_ago(3), state="drafted")
    db.session.flush()
    return [item for item in items if item.due_on.year == clock.today().year]


def test_every_promise_of_the_year_stands_in_one_class_of_its_field(many):
    found = promises.by_field(named("commitments"), clock.today().year, clock.today())

    counted = {(g.code, became): n for g in found for became, n in g.numbers.items() if n}
    assert counted == Counter((item.category.value, told_as(item)) for item in many)
    assert len({told_as(item) for item in many}) == len(Became)


def test_the_same_by_body_and_the_whole_adds_up(many):
    stream, today = named("commitments"), clock.today()
    bodies = promises.by_body(stream, today.year, today, 8)

    counted = {(g.code, became): n for g in bodies for became, n in g.numbers.items() if n}
    assert counted == Counter((item.subject.slug, told_as(item)) for item in many)
    assert promises.added(bodies) == promises.added(promises.by_field(stream, today.year, today))


def test_the_page_says_the_picture_in_words_and_needs_no_script(client, many):
    numbers = Counter(told_as(item) for item in many)

    page = client.get("/").text

    assert f"{len(many)} 项公开承诺" in page
    words = re.search(r'aria-label="公开承诺：([^"]+)"', page).group(1)
    for became, label in promises.NAMES.items():
        assert f"{label} {numbers[became]}" in words
    assert 'class="chart"' not in page


def test_bars_stand_side_by_side_and_fill_their_share(client, many):
    page = client.get("/").text

    bar = re.search(r'<svg class="strip"[^>]+height="32".*?</svg>', page, re.DOTALL).group(0)
    widths = [float(width) for width in re.findall(r'width="([\d.]+)%" height="30"', bar)]
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert all(widths)


def test_remedial_points_of_evaluations_are_no_news(client):
    remedy = make_point()
    remedy.due_on = days_ago(2)
    db.session.flush()
    make_commitment(due_on=days_ago(9), title="早就到期的承诺")

    page = client.get("/").text

    assert "早就到期的承诺" in page
    assert remedy.title not in page
    assert remedy.title in client.get("/overdue/").text


def test_news_tell_what_is_late_due_next_and_kept(client):
    make_commitment(due_on=days_ago(9), title="逾期的承诺")
    make_commitment(due_on=days_ago(-9), title="将到期的承诺")
    said = make_commitment(due_on=days_ago(-8), title="自报完成的承诺")
    said.claim_received_on = days_ago(1)
    done = {"state": "verified", "closed_on": days_ago(1), "due_on": days_ago(1)}
    make_commitment(title="兑现的承诺", outcome="fulfilled", **done)
    make_commitment(title="没有兑现的承诺", outcome="not_fulfilled", **done)

    page = client.get("/").text
    late, coming, kept = re.split("最近逾期事项|接下来到期|最近兑现", page)[1:]

    assert "逾期的承诺" in late and "逾期 9 天" in late
    assert "将到期的承诺" in coming and "自报完成的承诺" not in page
    assert "兑现的承诺" in kept and "没有兑现的承诺" not in page


def test_with_what_is_late_stands_what_happens_with_it(client):
    plain = make_commitment(due_on=days_ago(3), title="只是逾期")
    recorded = make_commitment(plain.subject, due_on=days_ago(4), title="已有记录")
    record = make_record(plain.subject, RecordState.CONFIRMED, public=True, grade="general")
    record.stream, record.item_id = "commitments", recorded.id
    hidden = make_record(plain.subject, RecordState.PROPOSED)
    hidden.stream, hidden.item_id = "commitments", plain.id
    order = make_order(plain.subject, due_on=days_ago(-7))
    order.stream, order.item_id = "commitments", recorded.id

    page = client.get("/").text
    first, second = page[page.index("只是逾期") :].split("已有记录", 1)

    assert "依规则告知单位" in first and "已形成信用记录" not in first
    assert f"/records/{record.id}" in second
    assert "已责令整改" in second


def test_my_street_and_my_field_are_one_step_away(client):
    street = make_body("示例街道办事处")

    page = client.get("/").text

    assert f'href="/bodies/{street.slug}"' in page
    assert 'href="/commitments/?category=environment"' in page


def test_a_year_without_promises_says_so(client):
    assert f"{clock.today().year} 年还没有到期的公开承诺" in client.get("/").text


def test_the_page_stays_light_however_much_there_is(client):
    for _ in range(60):
        make_commitment(make_body(), due_on=days_ago(5), title="示例" * 20)

    assert len(client.get("/").data) < 100_000
