"""A body answers for each measure by itself; what it said is corrected and never lost."""

from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.pushes import answers, receivers, service
from integrity.credit.sanctions.pushes.answers import Said
from integrity.credit.sanctions.pushes.models import (
    Push,
    PushAnswer,
    PushOutcome,
    PushState,
    Reason,
)
from integrity.people.subjects.models import Subject
from tests.api.makers import bearer, make_token, post
from tests.factories import NOW, TODAY, make_body, make_user
from tests.sanctions.makers import later, make_listed, make_receivers

MEALS, ROOMS = "M-S-GOV-16", "M-S-GOV-17"
APPLIED, REFUSED = PushOutcome.APPLIED, PushOutcome.NOT_APPLIED
NONE_OF_OURS = Said(REFUSED, "没有该主体的用房", Reason.NO_MATTER)


def pushed(*codes: str, body: Subject | None = None) -> Push:
    """What a body is asked because of one entry."""
    body = body or make_body()
    receivers.receive(body, codes or (MEALS, ROOMS), by=audit.SYSTEM, at=NOW)
    entry = make_listed(measures=codes or (MEALS, ROOMS))
    wanted = sa.select(Push).where(Push.entry_id == entry.id, Push.body_id == body.id)
    return db.session.scalars(wanted).one()


def ids() -> dict[str, int]:
    rows = db.session.execute(sa.select(Measure.code, Measure.id))
    return {row.code: row.id for row in rows}


def say(push: Push, at=NOW, **said: Said) -> list[PushAnswer]:
    known = {"meals": ids()[MEALS], "rooms": ids()[ROOMS]}
    told = {known[name]: one for name, one in said.items()}
    return answers.answer(push, told, by=audit.SYSTEM, at=at)


def test_it_is_answered_when_something_is_said_of_each_measure() -> None:
    push = pushed()

    say(push, meals=Said(APPLIED, done_on=TODAY - timedelta(days=2)))
    assert (push.state, push.outcome, push.closed_on) == (PushState.DELIVERED, None, None)
    say(push, at=later(1), rooms=NONE_OF_OURS)

    assert (push.state, push.outcome) == (PushState.ANSWERED, PushOutcome.PARTLY)
    assert push.closed_on == TODAY + timedelta(days=1)
    known = {said.measure.code: said for said in answers.current(push).values()}
    assert known[MEALS].done_on == TODAY - timedelta(days=2)
    assert (known[ROOMS].reason, known[ROOMS].why) == (Reason.NO_MATTER, "没有该主体的用房")


def test_the_same_content_again_changes_nothing() -> None:
    """Seen: the same answer counted as version 2 and 3."""
    push = pushed()
    say(push, meals=Said(APPLIED), rooms=NONE_OF_OURS)

    assert say(push, at=later(1), meals=Said(APPLIED), rooms=NONE_OF_OURS) == []
    assert push.version == 1


def test_a_correction_supersedes_and_both_stay_on_record() -> None:
    push = pushed()
    say(push, meals=Said(APPLIED), rooms=NONE_OF_OURS)

    (made,) = say(push, at=later(1), meals=Said(APPLIED), rooms=Said(APPLIED, "已停用"))

    lines = {line.measure.code: told for line, told in answers.lines(push)}
    assert [said.outcome for said in lines[ROOMS]] == [APPLIED, REFUSED]
    assert [said.superseded_at for said in lines[ROOMS]] == [None, later(1)]
    assert (made.version, push.version, push.outcome) == (2, 2, APPLIED)


@pytest.mark.parametrize(
    "said",
    [
        Said(REFUSED, "  ", Reason.OTHER),
        Said(APPLIED, done_on=TODAY + timedelta(days=1)),
        Said(PushOutcome.DROPPED),
        Said(PushOutcome.PARTLY),
    ],
)
def test_what_is_not_an_answer_is_refused(said: Said) -> None:
    push = pushed()

    with pytest.raises(answers.WrongAnswer):
        say(push, meals=said)
    with pytest.raises(answers.WrongAnswer):
        answers.answer(push, {ids()["M-S-GOV-18"]: Said(APPLIED)}, by=audit.SYSTEM, at=NOW)
    assert push.state is PushState.PENDING


def test_what_the_office_sends_back_is_owed_again_within_a_new_term() -> None:
    """A body said that nothing was its business, and with that its duty was over."""
    push, office = pushed(), make_user(Role.OFFICE)
    say(push, meals=NONE_OF_OURS, rooms=NONE_OF_OURS)
    first_due = push.due_on

    service.send_back(push, "该单位有用房，请核实", by=office, at=later(20))

    assert (push.state, push.closed_on, answers.current(push)) == (PushState.DELIVERED, None, {})
    assert push.due_on > first_due
    say(push, at=later(21), meals=Said(APPLIED), rooms=Said(APPLIED))
    assert len(push.answers) == 4


