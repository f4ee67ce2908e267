"""Some acts are done to many things at once, each by itself, and it is told how each ended."""

import re
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Role
from integrity.casework.streams import registered
from integrity.people.subjects.models import Subject
from integrity.streams.courts import service as courts
from integrity.streams.courts.models import CaseState, CourtCase
from tests.courts.makers import make_assigned
from tests.factories import NOW, make_body, make_user


@pytest.fixture
def body() -> Subject:
    return make_body("示例住建局")


def cases(body: Subject, number: int) -> list[CourtCase]:
    return [make_assigned(body=body) for _case in range(number)]


def picked(page: str) -> list[str]:
    """What the boxes of a page would send."""
    return re.findall(r'type="checkbox" name="item" value="([^"]+)"', page)


def test_many_are_done_at_once_and_each_is_told_and_logged(client, login, body):
    chosen = cases(body, 12)
    officer = login(make_user(Role.OFFICER, body))
    items = picked(officer.get("/desk/todo/courts.accept").text)

    before = officer.get("/desk/todo/courts.accept/all", query_string={"item": items}).text
    answer = officer.post("/desk/todo/courts.accept/all", data={"item": items, "why": "批量"})

    assert "12 件" in before and all(case.title in before for case in chosen)
    assert "已办理 12 件，未办理 0 件" in answer.text
    db.session.expire_all()
    assert {case.state for case in chosen} == {CaseState.ACCEPTED}
    logged = sa.select(sa.func.count()).where(AuditEvent.move == "accept", AuditEvent.why == "批量")
    assert db.session.scalar(logged) == 12


def test_what_somebody_else_has_done_is_told_row_by_row(client, login, body):
    mine, other = cases(body, 2)
    officer = login(make_user(Role.OFFICER, body))
    items = picked(officer.get("/desk/todo/courts.accept").text)
    courts.accept(other, by=make_user(Role.OFFICER, body, name="李专员"), at=NOW)

    page = officer.post("/desk/todo/courts.accept/all", data={"item": items}).text

    assert "已办理 1 件，未办理 1 件" in page
    assert "已由他人办理" in page and "李专员" in page
    db.session.expire_all()
    assert mine.state is CaseState.ACCEPTED


def test_sent_twice_they_are_done_once(client, login, body):
    cases(body, 3)
    officer = login(make_user(Role.OFFICER, body))
    items = picked(officer.get("/desk/todo/courts.accept").text)
    officer.post("/desk/todo/courts.accept/all", data={"item": items})

    again = officer.post("/desk/todo/courts.accept/all", data={"item": items})

    assert "已办理 0 件，未办理 3 件" in again.text
    logged = sa.select(sa.func.count()).where(AuditEvent.move == "accept")
    assert db.session.scalar(logged) == 3


def test_one_that_is_refused_leaves_the_others_alone(client, login, body, monkeypatch):
    good, bad = cases(body, 2)
    stream = registered()["courts"]
    known, refused = stream.work.acts["accept"], bad.id

    def verb(item: Any, **said: Any) -> None:
        known.verb(item, **said)
        if item.id == refused:
            raise Refused("示例：材料不全")

    monkeypatch.setitem(stream.work.acts, "accept", replace(known, verb=verb))
    officer = login(make_user(Role.OFFICER, body))
    items = [f"{case.id}.{case.moves}" for case in (good, bad)]

    page = officer.post("/desk/todo/courts.accept/all", data={"item": items}).text

    assert "示例：材料不全" in page and "已办理 1 件，未办理 1 件" in page
    db.session.expire_all()
    assert (good.state, bad.state) == (CaseState.ACCEPTED, CaseState.ASSIGNED)


def test_nobody_acts_in_bulk_on_the_things_of_another_body(client, login, body):
    case = cases(make_body("示例水务局"), 1)[0]
    officer = login(make_user(Role.OFFICER, body))

    answer = officer.post("/desk/todo/courts.accept/all", data={"item": f"{case.id}.{case.moves}"})

    assert answer.status_code == 302
    db.session.expire_all()
    assert case.state is CaseState.ASSIGNED


@pytest.mark.parametrize("key", ["commitments.verify", "nothing.accept", "courts.nothing"])
def test_what_is_not_done_in_bulk_has_no_such_page(client, login, key):
    assert login(make_user(Role.OFFICE)).get(f"/desk/todo/{key}/all").status_code == 404


def test_nothing_is_judged_in_bulk(app):
    """What each thing needs words, a day, a file or a look of its own for is done one by one."""
    judged = {"verify", "confirm", "decide", "uphold", "refuse", "reject", "terminate", "sign"}
    with app.test_request_context():
        for stream in registered().values():
            for name, act in stream.work.acts.items():
                if act.bulk:
                    asked = [field for field in act.form() if field.flags.required]
                    assert not (asked or act.evidence or act.page or act.danger), name
                    assert name not in judged
