"""The rules of repair are public, list by list; each subject reads where it repairs what."""

from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.outbox import Message
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.credit.records.models import RecordState
from integrity.credit.repairs import materials, treatments
from integrity.credit.repairs.briefing_models import BriefingState, RulesBriefing
from integrity.people.subjects import competence
from jobs.telling import tell_repair_rules
from tests.factories import NOW, TODAY, make_body, make_record, make_user
from tests.remedies.test_applying import confirmed
from tests.sanctions.makers import make_listed


@pytest.fixture(autouse=True)
def _app(app):
    materials.load()
    treatments.load()
    return app


def test_everybody_reads_the_rules_of_each_list_and_the_way_of_each_department(client) -> None:
    department = make_body("示例认定局")
    competence.register("arrears", department.id, by=make_user(Role.OFFICE), at=NOW)

    page = client.get("/rules/repairs")

    assert page.status_code == 200
    for said in ("严重失信主体名单", "信用修复管理办法", "示例认定局", "不收取任何费用", "窗口"):
        assert said in page.text, said


def test_wider_ways_of_repair_are_rows_with_a_basis_that_nobody_must_take(client) -> None:
    record = confirmed()
    wider = {line.code: line for line in materials.checklist(record, TODAY)}

    for code in ("XF-CL-10", "XF-CL-11"):
        assert not wider[code].required and wider[code].legal_basis
        assert wider[code].name in client.get("/rules/repairs").text


def test_a_subject_reads_of_each_of_its_records_where_it_repairs(login) -> None:
    department = make_body("示例认定局")
    mine = confirmed(found_by_id=department.id)
    alone = make_listed(mine.subject, record=False)
    foreign = confirmed(date(2026, 10, 2))

    page = login(make_user(Role.OFFICER, mine.subject)).get("/desk/repairs/where").text

    assert mine.ref in page and "示例认定局" in page and "2026年10月1日" in page
    assert f"/repairs/new?record={mine.id}" in page and f"/repairs/new?entry={alone.id}" in page
    assert foreign.ref not in page


def test_what_is_not_decided_or_is_over_is_no_place_to_repair(login) -> None:
    body = make_body()
    proposed = make_record(body, RecordState.PROPOSED)
    repaired = make_record(body, RecordState.REPAIRED, decided_on=TODAY)

    page = login(make_user(Role.OFFICER, body)).get("/desk/repairs/where").text

    assert proposed.ref not in page and repaired.ref not in page
    assert "没有可以修复的失信信息" in page


def test_who_files_no_repairs_has_no_such_page(login) -> None:
    assert login(make_user(Role.AUDITOR)).get("/desk/repairs/where").status_code == 403


def heard(user) -> int:
    wanted = sa.select(sa.func.count()).where(Message.person_id == user.id)
    return db.session.scalar(wanted.where(Message.event.contains("repair-rules-changed"))) or 0


def test_a_department_confirms_the_rules_it_was_given_and_nobody_in_its_place(login) -> None:
    """Seen: a message was sent, and nobody knew whether anybody had read it."""
    department, late = make_body("示例认定局"), make_body("示例未确认局")
    office = make_user(Role.OFFICE)
    for matter, body in (("arrears", department), ("courts", department), ("targets", late)):
        competence.register(matter, body.id, by=office, at=NOW)
    tell_repair_rules(TODAY, NOW)
    tell_repair_rules(TODAY, NOW)
    given = db.session.scalars(sa.select(RulesBriefing).order_by(RulesBriefing.id)).all()
    assert [one.body for one in given] == [department, late]
    assert given[0].step_due_on == rules.due("LOCAL-REPAIR-BRIEF", TODAY).due_on
    officer = make_user(Role.OFFICER, department)
    assert f"/repairs/briefings/{given[0].id}/do/confirm_rules" in login(officer).get("/desk/").text
    said = {"handling": "示例：法规科受理，在网上提交。"}
    act = "/repairs/briefings/{}/do/confirm_rules"
    assert login(officer).post(act.format(given[1].id), data=said).status_code == 404
    assert login(office).post(act.format(given[0].id), data=said).status_code == 403

    assert login(officer).post(act.format(given[0].id), data=said).status_code == 302

    assert given[0].confirmed_on == TODAY
    page = login(office).get("/repairs/briefings/?state=given").text
    assert "示例未确认局" in page and "示例认定局" not in page


def test_newer_rules_take_the_place_of_those_that_nobody_confirmed() -> None:
    department, office = make_body("示例认定局"), make_user(Role.OFFICE)
    competence.register("arrears", department.id, by=office, at=NOW)
    tell_repair_rules(TODAY, NOW)
    rule = db.session.scalars(sa.select(materials.RepairMaterial)).first()
    rule.how = "示例：新的要求"
    db.session.flush()

    tell_repair_rules(TODAY, NOW)

    db.session.expire_all()
    states = db.session.scalars(sa.select(RulesBriefing.state).order_by(RulesBriefing.id)).all()
    assert states == [BriefingState.OUTDATED, BriefingState.GIVEN]


def test_a_department_hears_of_new_rules_once_however_many_matters_it_finds() -> None:
    department = make_body("示例认定局")
    officer, office = make_user(Role.OFFICER, department), make_user(Role.OFFICE)
    for matter in ("arrears", "courts"):
        competence.register(matter, department.id, by=office, at=NOW)
    other = make_user(Role.OFFICER, make_body("示例旁局"))

    tell_repair_rules(TODAY, NOW)
    tell_repair_rules(TODAY, NOW)
    assert (heard(officer), heard(other)) == (1, 0)

    rule = db.session.scalars(sa.select(materials.RepairMaterial)).first()
    rule.how = "示例：新的要求"
    db.session.flush()
    tell_repair_rules(TODAY, NOW)
    assert heard(officer) == 2
