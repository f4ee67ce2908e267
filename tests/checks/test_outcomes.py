"""What an office did with an answer is said measure by measure, corrected, and never said twice."""

from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.checks import outcomes
from integrity.credit.checks.demands import NumberInWords
from integrity.credit.checks.measures_asked import WHOLE
from integrity.credit.checks.models import Check
from integrity.credit.checks.outcome_models import CheckOutcome, Outcome, OutcomeReason
from integrity.credit.checks.outcomes import Said, UnknownKey, WrongOutcome
from integrity.credit.sanctions.pushes import receivers
from integrity.credit.sanctions.pushes.models import Push, PushOutcome, PushState
from integrity.doors.importing.models import Upload
from integrity.people.subjects.models import Subject
from tests.api.makers import bearer, make_token, post
from tests.checks.makers import CLERK, make_check, make_identifier
from tests.factories import NOW, TODAY, example_code, make_body, make_user
from tests.importing.makers import imported, sheet
from tests.sanctions.makers import later, make_listed

MEALS, ROOMS = "M-S-GOV-16", "M-S-GOV-17"
APPLIED = Said(Outcome.APPLIED, document="示例决定〔2026〕1号")


def checked(body: Subject | None = None, *measures: str) -> Check:
    """A check of somebody listed with two measures."""
    listed = make_body("示例被查局")
    make_listed(listed, measures=measures or (MEALS, ROOMS))
    return make_check({"q": {"code": listed.uscc}}, body=body)


def stands(made: Check) -> dict[str, CheckOutcome]:
    return outcomes.standing(made)["q"]


def test_each_measure_has_an_outcome_of_its_own_with_day_paper_and_reason() -> None:
    made = checked()
    refused = Said(Outcome.NOT_APPLIED, "没有申请用房", OutcomeReason.NOT_TOUCHING)

    outcomes.report(made, "q", {MEALS: APPLIED, ROOMS: refused}, by=CLERK, at=NOW)

    meals, rooms = stands(made)[MEALS], stands(made)[ROOMS]
    assert (meals.outcome, meals.done_on, meals.document) == (
        Outcome.APPLIED, TODAY, "示例决定〔2026〕1号",
    )  # fmt: skip
    assert (rooms.outcome, rooms.reason, rooms.why) == (
        Outcome.NOT_APPLIED, OutcomeReason.NOT_TOUCHING, "没有申请用房",
    )  # fmt: skip
    assert meals.officer == CLERK.name


def test_what_is_said_otherwise_supersedes_and_what_was_said_stays() -> None:
    made = checked()
    outcomes.report(made, "q", {MEALS: APPLIED}, by=CLERK, at=NOW)
    first = stands(made)[MEALS]
    other = Said(Outcome.NOT_GRANTED, "申请人撤回申请")

    again = outcomes.report(made, "q", {MEALS: APPLIED}, by=CLERK, at=later(1))
    [second] = outcomes.report(made, "q", {MEALS: other}, by=CLERK, at=later(2))

    assert again == []
    assert (first.outcome, first.superseded_at) == (Outcome.APPLIED, later(2))
    assert stands(made) == {MEALS: second}
    assert [one.id for one in outcomes.all_said(made)] == [second.id, first.id]
    assert [event.move for event in audit.history(made)][:2] == ["correct_outcome", "outcome"]


def test_the_same_of_all_measures_is_said_in_one_word() -> None:
    made = checked()

    outcomes.report_whole(made, "q", APPLIED, by=CLERK, at=NOW)

    assert set(stands(made)) == {MEALS, ROOMS}


def test_of_an_answer_without_measures_one_speaks_as_a_whole() -> None:
    made = make_check({"q": {"code": example_code(1)}})

    outcomes.report_whole(made, "q", Said(Outcome.APPLIED), by=CLERK, at=NOW)

    assert set(stands(made)) == {WHOLE}
    with pytest.raises(UnknownKey):
        outcomes.report_whole(made, "other", Said(Outcome.APPLIED), by=CLERK, at=NOW)


@pytest.mark.parametrize(
    "said",
    [
        {MEALS: Said(Outcome.NOT_APPLIED, " ")},
        {MEALS: Said(Outcome.NOT_GRANTED)},
        {MEALS: Said(Outcome.APPLIED, done_on=TODAY + timedelta(days=1))},
        {MEALS: Said(Outcome.APPLIED, done_on=TODAY - timedelta(days=1))},
        {"M-S-GOV-20": APPLIED},
        {WHOLE: APPLIED},
        {},
    ],
)
def test_a_refusal_gives_its_reason_and_nobody_speaks_of_what_was_not_asked(said) -> None:
    made = checked()

    with pytest.raises(WrongOutcome):
        outcomes.report(made, "q", said, by=CLERK, at=NOW)

    assert outcomes.standing(made) == {}


def test_nobody_is_named_by_number() -> None:
    said = Said(Outcome.APPLIED, document=f"给{make_identifier()}的决定")

    with pytest.raises(NumberInWords):
        outcomes.report(checked(), "q", {MEALS: said}, by=CLERK, at=NOW)


