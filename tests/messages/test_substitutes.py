"""Who stands in for somebody absent hears what they would hear, and may do no more than before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed
from integrity.base.permissions import Role
from integrity.people.accounts.models import AccountState, User
from integrity.people.messages import substitutes
from integrity.people.messages.substitutes import Substitute, WrongSubstitute
from integrity.people.subjects.models import Subject
from integrity.streams.complaints import recusals
from integrity.streams.courts import service as courts
from jobs import telling
from tests.complaints.makers import answer, make_accepted
from tests.courts.makers import make_assigned, make_case
from tests.factories import NOW, TODAY, make_body, make_user
from tests.messages.test_inbox import told

WEEK = timedelta(days=7)


@pytest.fixture
def body() -> Subject:
    return make_body("示例住建局")


@pytest.fixture
def officer(body: Subject) -> User:
    return make_user(Role.OFFICER, body)


@pytest.fixture
def head(body: Subject) -> User:
    return make_user(Role.HEAD, body)


def named(person: User, other: User, **days: Any) -> Substitute:
    days = {"from_on": TODAY, "until_on": TODAY + WEEK} | days
    found = substitutes.name(person, other, by=person, at=NOW, **days)
    db.session.commit()
    return found


def stands_in(person: User, other: User, **days: Any) -> Substitute:
    found = named(person, other, **days)
    substitutes.confirm(found, by=other, at=NOW)
    db.session.commit()
    return found


def of_cases(person: User) -> list[str]:
    return [words for words in told(person) if "案件" in words]


def assign(body: Subject) -> str:
    case = make_case(body)
    courts.assign(case, by=make_user(Role.OFFICE), at=NOW)
    db.session.commit()
    return f"案件 {case.ref} 已分办给本单位，请签收并按期履行。"


def test_who_stands_in_is_told_as_well(officer: User, head: User, body: Subject) -> None:
    """What came while somebody was away was read when they were back."""
    stands_in(officer, head)

    words = assign(body)

    assert of_cases(head) == of_cases(officer) == [words]


def test_reminders_of_days_reach_who_stands_in_as_well(officer: User, head: User) -> None:
    case = make_assigned(due_on=TODAY - timedelta(days=3))
    case.subject_id = officer.body_id
    stands_in(officer, head)

    telling.remind(TODAY, NOW)

    assert of_cases(head) == [f"案件 {case.ref} 已经逾期，请立即办理。"]


def test_nothing_is_told_until_who_was_named_has_agreed(
    officer: User, head: User, body: Subject
) -> None:
    found = named(officer, head)

    assign(body)

    assert told(head) == [f"您被设为消息代理人（第 {found.id} 号），请确认。"]


@pytest.mark.parametrize(("first", "last"), [(1, 7), (-7, -1)], ids=["not yet begun", "over"])
def test_it_counts_on_its_days_alone(
    officer: User, head: User, body: Subject, first: int, last: int
) -> None:
    found = stands_in(officer, head)
    found.from_on, found.until_on = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    db.session.commit()

    assign(body)

    assert of_cases(head) == []


def test_what_was_ended_counts_no_more(officer: User, head: User, body: Subject) -> None:
    substitutes.end(stands_in(officer, head), by=officer, at=NOW)
    db.session.commit()

    assign(body)

    assert of_cases(head) == []


def test_who_was_switched_off_stands_in_for_nobody(
    officer: User, head: User, body: Subject
) -> None:
    stands_in(officer, head)
    head.state = AccountState.DISABLED
    db.session.commit()

    assign(body)

    assert of_cases(head) == []


def test_nobody_hears_by_standing_in_of_what_their_role_may_not_open(body: Subject) -> None:
    """A clerk of a bureau has no part in cases of courts."""
    officer, clerk = make_user(Role.OFFICER, body), make_user(Role.CLERK, body)
    stands_in(officer, clerk)

    assign(body)

    assert of_cases(officer) and not of_cases(clerk)


def test_who_left_a_complaint_to_others_does_not_hear_of_it_by_standing_in() -> None:
    complaint = make_accepted()
    db.session.commit()
    absent, other = make_user(Role.OFFICE), make_user(Role.OFFICE)
    stands_in(absent, other)
    recusals.recuse(complaint, "示例：亲属。", by=other, at=NOW)
    db.session.commit()

    answer(complaint)
    db.session.commit()

    words = f"投诉举报 {complaint.ref} 已答复。"
    assert words in told(absent) and words not in told(other)


@pytest.mark.parametrize("recused", [False, True])
def test_nobody_hears_for_who_left_a_complaint_to_others(recused: bool) -> None:
    complaint, office = make_accepted(), make_body("示例领导小组办公室")
    db.session.commit()
    absent, other = make_user(Role.OFFICE, office), make_user(Role.HEAD, office)
    stands_in(absent, other)
    if recused:
        recusals.recuse(complaint, "示例：亲属。", by=absent, at=NOW)
        db.session.commit()

    answer(complaint)
    db.session.commit()

    assert (f"投诉举报 {complaint.ref} 已答复。" in told(other)) is not recused


def test_who_did_it_is_not_told_of_it_by_standing_in(officer: User, body: Subject) -> None:
    case = make_case(body)
    db.session.commit()
    acting = make_user(Role.OFFICER, body)
    stands_in(officer, acting)

    courts.assign(case, by=acting, at=NOW)
    db.session.commit()

    assert of_cases(officer) and not of_cases(acting)


def test_somebody_of_another_body_cannot_stand_in(officer: User) -> None:
    stranger = make_user(Role.OFFICER, make_body("示例教育局"))

    with pytest.raises(WrongSubstitute):
        named(officer, stranger)


def test_one_power_does_not_stand_in_for_another() -> None:
    """Powers that are separated would be in one hand for a week."""
    with pytest.raises(WrongSubstitute):
        named(make_user(Role.SYSTEM), make_user(Role.SECURITY))


def test_there_is_one_at_a_time(officer: User, head: User, body: Subject) -> None:
    stands_in(officer, head)

    with pytest.raises(WrongSubstitute):
        named(officer, make_user(Role.OFFICER, body), from_on=TODAY + WEEK)


@pytest.mark.parametrize(("first", "last"), [(3, 2), (-3, -1)])
def test_days_that_are_over_or_reversed_are_refused(
    officer: User, head: User, first: int, last: int
) -> None:
    days = {"from_on": TODAY + timedelta(days=first), "until_on": TODAY + timedelta(days=last)}

    with pytest.raises(WrongSubstitute):
        named(officer, head, **days)


def test_only_who_was_named_agrees_and_only_once(officer: User, head: User) -> None:
    found = named(officer, head)

    with pytest.raises(Forbidden):
        substitutes.confirm(found, by=officer, at=NOW)
    substitutes.confirm(found, by=head, at=NOW)
    with pytest.raises(NotAllowed):
        substitutes.confirm(found, by=head, at=NOW)


def test_every_step_of_it_is_in_the_log(officer: User, head: User) -> None:
    found = stands_in(officer, head)
    substitutes.end(found, by=head, at=NOW)
    db.session.flush()

    wanted = sa.select(AuditEvent.move, AuditEvent.by_id).where(AuditEvent.thing == "substitute")
    assert db.session.execute(wanted.order_by(AuditEvent.id)).all() == [
        ("name_substitute", officer.id),
        ("confirm_substitute", head.id),
        ("end_substitute", head.id),
    ]


def test_it_is_named_confirmed_and_ended_on_its_page(
    officer: User, head: User, login: Callable[[Any], Any]
) -> None:
    days = {"from_on": "2026-11-20", "until_on": "2026年11月27日"}
    given = login(officer).post(
        "/messages/substitutes/new", data=days | {"substitute": str(head.id)}
    )
    found = db.session.scalars(sa.select(Substitute)).one()
    browser = login(head)
    before = browser.get("/messages/substitutes").text
    browser.post(f"/messages/substitutes/{found.id}/confirm")
    confirmed = found.confirmed_at
    browser.post(f"/messages/substitutes/{found.id}/end")

    assert given.status_code == 302 and "待代理人确认" in before
    assert confirmed == found.ended_at == NOW


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.SECURITY])
def test_who_manages_accounts_names_one_for_somebody_who_is_away(
    officer: User, head: User, login: Callable[[Any], Any], role: Role
) -> None:
    data = {"from_on": "2026-11-20", "until_on": "2026-11-27"}
    data |= {"person": officer.username, "substitute": head.username}

    answer = login(make_user(role)).post("/messages/substitutes/new-for", data=data)

    assert answer.status_code == 302
    assert db.session.scalars(sa.select(Substitute)).one().person_id == officer.id


def test_nobody_else_names_one_for_others(
    officer: User, head: User, login: Callable[[Any], Any]
) -> None:
    assert login(head).get("/messages/substitutes/new-for").status_code == 403


def test_a_name_that_nobody_has_is_refused_and_stays_typed(login: Callable[[Any], Any]) -> None:
    data = {"from_on": "2026-11-20", "until_on": "2026-11-27"}
    data |= {"person": "nobody-at-all", "substitute": "nobody"}

    answer = login(make_user(Role.SYSTEM)).post("/messages/substitutes/new-for", data=data)

    assert answer.status_code == 422 and "nobody-at-all" in answer.text


def test_nobody_sees_or_ends_those_of_others(
    officer: User, head: User, body: Subject, login: Callable[[Any], Any]
) -> None:
    found = stands_in(officer, head)
    browser = login(make_user(Role.OFFICER, body))

    answer = browser.post(f"/messages/substitutes/{found.id}/end")

    assert answer.status_code == 404
    assert "停止" not in browser.get("/messages/substitutes").text.split("<table")[-1]
