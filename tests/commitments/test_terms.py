"""A new head answers for what the one before promised."""

from datetime import date

import pytest
import sqlalchemy as sa

from commitments.takeover import office_terms
from commitments.takeover.office_terms import TaskState
from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.base.runs import timetable
from integrity.credit.records.models import CreditRecord
from integrity.streams.rectifications import service as rectifications
from jobs import runner
from tests.arrears.makers import make_invoice
from tests.commitments.makers import make_draft, make_published, make_reported
from tests.courts.makers import make_assigned
from tests.factories import NOW, TODAY, make_body, make_user
from tests.lawsuits.makers import make_suit

FIRST, SECOND = date(2024, 1, 1), date(2026, 11, 2)


def new_head(body, from_on=SECOND):
    office = make_user(Role.OFFICE, make_body("领导小组办公室"))
    if office_terms.current(body.id) is None:
        office_terms.begin(body, "局长（第1任）", FIRST, by=office, at=NOW)
    return office_terms.begin(body, f"局长（{from_on}）", from_on, by=office, at=NOW)


def test_a_new_head_gets_one_task_for_everything_open():
    body = make_body()
    open_, reported = make_published(body), make_reported(body=body)
    make_draft(body)
    make_published(make_body("另一局"))

    term = new_head(body)

    assert {task.item_id for task in office_terms.waiting(body.id)} == {open_.id, reported.id}
    assert office_terms.hand_over(term) == 0


def test_cases_are_taken_over_as_well(app):
    named = [s.name for s in app.extensions["streams"].values() if s.work.inherited]

    assert sorted(named) == [
        "arrears",
        "commitments",
        "contracts",
        "courts",
        "evaluations",
        "grievances",
        "lawsuits",
        "losses",
        "rectifications",
        "targets",
    ]


def test_the_day_follows_the_rule():
    item = make_published()

    new_head(item.subject)

    assert office_terms.waiting(item.subject_id)[0].due_on == date(2026, 11, 30)


def test_who_accepts_answers_for_it_and_the_page_says_so(client):
    item = make_published()
    new_head(item.subject)
    task = office_terms.waiting(item.subject_id)[0]

    office_terms.accept(task, by=make_user(Role.HEAD, item.subject), at=NOW)

    page = client.get(f"/commitments/{item.ref}").text
    assert "已确认承接" in page and f"局长（{SECOND}）" in page


@pytest.mark.parametrize("role", [Role.OFFICER, Role.OFFICE])
def test_nobody_else_takes_over(role):
    item = make_published()
    new_head(item.subject)

    with pytest.raises(office_terms.NotTheHead):
        office_terms.accept(
            office_terms.waiting(item.subject_id)[0], by=make_user(role, item.subject), at=NOW
        )


def test_who_does_neither_in_time_is_flagged_once():
    item = make_published()
    new_head(item.subject)
    flag = timetable()["flag_inheritance"].work

    assert flag(date(2026, 11, 30), NOW) == {"flagged": 0}
    assert flag(date(2026, 12, 1), NOW) == {"flagged": 1}
    assert flag(date(2026, 12, 2), NOW) == {"flagged": 0}
    assert office_terms.waiting(item.subject_id)[0].flagged_on == date(2026, 12, 1)


def test_who_does_not_take_over_in_time_has_a_record_once_and_for_every_kind_of_duty():
    """A missed takeover was a flag on a page, and nothing followed."""
    body = make_body()
    make_published(body)
    make_published(body)
    make_assigned(body=body)
    new_head(body)

    runner.run("post_breaches", date(2026, 11, 30))
    before = takeovers(body)
    for task in office_terms.waiting(body.id):
        office_terms.accept(task, by=make_user(Role.HEAD, body), at=clock.at(date(2026, 12, 1), 9))
    for day in (1, 2):
        runner.run("post_breaches", date(2026, 12, day))

    assert before == []
    assert takeovers(body) == [("commitments", date(2026, 12, 1)), ("courts", date(2026, 12, 1))]


def test_who_takes_over_in_time_has_no_record():
    item = make_published()
    new_head(item.subject)
    head = make_user(Role.HEAD, item.subject)
    office_terms.accept(office_terms.waiting(item.subject_id)[0], by=head, at=NOW)

    runner.run("post_breaches", date(2026, 12, 1))

    assert takeovers(item.subject) == []


def test_what_was_done_by_the_day_need_not_be_taken_over_any_more():
    """Its head would have had a record for a promise that was kept."""
    item = make_published()
    new_head(item.subject)
    item.closed_on = date(2026, 11, 25)
    db.session.flush()

    runner.run("post_breaches", date(2026, 12, 1))

    assert takeovers(item.subject) == []