def test_what_was_applied_answers_the_push_of_the_same_measure_to_the_same_body() -> None:
    """One word is enough: what the body applied in a case it need not say once more of the push."""
    body, other = make_body("示例审批局"), make_body("示例财政局")
    for each in (body, other):
        receivers.receive(each, (MEALS, ROOMS), by=audit.SYSTEM, at=NOW)
    made = checked(body)
    refused = Said(Outcome.NOT_APPLIED, "没有申请用房", OutcomeReason.NOT_TOUCHING)

    outcomes.report(made, "q", {MEALS: APPLIED, ROOMS: refused}, by=CLERK, at=NOW)

    pushes = {push.body_id: push for push in db.session.scalars(sa.select(Push))}
    [answer] = pushes[body.id].answers
    assert (answer.measure.code, answer.outcome, answer.done_on, answer.why) == (
        MEALS, PushOutcome.APPLIED, TODAY, "示例决定〔2026〕1号",
    )  # fmt: skip
    assert pushes[body.id].state is PushState.DELIVERED, "of the other measure it said nothing yet"
    assert pushes[other.id].answers == []


def test_a_push_that_was_answered_keeps_its_answer() -> None:
    body = make_body("示例审批局")
    receivers.receive(body, (MEALS,), by=audit.SYSTEM, at=NOW)
    made = checked(body, MEALS)
    outcomes.report(made, "q", {MEALS: APPLIED}, by=CLERK, at=NOW)

    outcomes.report(made, "q", {MEALS: Said(Outcome.APPLIED)}, by=CLERK, at=later(1))

    [push] = db.session.scalars(sa.select(Push))
    assert (push.state, push.outcome, len(push.answers)) == (
        PushState.ANSWERED, PushOutcome.APPLIED, 1,
    )  # fmt: skip


def test_a_clerk_says_it_by_page_with_the_paper_as_a_file_and_corrects_it(login) -> None:
    body = make_body("示例审批局")
    made = checked(body)
    client = login(make_user(Role.CLERK, body))
    address = f"/checks/{made.ref}/outcome?key=q"
    typed = {
        "outcome-0": "applied", "document-0": "示例决定〔2026〕1号",
        "evidence-0": (BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(100)), "decision.png"),
        "outcome-1": "not-applied", "reason-1": "not-met", "why-1": "不符合条件",
    }  # fmt: skip

    form = client.get(address).text
    assert "限制公务消费" in form
    client.post(address, data=typed)
    receipt = client.get(f"/checks/{made.ref}").text

    for word in ("示例决定〔2026〕1号", "不符合该措施的法定适用条件", "更正使用情况"):
        assert word in receipt
    correction = {"outcome-0": "not-granted", "why-0": "申请人撤回"}
    assert client.post(address, data=correction).status_code == 302
    assert "已更正" in client.get(f"/checks/{made.ref}").text
    assert stands(made)[MEALS].outcome is Outcome.NOT_GRANTED
    assert stands(made)[ROOMS].reason is OutcomeReason.NOT_MET


def test_what_is_wrong_is_said_with_what_was_typed_kept(login) -> None:
    body = make_body("示例审批局")
    made = checked(body)
    client = login(make_user(Role.CLERK, body))

    answer = client.post(
        f"/checks/{made.ref}/outcome?key=q",
        data={"outcome-0": "not-applied", "document-0": "示例决定〔2026〕7号"},
    )

    assert answer.status_code == 422
    assert "示例决定〔2026〕7号" in answer.text


def test_a_system_says_it_by_measure_and_is_told_what_is_missing(client) -> None:
    body = make_body("示例审批局")
    made, token = checked(body), make_token(body=body)
    address = f"checks/{made.ref}/outcomes"
    first = {"outcome": "applied", "done_on": TODAY.isoformat(), "document": "示例决定〔2026〕1号"}

    told = post(client, address, {"outcomes": {"q": {"measures": {MEALS: first}}}}, token).json
    both = {"outcomes": {"q": {"outcome": "applied", "measures": {MEALS: first}}}}
    refused = post(client, address, both, token)
    unknown = post(client, address, {"outcomes": {"q": {"measures": {"M-X": first}}}}, token)

    assert told["outcomes"]["q"]["missing"] == [ROOMS]
    assert told["outcomes"]["q"]["measures"][MEALS]["document"] == "示例决定〔2026〕1号"
    assert (refused.status_code, refused.json["code"]) == (422, "wrong-outcome")
    assert (unknown.status_code, unknown.json["code"]) == (422, "wrong-outcome")
    assert client.get(f"/api/v1/checks/{made.ref}", headers=bearer(token)).status_code == 200


def test_many_are_said_in_one_file_and_those_of_other_bodies_are_not_there(login) -> None:
    body = make_body("示例审批局")
    mine, theirs = checked(body), checked()
    columns = ("receipt", "key", "measure", "outcome", "reason", "why", "done_on", "document")
    rows = (
        {"receipt": mine.ref, "key": "q", "measure": MEALS, "outcome": "已采用核查结果"},
        {"receipt": mine.ref, "key": "q", "measure": ROOMS, "outcome": "未采用核查结果",
         "reason": "该措施不涉及本事项", "why": "没有申请用房"},
        {"receipt": theirs.ref, "key": "q", "measure": MEALS, "outcome": "applied"},
    )  # fmt: skip

    upload = imported(
        login(make_user(Role.CLERK, body)), sheet(columns, *rows), kind="check-outcomes"
    )

    assert {code: one.outcome for code, one in stands(mine).items()} == {
        MEALS: Outcome.APPLIED, ROOMS: Outcome.NOT_APPLIED,
    }  # fmt: skip
    assert outcomes.standing(theirs) == {}
    assert db.session.get_one(Upload, upload.id).kind == "check-outcomes"
