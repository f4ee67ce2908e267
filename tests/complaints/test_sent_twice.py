"""A form that is sent twice, or at the same moment twice, is one complaint with one receipt."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.repeats import Submission
from integrity.casework.informants.numbers import NUMBER
from integrity.streams.complaints.models import Complaint, ComplaintMessage
from tests.complaints.makers import TEXT, make_receipt
from tests.complaints.test_limits import throttled  # noqa: F401  a system with a database of its own
from tests.complaints.test_views import filled
from tests.factories import make_body

SECRET = re.compile(r"\d{4}-\d{4}-\d{4}-\d{4}")
OTHER = "示例：补写的内容，第一次提交时还没有。"


def receipt_of(page) -> tuple[str, str]:
    return NUMBER.search(page.text)[0], SECRET.search(page.text)[0]


def test_the_second_click_shows_the_receipt_again(client):
    """The second answer, "查询密码只在提交时显示一次", replaced the first: the secret was lost."""
    form = filled(make_body())

    first, second = (
        client.post("/complaints/new", data=form),
        client.post("/complaints/new", data=form),
    )

    assert (first.status_code, second.status_code) == (201, 200)
    assert receipt_of(first) == receipt_of(second)
    assert second.headers["Cache-Control"] == "no-store"
    assert db.session.query(Complaint).count() == 1


def test_what_was_changed_before_it_was_sent_again_is_shown_and_not_lost(client):
    form = filled(make_body())
    client.post("/complaints/new", data=form)

    again = client.post("/complaints/new", data=form | {"text": OTHER})

    assert SECRET.search(again.text)
    assert OTHER in again.text and "没有另行登记" in again.text


def test_after_the_receipt_was_noted_the_same_form_is_another_one(client):
    form = filled(make_body())
    ref, secret = receipt_of(client.post("/complaints/new", data=form))
    client.post("/complaints/noted", data={"ref": ref, "secret": secret, "end": secret[-4:]})

    page = client.post("/complaints/new", data=form | {"text": OTHER})
    fresh = re.search(r'name="once"[^>]*value="(\w{32})"', page.text)[1]
    third = client.post("/complaints/new", data=form | {"text": OTHER, "once": fresh})

    assert (page.status_code, third.status_code) == (409, 201)
    assert OTHER in page.text and ref in page.text and secret not in page.text
    assert receipt_of(third) != (ref, secret)


def test_words_that_are_sent_twice_are_said_once(client):
    receipt = make_receipt()
    known = {"ref": receipt.thing.ref, "secret": receipt.secret, "once": "d" * 32}

    pages = [
        client.post("/complaints/track/say", data=known | {"words": words})
        for words in (TEXT, TEXT, OTHER)
    ]

    wanted = sa.select(ComplaintMessage.text).order_by(ComplaintMessage.id)
    said = db.session.scalars(wanted).all()
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert said == [TEXT, OTHER]
    assert {row.went_to for row in db.session.scalars(sa.select(Submission))} == {""}


@pytest.mark.slow
def test_two_posts_at_the_same_moment_get_the_same_receipt(throttled):  # noqa: F811
    """On PostgreSQL one of them got 500: who saw it thought that nothing was filed."""
    from integrity.casework.rules import service as rules

    with throttled.app_context():
        rules.load()
        form = filled(make_body())
        db.session.commit()

    def post(_number):
        return throttled.test_client().post("/complaints/new", data=form)

    with ThreadPoolExecutor(4) as people:
        pages = list(people.map(post, range(4)))

    assert sorted(page.status_code for page in pages) == [200, 200, 200, 201]
    assert len({receipt_of(page) for page in pages}) == 1
