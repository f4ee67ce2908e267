"""Two people of one evaluator save at one form: nobody loses what they typed."""

import re

import sqlalchemy as sa

from evaluations.models import Score
from integrity.base.db import db
from integrity.base.permissions import Role
from tests.evaluations.makers import make_assignment, make_evaluator
from tests.factories import make_user

FIELD = re.compile(r'<(?:input|textarea)[^>]*?name="((?:seen|points|words|link)-[^"]+)"[^>]*>')
VALUE = re.compile(r'value="([^"]*)"')


class Person:
    """Somebody who opened the form, and sends all of it back with what they changed."""

    def __init__(self, login, user, address):
        self.login, self.user, self.address = login, user, address
        self.take(login(user).get(address).text)

    def take(self, page):
        """Everything that the page holds, as a browser sends it again."""
        self.typed = {}
        for found in FIELD.finditer(page):
            value = VALUE.search(found[0])
            inside = page[found.end() : page.find("<", found.end())]
            held = value[1] if value else inside if found[0].startswith("<textarea") else ""
            self.typed[found[1]] = held.strip()

    def gives(self, code, points, words="示例"):
        self.typed |= {f"points-{code}": str(points), f"words-{code}": words}
        return self

    def saves(self):
        answer = self.login(self.user).post(self.address, data=self.typed)
        if answer.status_code == 422:
            self.take(answer.text)
        return answer


def two(login):
    evaluator = make_evaluator()
    assignment = make_assignment(evaluator)
    second = make_user(Role.EVALUATOR, evaluator.body)
    db.session.commit()
    address = f"/evaluations/assignments/{assignment.id}"
    return Person(login, evaluator, address), Person(login, second, address)


def points():
    db.session.expire_all()
    wanted = sa.select(Score).order_by(Score.id)
    return {one.indicator.code: one.points for one in db.session.scalars(wanted)}


def test_both_keep_what_they_gave_though_neither_saw_the_other(login):
    first, second = two(login)
    assert first.gives("A1", 80).saves().status_code == 302
    assert second.gives("A2", 70).saves().status_code == 302

    assert points() == {"A1": 80, "A2": 70}


def test_an_old_page_takes_nothing_back(login):
    first, second = two(login)
    first.gives("A1", 80).gives("A2", 60).saves()
    second.take(second.login(second.user).get(second.address).text)
    first.take(first.login(first.user).get(first.address).text)
    first.gives("A1", 90).saves()
    assert second.gives("A2", 65).saves().status_code == 302

    assert points() == {"A1": 90, "A2": 65}


def test_who_changes_what_was_changed_meanwhile_is_told_by_whom_and_keeps_what_was_typed(login):
    first, second = two(login)
    first.gives("A1", 80).saves()
    refused = second.gives("A1", 40, "示例：另有依据").gives("A3", 55).saves()

    assert refused.status_code == 422 and first.user.name in refused.text
    assert "已改为 80" in refused.text and "示例：另有依据" in refused.text
    assert points() == {"A1": 80}
    assert second.saves().status_code == 302
    assert points() == {"A1": 40, "A3": 55}


def test_the_same_from_both_is_no_conflict(login):
    first, second = two(login)
    first.gives("A1", 80).saves()

    assert second.gives("A1", "80.00").saves().status_code == 302
    assert points() == {"A1": 80}