def test_who_executes_one_measure_more_owes_an_answer_again() -> None:
    body = make_body()
    push = pushed(MEALS, body=body)
    entry = make_listed(measures=(MEALS, ROOMS))
    wide = db.session.scalars(sa.select(Push).where(Push.entry_id == entry.id)).one()
    for one in (push, wide):
        answers.answer_whole(one, Said(APPLIED), by=audit.SYSTEM, at=NOW)

    receivers.receive(body, (MEALS, ROOMS), by=audit.SYSTEM, at=later(3))

    db.session.expire_all()
    assert (push.state, wide.state) == (PushState.ANSWERED, PushState.PENDING)
    assert (wide.closed_on, wide.starts_on) == (None, later(3).date())
    assert [line.asked_on for line in wide.asked] == [TODAY, later(3).date()]


def test_every_measure_has_its_own_question_on_the_page(login) -> None:
    push, known = pushed(), ids()
    client = login(make_user(Role.OFFICER, push.body))
    one, other = known[MEALS], known[ROOMS]

    def form(**more):
        return {f"outcome-{one}": "applied", f"done_on-{one}": "2026-11-18"} | more

    refused = client.post(f"/pushes/{push.id}", data=form(**{f"outcome-{other}": "not-applied"}))
    assert refused.status_code == 422
    more = {
        f"outcome-{other}": "not-applied",
        f"why-{other}": "没有",
        f"reason-{other}": "not-ours",
    }
    file = (BytesIO("已停止报销。".encode()), "示例.txt")
    saved = client.post(f"/pushes/{push.id}", data=form(**more) | {f"evidence-{one}": file})

    assert saved.status_code == 302
    db.session.expire_all()
    assert push.outcome is PushOutcome.PARTLY
    page = client.get(f"/pushes/{push.id}").text
    assert "不属于本单位职责" in page
    assert "示例.txt" in page


def test_many_are_answered_at_once_and_others_are_left_alone(login) -> None:
    mine, others = make_receivers(2)
    for _ in range(3):
        make_listed(measures=(MEALS, ROOMS))
    pushes = db.session.scalars(sa.select(Push).order_by(Push.id)).all()
    keys = "&".join(f"item={push.id}" for push in pushes)
    client = login(make_user(Role.OFFICER, mine))

    assert client.get("/pushes/answer").status_code == 302
    assert client.post(f"/pushes/answer?{keys}", data={"outcome": "not-applied"}).status_code == 422
    assert client.post(f"/pushes/answer?{keys}", data={"outcome": "applied"}).status_code == 302

    db.session.expire_all()
    states = {push.body_id: push.state for push in pushes}
    assert states == {mine.id: PushState.ANSWERED, others.id: PushState.PENDING}
    assert all(len(push.answers) == 2 for push in pushes if push.body_id == mine.id)


def test_what_is_left_to_a_colleague_stands_on_nobody_elses_desk(login) -> None:
    push = pushed()
    one, other = (make_user(Role.OFFICER, push.body) for _ in range(2))
    stranger = make_user(Role.OFFICER)

    address = f"/pushes/{push.id}/assign"

    def waits(user) -> bool:
        return f'/pushes/{push.id}"' in login(user).get("/desk/").text

    assert (waits(one), waits(other)) == (True, True)
    assert login(one).post(address, data={"person": str(stranger.id)}).status_code == 422
    assert login(one).post(address, data={"person": str(other.id)}).status_code == 302

    assert (waits(one), waits(other)) == (False, True)
    with pytest.raises(service.NotAColleague):
        service.assign(push, stranger, by=one, at=NOW)


def test_a_system_answers_per_measure_and_reads_what_changed(client) -> None:
    push = pushed()
    token = make_token("pushes", push.body)
    address = f"pushes/{push.id}/response"
    said = {"measures": {MEALS: {"outcome": "applied", "done_on": "2026-11-19"}}}

    part = post(client, address, said, token).json
    again = post(client, address, said, token).json
    rest = {"measures": {ROOMS: {"outcome": "not-applied", "why": "没有", "reason": "no-case"}}}
    whole = post(client, address, rest, token).json

    assert (part["state"], again["version"]) == ("delivered", 1)
    assert (whole["state"], whole["outcome"], whole["version"]) == ("answered", "partly", 2)
    known = {one["code"]: one["answer"] for one in whole["measures"]}
    assert (known[MEALS]["done_on"], known[ROOMS]["reason"]) == ("2026-11-19", "no-case")
    unknown = {"measures": {"M-X": {"outcome": "applied"}}}
    assert post(client, address, unknown, token).status_code == 422
    assert post(client, address, {}, token).status_code == 422


def test_a_system_follows_one_entry_and_what_changed_since(client) -> None:
    push = pushed()
    token = make_token("pushes", push.body)
    make_listed(measures=(MEALS,))

    def numbers(query: str):
        answer = client.get(f"/api/v1/pushes?{query}", headers=bearer(token))
        items = answer.json.get("items")
        return answer.status_code if items is None else [item["id"] for item in items]

    assert numbers(f"entry={push.entry.ref}") == [push.id]
    assert len(numbers("updated_since=2026-01-01T00:00:00%2B08:00")) == 2
    assert numbers("updated_since=2030-01-01T00:00:00%2B08:00") == []
    for wrong in ("updated=1", "state=gone", "updated_since=gestern", "entry=x"):
        assert numbers(wrong) == 400