def test_debts_orders_cases_and_suits_are_inherited_like_promises():
    body = make_body()
    case, invoice = make_assigned(body=body), make_invoice(debtor=body, due_on=TODAY)
    make_suit(body)
    rectifications.order_item("courts", case, "示例要求", by=make_user(Role.OFFICE), at=NOW)
    new_head(body)

    runner.run("post_breaches", date(2026, 12, 1))

    assert {task.stream for task in office_terms.waiting(body.id)} == {
        "arrears",
        "courts",
        "lawsuits",
        "rectifications",
    }
    assert [stream for stream, _since in takeovers(body)] == [
        "arrears",
        "courts",
        "lawsuits",
        "rectifications",
    ]
    assert invoice.closed_on is None


def takeovers(body):
    wanted = sa.select(CreditRecord).where(
        CreditRecord.subject_id == body.id, CreditRecord.rule == "not-taken-over"
    )
    records = db.session.scalars(wanted.order_by(CreditRecord.stream))
    return [(record.stream, record.since) for record in records]


def test_a_task_of_a_former_head_is_not_the_next_ones():
    item = make_published()
    new_head(item.subject)
    old = office_terms.waiting(item.subject_id)[0]
    new_head(item.subject, TODAY)

    with pytest.raises(NotAllowed):
        office_terms.accept(old, by=make_user(Role.HEAD, item.subject), at=NOW)


def test_a_term_follows_the_one_before():
    body = make_body()
    new_head(body)

    with pytest.raises(office_terms.WrongTerm):
        new_head(body, FIRST)


def test_the_head_accepts_several_at_once(login):
    body = make_body()
    make_published(body)
    make_published(body)
    new_head(body)
    client = login(make_user(Role.HEAD, body))
    tasks = [task.id for task in office_terms.waiting(body.id)]

    assert "/commitments/inheritance/" in client.get("/desk/").text
    answer = client.post("/commitments/inheritance/", data={"task": tasks, "why": "已核对清单"})

    assert answer.status_code == 302
    assert office_terms.waiting(body.id) == []


@pytest.mark.parametrize(
    ("missing", "words"), [("why", "请写明承接说明"), ("task", "请至少选择一项")]
)
def test_several_are_not_accepted_without_a_reason_or_a_choice(login, missing, words):
    body = make_body()
    make_published(body)
    new_head(body)
    task = office_terms.waiting(body.id)[0]
    said = {"task": [task.id], "why": "已核对清单"}
    del said[missing]

    answer = login(make_user(Role.HEAD, body)).post("/commitments/inheritance/", data=said)

    assert answer.status_code == 422 and words in answer.text
    assert ("已核对清单" in answer.text) == (missing == "task")
    assert ("checked" in answer.text) == (missing == "why")
    assert office_terms.waiting(body.id) == [task]


def test_the_reason_is_logged_with_each_of_them(login):
    body = make_body()
    make_published(body)
    make_published(body)
    new_head(body)
    tasks = office_terms.waiting(body.id)
    said = {"task": [task.id for task in tasks], "why": "已核对移交清单"}

    login(make_user(Role.HEAD, body)).post("/commitments/inheritance/", data=said)

    assert [audit.history(task)[0].why for task in tasks] == ["已核对移交清单"] * 2


def test_a_task_of_another_body_is_no_choice(login):
    body = make_body()
    other = make_published()
    new_head(other.subject)
    task = office_terms.waiting(other.subject_id)[0]
    client = login(make_user(Role.HEAD, body))

    client.post("/commitments/inheritance/", data={"task": [task.id], "why": "好"})

    assert office_terms.waiting(other.subject_id) == [task]


def test_one_is_taken_over_with_a_wish_to_change(login):
    item = make_published()
    new_head(item.subject)
    task = office_terms.waiting(item.subject_id)[0]
    client = login(make_user(Role.HEAD, item.subject))

    answer = client.post(f"/commitments/inheritance/{task.id}/change", data={"why": "线位调整"})

    assert answer.location == f"/commitments/{item.ref}"
    assert office_terms.of_item("commitments", item.id)[0].state is TaskState.CHANGE_ASKED


def test_a_judgment_is_taken_over_and_never_changed_by_its_debtor(login):
    """A new head answered an inherited judgment with 判决义务改为两年后履行, and was done."""
    body = make_body()
    make_assigned(body=body)
    new_head(body)
    task = office_terms.waiting(body.id)[0]
    client = login(make_user(Role.HEAD, body))

    page = client.get("/commitments/inheritance/").text
    address = f"/commitments/inheritance/{task.id}/change"
    answer = client.post(address, data={"why": "判决义务改为两年后履行"})

    assert address not in page
    assert answer.status_code == 409
    assert office_terms.waiting(body.id)[0].state is TaskState.OPEN


def test_the_office_registers_a_term(login):
    body = make_body("示例水务局")
    client = login(make_user(Role.OFFICE, make_body()))
    fields = {"body": body.uscc, "title": "局长（第1任）", "from_on": "2024-01-01"}

    assert client.post("/commitments/terms/", data=fields).status_code == 302
    assert office_terms.current(body.id).title == "局长（第1任）"
