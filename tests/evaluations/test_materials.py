"""Evaluators ask bodies for material inside the system, are reminded, and late where they are."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import sqlalchemy as sa

from evaluations import agencies, materials, reminders, rounds, scores
from evaluations.material_models import Material
from evaluations.material_models import MaterialState as S
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.files import attached
from tests.evaluations.makers import (
    make_assignment,
    make_evaluator,
    make_material,
    make_round,
    score_all,
)
from tests.evaluations.test_methods import opened
from tests.factories import NOW, TODAY, make_body, make_user


def officer_of(found):
    return make_user(Role.OFFICER, found.subject)


def evaluator_of(found):
    return make_user(Role.EVALUATOR, found.assignment.evaluator)


def supply(found, at=NOW):
    materials.supply(found, "示例：已提供", by=officer_of(found), at=at)


def test_a_body_has_a_term_and_is_late_after_it(app):
    first, second = make_material(), make_material()
    last = first.step_due_on
    assert last > TODAY
    supply(first, NOW + (last - TODAY))
    supply(second, NOW + (last - TODAY) + timedelta(days=1))

    assert (first.supplied_late, second.supplied_late) == (False, True)


def test_who_owes_material_does_not_end_it(app):
    found = make_material()
    supply(found)
    materials.ask_again(found, "示例：缺签到表", by=evaluator_of(found), at=NOW)
    assert found.state is S.ASKED and found.step_due_on > TODAY
    supply(found)
    materials.accept_material(found, by=evaluator_of(found), at=NOW)

    with pytest.raises(NotAllowed):
        materials.ask_again(found, "示例", by=evaluator_of(found), at=NOW)


def test_nobody_waits_for_material_after_the_scores_are_handed_in(app):
    found = make_material()
    score_all(found.assignment, 90)

    assert found.state is S.ENDED
    with pytest.raises(materials.NotAsked):
        materials.ask(found.assignment, "示例", by=evaluator_of(found), at=NOW)


def test_material_is_asked_for_only_after_independence_was_declared(app):
    evaluator = make_evaluator()
    [assignment] = make_round(evaluator).assignments
    with pytest.raises(materials.NotAsked):
        materials.ask(assignment, "示例", by=evaluator, at=NOW)


def test_material_of_the_body_is_evidence_for_yes(app):
    evaluator = make_evaluator()
    [assignment] = opened([make_body()], evaluator).assignments
    scores.declare(assignment, "示例", by=evaluator, at=NOW)
    leaf = next(one for one in assignment.round.scheme.indicators if one.code == "D1")
    yes = [scores.Entry(leaf, Decimal(100), "示例")]
    with pytest.raises(scores.WrongLink):
        scores.score(assignment, yes, by=evaluator, at=NOW)

    supply(materials.ask(assignment, "示例", leaf, by=evaluator, at=NOW))
    assert scores.score(assignment, yes, by=evaluator, at=NOW) == 1


def test_the_body_gives_a_file_and_only_its_evaluator_and_the_office_read_it(client, login):
    evaluator, stranger = make_evaluator(), make_evaluator("示例第二信用公司")
    found = make_material(evaluator)
    body, other = officer_of(found), make_user(Role.OFFICER, make_body())
    db.session.commit()
    address = f"/evaluations/materials/{found.id}"
    browser = login(body)
    assert found.title in browser.get("/desk/").text
    sheet = (BytesIO("示例：签到表".encode()), "sheet.txt")
    said = {"answer": "示例：见附件", "evidence": sheet}
    assert browser.post(f"{address}/do/supply", data=said).status_code == 302

    for person in (evaluator, body, make_user(Role.OFFICE)):
        assert "示例：见附件" in login(person).get(address).text
    for person in (stranger, other):
        assert login(person).get(address).status_code in (403, 404)
        assert found.ref not in login(person).get("/evaluations/materials/").text
    [file] = attached.of(Material.__tablename__, [found.id])
    assert file.may_be_read_by(evaluator) and not file.may_be_read_by(stranger)


def test_an_evaluator_asks_on_a_page(client, login):
    evaluator = make_evaluator()
    assignment = make_assignment(evaluator)
    db.session.commit()
    browser = login(evaluator)
    address = f"/evaluations/assignments/{assignment.id}/materials/new"
    said = {"indicator": "A4", "what": "示例：培训记录"}
    assert browser.post(address, data=said).status_code == 302
    made = db.session.scalars(sa.select(Material)).one()

    assert made.indicator.code == "A4" and made.subject_id == assignment.body_id
    assert browser.post(address, data={"indicator": "ZZ", "what": "示例"}).status_code == 422


def test_who_stands_aside_reads_no_material(app):
    found = make_material()
    evaluator = evaluator_of(found)
    assert evaluator.body_id in found.parties
    found.assignment.recused_at = NOW
    assert evaluator.body_id not in found.parties


def test_evaluators_are_reminded_once_before_the_last_day_while_something_is_open(app):
    lazy, diligent = make_evaluator(), make_evaluator("示例第二信用公司")
    item = make_round(lazy, [make_body()])
    rounds.assign(item, diligent.body, [make_body()], by=make_user(Role.OFFICE), at=NOW)
    db.session.flush()
    score_all(next(one for one in item.assignments if one.evaluator is diligent.body), 90)

    assert reminders.remind(on=TODAY, at=NOW) == 0
    near = item.score_until - timedelta(days=1)
    assert reminders.remind(on=near, at=NOW) >= 1
    assert reminders.remind(on=near, at=NOW) == 0


def test_what_was_never_handed_in_is_late_too(app):
    lazy, diligent = make_evaluator(), make_evaluator("示例第二信用公司")
    office = make_user(Role.OFFICE)
    item = make_round(lazy, [make_body()])
    rounds.assign(item, diligent.body, [make_body()], by=office, at=NOW)
    db.session.flush()
    score_all(next(one for one in item.assignments if one.evaluator is diligent.body), 90)
    rounds.finish(item, by=office, at=NOW + (item.score_until - TODAY) + timedelta(days=1))
    db.session.flush()

    late = agencies.standings([lazy.body_id, diligent.body_id], item.score_until)
    assert [late[one.body_id].late for one in (lazy, diligent)] == [1, 0]
