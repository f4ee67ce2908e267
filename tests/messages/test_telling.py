"""Who hears of what the calendar, the night and the machine do."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from integrity.base.db import db
from integrity.base.outbox import Message
from integrity.base.permissions import Role
from integrity.base.runs import Job, JobRun
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions.pushes.models import Push
from integrity.people.messages import service
from integrity.streams.complaints import models as complaints
from integrity.streams.complaints import recusals
from integrity.streams.courts import service as courts
from jobs import daily, runner, telling
from tests.complaints.makers import answer, make_accepted, make_complaint
from tests.courts.makers import make_assigned, make_case, make_reported
from tests.factories import NOW, TODAY, make_body, make_record, make_user
from tests.messages.test_inbox import told
from tests.sanctions.makers import make_listed, make_receivers


def test_who_owes_is_told_before_the_day_and_after_it_once_each() -> None:
    case = make_assigned(due_on=TODAY + timedelta(days=3))
    officer = make_user(Role.OFFICER, case.subject)
    db.session.commit()
    after = TODAY + timedelta(days=4)

    for on in (TODAY, TODAY + timedelta(days=1), after, after + timedelta(days=1)):
        telling.remind(on, NOW)

    assert told(officer)[1:] == [
        f"案件 {case.ref} 临近期限，请按期办理。",
        f"案件 {case.ref} 已经逾期，请立即办理。",
    ]


def test_another_day_is_told_anew() -> None:
    case = make_assigned(due_on=TODAY + timedelta(days=3))
    db.session.commit()
    officer = make_user(Role.OFFICER, case.subject)
    telling.remind(TODAY, NOW)
    case.due_on = TODAY + timedelta(days=4)

    telling.remind(TODAY, NOW)

    assert len(told(officer)) == 2


def test_what_is_done_is_reminded_of_no_more() -> None:
    case = make_assigned(due_on=TODAY - timedelta(days=3))
    db.session.commit()
    officer = make_user(Role.OFFICER, case.subject)
    case.closed_on = TODAY - timedelta(days=4)

    telling.remind(TODAY, NOW)

    assert told(officer) == []


def test_a_body_is_told_of_a_record_before_its_time_to_object_begins() -> None:
    """A body learned of its record by looking, while the days to object ran."""
    case = make_assigned(due_on=date(2026, 11, 2))
    db.session.commit()
    officer = make_user(Role.OFFICER, case.subject)

    daily.post_breaches(TODAY, NOW)
    daily.post_breaches(TODAY, NOW)

    wanted = sa.select(CreditRecord).where(CreditRecord.subject_id == case.subject_id)
    record = db.session.scalars(wanted).one()
    [message] = db.session.scalars(service.inbox(officer.id))
    assert message.thing_id == record.id
    words = f"拟记入信用记录 {record.ref}，告知书另行送达，异议期从送达起计算。"
    assert told(officer) == [words]


def test_what_is_done_to_many_at_once_is_told_to_each() -> None:
    first, second = make_record(), make_record()
    officers = [make_user(Role.OFFICER, record.subject) for record in (first, second)]

    by = make_user(Role.OFFICE)
    records.FLOW.go_all(CreditRecord, "confirm", by=by, at=NOW, decided_on=TODAY)
    db.session.commit()

    for officer, record in zip(officers, (first, second), strict=True):
        words = f"信用记录 {record.ref} 已确认，请登录查看期限和救济途径。"
        assert told(officer).count(words) == 1
        assert sum("发送本单位，请签收" in said for said in told(officer)) == 2


def test_who_left_a_complaint_to_others_hears_nothing_of_it() -> None:
    complaint = make_accepted()
    db.session.commit()
    near, other = make_user(Role.OFFICE), make_user(Role.OFFICE)
    recusals.recuse(complaint, "示例：亲属。", by=near, at=NOW)
    db.session.commit()

    answer(complaint)
    db.session.commit()

    assert told(near) == []
    assert told(other) == [f"投诉举报 {complaint.ref} 已答复。"]


def test_who_runs_the_system_is_told_that_a_job_failed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(on: object, at: object) -> dict[str, int]:
        raise ValueError

    system = make_user(Role.SYSTEM)
    db.session.commit()
    jobs = app.extensions["jobs"]
    monkeypatch.setitem(jobs, "expire", Job("expire", "示例", "0 1 * * *", fail))

    with pytest.raises(ValueError):
        runner.run("expire", TODAY)

    number = db.session.scalar(sa.select(sa.func.max(JobRun.id)))
    assert told(system) == [f"定时任务失败（第 {number} 次运行）。"]


def test_who_joins_a_body_later_hears_what_comes_from_then_on() -> None:
    case = make_assigned(due_on=TODAY + timedelta(days=3))
    db.session.commit()
    telling.remind(TODAY, NOW)
    late = make_user(Role.OFFICER, case.subject)

    telling.remind(TODAY + timedelta(days=4), NOW)

    assert told(late) == [f"案件 {case.ref} 已经逾期，请立即办理。"]
    assert told(make_user(Role.OFFICER, make_body())) == []


def test_a_receiver_that_does_not_answer_is_told_and_so_is_the_office() -> None:
    """Pushes were late by hundreds of days, and nobody but the receiver could see it."""
    make_receivers(1)
    make_listed()
    push = db.session.scalars(sa.select(Push)).one()
    push.due_on = TODAY - timedelta(days=1)
    db.session.commit()
    receiver, office = make_user(Role.OFFICER, push.body), make_user(Role.OFFICE)

    telling.remind(TODAY, NOW)

    assert told(receiver) == [f"联合奖惩任务 {push.id} 逾期没有反馈，请立即办理。"]
    assert told(office) == [f"联合奖惩任务 {push.id} 逾期没有反馈。"]


def test_whoever_is_late_with_a_step_hears_it_in_the_digest_once() -> None:
    """A case that nobody signed for, and one that nobody dispatched, were late in silence."""
    new, assigned = make_case(), make_assigned(due_on=TODAY + timedelta(days=90))
    new.step_due_on = assigned.step_due_on = TODAY - timedelta(days=1)
    db.session.commit()
    office, officer = make_user(Role.OFFICE), make_user(Role.OFFICER, assigned.subject)

    telling.remind(TODAY, NOW)
    telling.remind(TODAY + timedelta(days=1), NOW)

    assert told(office) == [f"案件 {new.ref} 的办理环节逾期，请立即办理。"]
    assert told(officer) == [f"案件 {assigned.ref} 的办理环节逾期，请立即办理。"]
    urgent = sa.select(Message.urgent).where(Message.event.startswith("late_"))
    assert set(db.session.scalars(urgent)) == {False}


def test_another_step_that_is_late_is_told_anew() -> None:
    complaint = make_complaint()
    complaint.step_due_on = TODAY - timedelta(days=1)
    db.session.commit()
    office = make_user(Role.OFFICE)
    telling.remind(TODAY, NOW)
    complaint.state = complaints.ComplaintState.ESCALATED

    telling.remind(TODAY, NOW)

    assert told(office) == [f"投诉举报 {complaint.ref} 的办理环节逾期，请立即办理。"] * 2


def test_a_court_that_keeps_a_body_waiting_is_not_called_late() -> None:
    case = make_reported(TODAY)
    case.step_due_on = TODAY - timedelta(days=100)
    db.session.commit()
    judge = make_user(Role.COURT, case.court)

    telling.remind(TODAY, NOW)

    assert told(judge) == []


def test_a_part_of_a_long_run_looks_at_what_that_part_did_alone() -> None:
    """Every commit of an import looked again at all that the import had done until then."""
    first, second = make_case(), make_case()
    officers = [make_user(Role.OFFICER, case.subject) for case in (first, second)]
    office = make_user(Role.OFFICE)
    courts.assign(first, by=office, at=NOW)
    db.session.commit()
    db.session.execute(sa.delete(Message))  # so that it would be told again if it were looked at

    courts.assign(second, by=office, at=NOW)
    db.session.commit()

    assert [len(told(officer)) for officer in officers] == [0, 1]


def test_what_was_late_before_anybody_was_reminded_floods_nobody(app: Flask) -> None:
    """The first reminders after an upgrade were an urgent mail for each thing ever late."""
    old = make_assigned(due_on=TODAY - timedelta(days=300))
    new = make_assigned(due_on=TODAY)
    for case in (old, new):
        make_user(Role.OFFICER, case.subject)
    db.session.commit()

    runner.run("remind", TODAY)
    runner.run("remind", TODAY + timedelta(days=1))

    wanted = sa.select(Message.thing_id, Message.urgent)
    wanted = wanted.where(Message.event == "overdue/CourtCase.subject_id")
    assert dict(db.session.execute(wanted).all()) == {old.id: False, new.id: True}
