"""Whoever is to be listed may ask for a hearing, and nothing is decided before it is over."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import service as documents
from integrity.credit.sanctions import hearings, service
from integrity.credit.sanctions.hearing_models import Hearing, HearingState
from integrity.credit.sanctions.models import EntryState
from integrity.people.accounts.models import User
from tests.factories import NOW, make_enterprise, make_user, served
from tests.sanctions.makers import later, make_hearing, make_nominated

SAID: dict[str, Any] = {
    "present": "示例：当事人的代理人、承办人。",
    "our_side": "示例：罚款没有缴纳。",
    "their_side": "示例：已经申请分期缴纳。",
    "material": "示例：分期缴纳申请书。",
}
DAY = date(2026, 12, 7)


def handler(hearing: Hearing) -> User:
    """Who nominated, and so handles the case."""
    return db.session.get_one(User, hearing.entry.nominated_by_id)


def make_scheduled(subject: Any = None) -> tuple[Hearing, User]:
    hearing, chair = make_hearing(subject or make_enterprise()), make_user(Role.OFFICE)
    hearings.schedule(
        hearing, DAY, "上午9:30", "示例会议室", chair.id, by=handler(hearing), at=later(2)
    )
    return hearing, chair


def make_held(subject: Any = None) -> tuple[Hearing, User]:
    hearing, chair = make_scheduled(subject)
    hearings.hold(hearing, **SAID, by=chair, at=later(17))
    return hearing, chair


def close(hearing: Hearing, days: int = 60) -> None:
    service.hear(hearing.entry, "听取完毕", by=handler(hearing), at=later(days))


@pytest.mark.parametrize("make", [make_hearing, make_scheduled, make_held])
def test_nothing_is_decided_while_a_hearing_is_open(make: Any) -> None:
    made = make(make_enterprise())
    hearing = made[0] if isinstance(made, tuple) else made

    with pytest.raises(hearings.HearingOpen):
        close(hearing)

    assert hearing.entry.state is EntryState.NOTIFIED


def test_a_hearing_that_was_held_and_signed_lets_the_procedure_go_on() -> None:
    hearing, _chair = make_held()
    own = make_user(Role.SUPPLIER, hearing.subject)

    hearings.sign(hearing, by=own, at=later(18))
    close(hearing)

    assert (hearing.state, hearing.signed_by_name) == (HearingState.RECORDED, own.name)
    assert hearing.entry.state is EntryState.HEARD


def test_its_papers_are_the_notice_and_the_record_with_what_both_said() -> None:
    hearing, _chair = make_held()
    hearings.sign(hearing, by=make_user(Role.SUPPLIER, hearing.subject), at=later(18))

    papers = {d.kind: d for d in documents.of_thing("hearing", hearing.id)}

    assert set(papers) == {"hearing-notice", "hearing-record"}
    assert "示例会议室" in papers["hearing-notice"].content
    record = papers["hearing-record"].content
    assert all(words in record for words in SAID.values())
    assert "核对无误" in record
    assert all(paper.ref for paper in papers.values())


def test_a_hearing_is_asked_for_within_the_term_from_service_and_once() -> None:
    entry = make_nominated(make_enterprise())
    own = make_user(Role.SUPPLIER, entry.subject)
    service.notify(entry, by=make_user(Role.OFFICE), at=NOW)
    with pytest.raises(hearings.TooLateToAsk):  # nothing was served
        hearings.ask(entry, "理由", by=own, at=NOW)
    served(entry)
    db.session.refresh(entry)
    assert hearings.ask_until(entry) == date(2026, 11, 27)
    with pytest.raises(hearings.TooLateToAsk):
        hearings.ask(entry, "理由", by=own, at=later(8))
    hearings.ask(entry, "理由", by=own, at=later(1))

    with pytest.raises(hearings.TooLateToAsk):
        hearings.ask(entry, "又一次", by=own, at=later(1))


def test_who_handled_the_case_does_not_chair() -> None:
    hearing = make_hearing(make_enterprise())
    by, place = handler(hearing), ("上午9:30", "示例会议室")

    with pytest.raises(hearings.NotTheChair):
        hearings.schedule(hearing, DAY, *place, by.id, by=by, at=later(2))
    own = make_user(Role.OFFICER, hearing.subject)
    with pytest.raises(hearings.NotTheChair):  # nobody of the subject either
        hearings.schedule(hearing, DAY, *place, own.id, by=by, at=later(2))


def test_the_subject_has_seven_working_days_to_prepare() -> None:
    hearing, chair = make_hearing(make_enterprise()), make_user(Role.OFFICE)

    with pytest.raises(hearings.WrongDay, match="须提前通知"):
        hearings.schedule(
            hearing, date(2026, 12, 1), "9:30", "室", chair.id, by=handler(hearing), at=later(2)
        )


def test_only_the_chair_writes_the_record_and_not_before_the_day() -> None:
    hearing, chair = make_scheduled()

    with pytest.raises(hearings.NotTheChair):
        hearings.hold(hearing, **SAID, by=handler(hearing), at=later(17))
    with pytest.raises(hearings.WrongDay):
        hearings.hold(hearing, **SAID, by=chair, at=later(16))


def test_a_record_that_the_subject_does_not_sign_says_why() -> None:
    hearing, chair = make_held()
    with pytest.raises(hearings.HearingOpen):
        hearings.leave_unsigned(hearing, "拒绝签名", by=chair, at=later(18))

    hearings.leave_unsigned(hearing, "拒绝签名，两名到场人见证。", by=chair, at=later(21))

    [record] = [d for d in documents.of_thing("hearing", hearing.id) if d.kind == "hearing-record"]
    assert "拒绝签名，两名到场人见证。" in record.content
    close(hearing)


@pytest.mark.parametrize("state", ["asked", "scheduled"])
def test_the_subject_may_take_it_back(state: str) -> None:
    hearing = make_hearing(make_enterprise()) if state == "asked" else make_scheduled()[0]

    hearings.waive(hearing, "已经缴清", by=make_user(Role.SUPPLIER, hearing.subject), at=later(3))
    close(hearing)

    assert hearing.state is HearingState.WAIVED


def test_who_does_not_come_has_waived() -> None:
    hearing, chair = make_scheduled()

    hearings.miss(hearing, "没有到场，也没有说明理由。", by=chair, at=later(17))
    close(hearing)

    assert (hearing.state, hearing.closed_on) == (
        HearingState.WAIVED,
        DAY,
    )


def test_a_hearing_about_an_entry_that_is_not_listed_is_moot() -> None:
    hearing = make_hearing(make_enterprise())

    service.reject(hearing.entry, "事实不清", by=make_user(Role.OFFICE), at=later(1))

    db.session.refresh(hearing)
    assert hearing.state is HearingState.MOOT


def test_both_sides_do_it_on_pages(login) -> None:
    entry = make_nominated(make_enterprise("示例听证公司"))
    office, chair = make_user(Role.OFFICE), make_user(Role.OFFICE)
    service.notify(entry, by=office, at=NOW)
    served(entry)
    own = make_user(Role.SUPPLIER, entry.subject)
    firm = login(own)
    address = f"/lists/entries/{entry.id}/hearing"
    assert address in firm.get(f"/lists/entries/{entry.id}").text

    assert firm.post(address, data={"why": "示例：请求听证。"}).status_code == 302
    hearing = db.session.scalars(sa.select(Hearing)).one()
    page = f"/sanctions/hearings/{hearing.id}"
    assert "示例：请求听证。" in login(chair).get(page).text
    typed = {"set_for": "2026-12-07", "at_time": "9:30", "place": "示例会议室", "chair": chair.id}
    assert login(office).post(f"{page}/do/schedule", data=typed).status_code == 302
    assert "示例会议室" in login(own).get(page).text
    other = login(make_user(Role.SUPPLIER, make_enterprise()))
    assert other.get(page).status_code == 404
    assert other.post(f"{page}/do/forgo_hearing", data={"why": "x"}).status_code == 404
