"""A task of a plan is finished by somebody else than the body that owes it, or counts as late."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.files import imports
from integrity.people.subjects.service import load_bodies
from integrity.streams.plans import imports as tasks
from integrity.streams.plans import service
from integrity.streams.plans.errors import NotYours, WrongPlan, WrongTask
from integrity.streams.plans.models import (
    NoteKind,
    PlanTask,
    Rhythm,
    TaskOutcome,
    TaskState,
    WorkPlan,
)
from tests.factories import NOW, TODAY, make_body, make_user
from tests.plans.makers import (
    DONE,
    DUE,
    WHY,
    lead,
    make_lasting,
    make_plan,
    make_task,
    office,
    reported,
)

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)
LATER = DUE + DAY


def posted(on: date) -> list[CreditRecord]:
    records.post(service.breaches(on), on=on, at=NOW)
    wanted = sa.select(CreditRecord).where(CreditRecord.stream == "plans")
    return list(db.session.scalars(wanted))


def test_what_the_lead_body_reports_is_a_claim_until_somebody_else_has_verified_it() -> None:
    task = reported(make_task())

    assert (task.closed_on, task.is_claimed, task.outcome) == (None, True, None)
    service.find_done(task, WHY, by=office(), at=NOW)
    assert (task.state, task.outcome) == (TaskState.DONE, TaskOutcome.FINISHED)
    assert task.closed_on == TODAY and posted(LATER) == []


@pytest.mark.parametrize("verb", [service.find_done, service.accept_report, service.send_back])
def test_nobody_of_the_lead_body_ends_its_task_whatever_the_role(verb: Any) -> None:
    task = reported(make_task())

    with pytest.raises(NotYours):
        verb(task, WHY, by=make_user(Role.OFFICE, task.subject), at=NOW)
    with pytest.raises(NotYours):
        service.drop_task(task, WHY, by=make_user(Role.OFFICE, task.subject), at=NOW)
    assert task.state is TaskState.REPORTED


def test_a_task_without_a_report_is_not_found_done() -> None:
    with pytest.raises(NotAllowed):
        service.find_done(make_task(), WHY, by=office(), at=NOW)


def test_what_is_sent_back_is_late_from_its_old_day_and_on_record() -> None:
    task = reported(make_task())
    service.send_back(task, WHY, by=office(), at=NOW)

    assert (task.state, task.due_on, task.is_overdue(LATER)) == (TaskState.RUNNING, DUE, True)
    (record,) = posted(LATER)
    assert (record.subject_id, record.rule, record.since) == (task.subject_id, "missed", LATER)


def test_what_was_lifted_or_entered_after_its_day_makes_nobody_late() -> None:
    service.drop_task(make_task(), WHY, by=office(), at=NOW)
    plan = service.register("示例旧方案", "示例", TODAY - 90 * DAY, by=office(), at=NOW)
    said = service.Said(1, "示例旧任务", TODAY - 30 * DAY)
    service.set_task(plan, make_body(), said, by=office(), at=NOW)

    assert posted(LATER) == []


def test_each_report_of_a_task_without_end_is_kept_and_the_next_is_due_a_period_later() -> None:
    task = make_lasting()
    first = task.due_on
    assert first and task.time_limit and task.time_limit.code == "LOCAL-PLAN-QUARTER"
    reported(task)
    service.accept_report(task, WHY, by=office(), at=NOW)

    assert (task.state, task.is_claimed, task.closed_on) == (TaskState.RUNNING, False, None)
    assert task.due_on and task.due_on > first
    (note,) = task.notes
    assert (note.kind, note.text) == (NoteKind.REVIEW, DONE)
    assert (note.due_on, note.received_on) == (first, TODAY)
    assert posted(task.due_on + DAY) == []


def test_only_a_task_without_a_last_day_goes_on_after_a_report() -> None:
    task = reported(make_task())

    with pytest.raises(WrongTask):
        service.accept_report(task, WHY, by=office(), at=NOW)


def test_who_leads_who_supports_and_the_office_note_and_nobody_else() -> None:
    helper = make_body("示例配合局")
    task = make_task(supporters=(helper,))
    for by in (lead(task), make_user(Role.OFFICER, helper), office()):
        service.note(task, "示例情况", by=by, at=NOW)

    kinds = [note.kind for note in task.notes]
    assert kinds == [NoteKind.DISPATCH, NoteKind.SUPPORT, NoteKind.PROGRESS]
    with pytest.raises(NotYours):
        service.note(task, "示例", by=make_user(Role.OFFICER, make_body()), at=NOW)
    service.drop_task(task, WHY, by=office(), at=NOW)
    with pytest.raises(WrongTask):
        service.note(task, "示例", by=lead(task), at=NOW)


def test_a_task_has_either_a_day_or_a_rhythm_and_one_number_in_its_plan() -> None:
    plan, body = make_plan(), make_body()
    good = service.Said(1, "示例", DUE)
    service.set_task(plan, body, good, by=office(), at=NOW)
    for wrong in (
        service.Said(2, "示例"),
        service.Said(2, "示例", DUE, Rhythm.MONTHLY),
        service.Said(2, "示例", plan.issued_on - DAY),
        good,
    ):
        with pytest.raises(WrongTask):
            service.set_task(plan, body, wrong, by=office(), at=NOW)
    with pytest.raises(WrongTask):
        service.set_task(plan, body, service.Said(3, "示例", DUE), [body], by=office(), at=NOW)
    with pytest.raises(WrongPlan):
        service.register(plan.title, "示例", TODAY, by=office(), at=NOW)
    with pytest.raises(WrongPlan):
        service.register("示例另一方案", "示例", TODAY + DAY, by=office(), at=NOW)


def test_the_31_tasks_of_the_city_load_once_with_who_leads_in_its_own_words() -> None:
    load_bodies()
    title = "济南市加强守信联合激励和失信联合惩戒重点任务分工"
    service.register(title, "济政字〔2017〕35号附件", date(2017, 6, 13), by=office(), at=NOW)
    importer = tasks.IMPORTERS["plan-tasks"]

    report = imports.run(importer, tasks.DATA, by=audit.SYSTEM, at=NOW)
    assert (report.added, report.rejected) == (31, [])
    assert imports.run(importer, tasks.DATA, by=audit.SYSTEM, at=NOW).added == 0
    loaded = db.session.scalars(sa.select(PlanTask).order_by(PlanTask.number)).all()
    assert [task.number for task in loaded] == list(range(1, 32))
    assert {task.due_on for task in loaded if not task.rhythm} == {
        date(2017, 6, 30),
        date(2017, 12, 31),
    }
    assert len([task for task in loaded if not task.rhythm]) == 6
    assert all(task.lead_words and task.support_words for task in loaded)
    assert loaded[2].lead_words == "市中级人民法院、市发改委"
    assert posted(TODAY) == []


def test_the_board_shows_a_body_what_it_leads_and_supports_and_nothing_else(
    client: Any, login: Any
) -> None:
    helper = make_body("示例配合局")
    task = make_task(title="示例共同任务", supporters=(helper,))
    make_task(make_body("示例另一局"), title="示例他人任务")
    login(make_user(Role.OFFICER, helper))

    page = client.get("/plans/").get_data(as_text=True)
    assert "示例共同任务" in page and "示例他人任务" not in page
    assert client.get(f"/plans/{task.ref}/do/report").status_code == 403
    answer = client.post(f"/plans/{task.ref}/notes", data={"text": "示例配合情况"})
    assert answer.status_code == 302
    assert "示例配合情况" in client.get(f"/plans/{task.ref}").get_data(as_text=True)


def test_the_office_enters_a_plan_and_a_task_and_the_lead_body_reports_it(
    client: Any, login: Any
) -> None:
    body = make_body("示例牵头局")
    login(office())
    plan = {"title": "示例方案", "basis": "示例〔2026〕2号", "issued_on": str(TODAY)}
    assert client.post("/plans/new-plan", data=plan).status_code == 302
    made = db.session.scalars(sa.select(WorkPlan)).one()
    task = {"plan": made.id, "number": 1, "title": "示例任务", "body": body.id}
    assert client.post("/plans/new", data=task).status_code == 422
    assert client.post("/plans/new", data=task | {"rhythm": "monthly"}).status_code == 302
    item = db.session.scalars(sa.select(PlanTask)).one()
    assert (item.subject_id, item.rhythm) == (body.id, Rhythm.MONTHLY)

    login(lead(item))
    address = f"/plans/{item.ref}/do/report"
    assert client.post(address, data={"report": DONE}).status_code == 302
    db.session.refresh(item)
    assert item.is_claimed


def test_a_page_says_what_really_follows_when_a_report_is_late(login: Any) -> None:
    """It said that a credit record would be made, which it never is of a report in a rhythm."""
    dated, lasting = make_task(), make_lasting()

    page = login(lead(dated)).get(f"/plans/{dated.ref}").text
    assert "形成信用记录并告知单位" in page

    page = login(lead(lasting)).get(f"/plans/{lasting.ref}").text
    assert "不形成信用记录" in page and "形成信用记录并告知单位" not in page


def test_only_a_task_that_lasts_offers_to_accept_a_report_of_a_period(client, login) -> None:
    dated, lasting = reported(make_task()), reported(make_lasting())
    db.session.commit()
    login(office())

    assert "核实本期报告" not in client.get(f"/plans/{dated.ref}").text
    assert "核实完成" in client.get(f"/plans/{dated.ref}").text
    assert "核实本期报告" in client.get(f"/plans/{lasting.ref}").text


def test_the_board_is_narrowed_to_the_tasks_of_one_plan(client, login) -> None:
    first = make_task(title="示例甲方案任务")
    other = make_plan("示例乙方案")
    said = service.Said(1, "示例乙方案任务", DUE)
    service.set_task(other, make_body("示例乙局"), said, by=office(), at=NOW)
    db.session.commit()
    login(office())

    text = client.get(f"/plans/?plan={first.plan_id}").text
    assert "示例甲方案任务" in text and "示例乙方案任务" not in text
    assert "示例乙方案任务" in client.get("/plans/?plan=x").text
