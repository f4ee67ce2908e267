"""An exact code decides, a name alone never does, and everything is registered."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.credit.checks import service
from integrity.credit.checks.models import CheckResult, Verdict
from integrity.credit.checks.queries import BatchTooLarge, WrongBatch
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.records.models import RecordState
from integrity.credit.relations.models import RelationRole
from integrity.credit.sanctions import service as sanctions
from tests.checks.makers import CLERK, ON_PAPER, ask, make_check, make_identifier, make_person
from tests.factories import (
    NOW,
    TODAY,
    example_code,
    make_body,
    make_enterprise,
    make_record,
)
from tests.relations.makers import make_relation
from tests.sanctions.makers import MEASURE, make_decided, make_listed


@pytest.mark.parametrize(
    ("kind", "ground", "verdict"),
    [
        (ListKind.SERIOUS, Ground.ARREARS, Verdict.RESTRICT),
        (ListKind.WATCH, Ground.ARREARS, Verdict.CAUTION),
        (ListKind.RED, Ground.GOOD_CREDIT, Verdict.ENCOURAGE),
    ],
)
def test_each_list_has_its_verdict(kind: ListKind, ground: Ground, verdict: Verdict) -> None:
    body = make_body()
    make_listed(body, kind=kind, ground=ground)

    assert ask({"code": body.uscc}).verdict is verdict


def test_an_exact_code_finds_entries_measures_and_the_legal_basis() -> None:
    body = make_body()
    make_listed(body, measures=(MEASURE,))

    answer = ask({"code": f" {body.uscc.lower()} "}).answer

    assert answer["subject"]["uscc"] == body.uscc
    assert answer["entries"][0]["listed_on"] == TODAY.isoformat()
    assert answer["measures"][0]["code"] == MEASURE
    assert "802号" in answer["measures"][0]["legal_basis"]


def test_a_confirmed_record_asks_for_caution_and_a_repaired_one_for_nothing() -> None:
    confirmed = make_record(
        state=RecordState.CONFIRMED, decided_on=TODAY, until=TODAY, grade="general"
    )
    repaired = make_record(
        state=RecordState.REPAIRED, decided_on=TODAY, until=TODAY, closed_on=TODAY
    )

    assert ask({"code": confirmed.subject.uscc}).verdict is Verdict.CAUTION
    assert ask({"code": repaired.subject.uscc}).verdict is Verdict.CLEAR


def test_an_honour_never_outweighs_a_serious_entry() -> None:
    body = make_body()
    make_listed(body, kind=ListKind.RED, ground=Ground.MODEL)
    make_listed(body)

    assert ask({"code": body.uscc}).verdict is Verdict.RESTRICT


def test_a_name_alone_gives_at_most_review() -> None:
    make_listed(make_body("示例同名局"))

    result = ask({"name": "示例同名局"})

    assert result.verdict is Verdict.REVIEW
    assert result.answer["entries"] == result.answer["measures"] == []
    assert result.answer["candidates"][0]["name"] == "示例同名局"


def test_a_code_decides_even_when_the_name_is_another() -> None:
    body = make_body("示例甲局")
    make_listed(body)

    answer = ask({"code": body.uscc, "name": "示例乙局"}).answer

    assert answer["verdict"] == "restrict"
    assert "name" in answer["explanations"]


def test_an_identified_subject_of_which_nothing_is_known_is_clear() -> None:
    assert ask({"code": make_enterprise().uscc}).verdict is Verdict.CLEAR


@pytest.mark.parametrize(
    "broken",
    [{"code": "123"}, {}, {"code": None}, {"colour": "red"}, "text", None, {"code": {"a": 1}}],
)
def test_a_broken_query_spoils_only_itself(broken: object) -> None:
    body = make_body()
    make_listed(body)

    made = make_check({"bad": broken, "good": {"code": body.uscc}})
    results = service.as_json(made)["results"]

    assert set(results["bad"]) == {"error"}
    assert results["good"]["verdict"] == "restrict"


def test_a_person_is_found_by_number_and_name_together_and_never_named() -> None:
    person = make_person()
    make_listed(person, ground=Ground.DUTY_REFUSED)

    answer = ask({"code": make_identifier(), "name": "张三丰"}).answer
    by_name = ask({"name": "张*"})

    assert answer["verdict"] == "restrict"
    assert answer["subject"] == {"kind": "person"}
    assert "张" not in str(answer) and make_identifier() not in str(answer)
    assert by_name.verdict is Verdict.UNIDENTIFIED
    assert by_name.answer["candidates"] == []
    assert ask({"name": "张三丰", "kind": "person"}).verdict is Verdict.ERROR
    assert ask({"code": make_identifier()}).verdict is Verdict.ERROR


def test_a_number_under_another_name_is_as_one_that_nobody_has() -> None:
    make_listed(make_person(), ground=Ground.DUTY_REFUSED)

    wrong = ask({"code": make_identifier(), "name": "李示例"})
    unknown = ask({"code": make_identifier(408), "name": "李示例"})

    assert wrong.verdict is unknown.verdict is Verdict.UNIDENTIFIED
    assert wrong.answer == unknown.answer


@pytest.mark.parametrize("without", ["case_no", "authorisation", "authorised_by"])
def test_nobody_is_checked_without_a_paper_and_a_case(without: str) -> None:
    query = {"q": {"code": make_identifier(), "name": "张三丰"}}

    with pytest.raises(service.PersonsNotAuthorised):
        make_check(query, **(ON_PAPER | {without: ""}))


@pytest.mark.parametrize("where", ["matter", "case_no", "authorised_by"])
def test_an_identity_number_is_kept_in_no_word_of_a_check(where: str) -> None:
    said = ON_PAPER | {where: f"为{make_identifier()[:6]} {make_identifier()[6:]}办理"}

    with pytest.raises(service.NumberInWords):
        make_check({"q": {"name": "示例"}}, **said)


def test_the_records_of_staff_are_for_who_appoints() -> None:
    person = make_person()
    make_record(
        person,
        RecordState.CONFIRMED,
        decided_on=TODAY,
        until=TODAY.replace(year=2028),
        public=False,
    )
    query = {"code": make_identifier(), "name": "张三丰"}
    before = ask(query)
    make_relation(make_body(), RelationRole.CIVIL_SERVANT, name="张三丰", code=make_identifier())

    after = ask(query)

    assert before.answer["records"] and not after.answer["records"]


def test_a_merged_subject_stands_for_what_it_became() -> None:
    old, new = make_body("示例撤并局"), make_body("示例新局")
    old.merged_into_id = new.id
    make_listed(new)

    result = ask({"code": old.uscc})

    assert (result.verdict, result.subject_id) == (Verdict.RESTRICT, new.id)


def test_an_entry_that_is_not_listed_yet_has_no_consequence() -> None:
    body = make_body()
    make_decided(body)

    assert ask({"code": body.uscc}).verdict is Verdict.CLEAR


def test_an_objection_is_shown_and_suspends_nothing() -> None:
    body = make_body()
    entry = make_listed(body)
    sanctions.mark_disputed(entry.record_id, True, at=NOW)

    answer = ask({"code": body.uscc}).answer

    assert answer["verdict"] == "restrict"
    assert answer["entries"][0]["disputed"] is True
    assert "disputed" in answer["explanations"]


def test_a_batch_has_one_to_a_thousand_queries_and_a_purpose() -> None:
    code = {"code": example_code(1)}

    with pytest.raises(WrongBatch):
        make_check({})
    with pytest.raises(BatchTooLarge):
        make_check({str(n): code for n in range(1001)})
    with pytest.raises(WrongBatch):
        make_check({"x" * 101: code})
    with pytest.raises(WrongBatch):
        make_check({"q": code}, as_of=TODAY + timedelta(days=1))
    with pytest.raises(WrongBatch):
        service.check({"q": code}, purpose=" ", matter="x", body=make_body(), by=CLERK, at=NOW)


def test_every_check_is_registered_with_who_why_and_a_digest() -> None:
    body = make_body()

    made = make_check({"q": {"code": example_code(1)}}, body=body)

    assert (made.body_id, made.officer, made.purpose) == (body.id, CLERK.name, "行政许可审批")
    assert made.answer_digest == service.digest({r.key: r.answer for r in made.results})
    assert service.by_ref(made.ref) is made


def statements_for(queries: dict[str, dict[str, str]]) -> int:
    body = make_body("示例审批局")
    db.session.flush()
    seen: list[str] = []

    def count(connection, cursor, statement, parameters, context, many) -> None:
        seen.append(statement)

    connection = db.session.connection()
    sa.event.listen(connection, "before_cursor_execute", count)
    try:
        service.as_json(make_check(queries, body=body))
    finally:
        sa.event.remove(connection, "before_cursor_execute", count)
    return len(seen)


@pytest.mark.slow
def test_a_thousand_queries_need_as_many_statements_as_one() -> None:
    enterprises = [make_enterprise(f"示例企业{n}") for n in range(998)]
    listed = make_listed(make_body(), measures=(MEASURE,))
    first = {
        "listed": {"code": listed.subject.uscc},
        "name": {"name": "示例企业5"},
        "near": {"name": "示例企业5号厂"},
    }
    many = first | {str(n): {"code": e.uscc} for n, e in enumerate(enterprises[:997])}

    assert statements_for(first) == statements_for(many) <= 17
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CheckResult)) == 1003


def test_who_is_honoured_and_has_broken_its_word_gets_no_incentive() -> None:
    """Seen: `caution`, with the incentives of the red list among the measures."""
    firm = make_enterprise()
    incentive = "M-I-ADM-01"
    make_listed(firm, kind=ListKind.RED, ground=Ground.GOOD_CREDIT, measures=(incentive,))
    honoured = ask({"code": firm.uscc})
    make_record(
        subject=firm, state=RecordState.CONFIRMED, decided_on=TODAY, until=TODAY, grade="general"
    )

    result = ask({"code": firm.uscc})

    assert honoured.verdict is Verdict.ENCOURAGE
    assert [m["code"] for m in honoured.answer["measures"]] == [incentive]
    assert result.verdict is Verdict.CAUTION
    assert result.answer["measures"] == []
    assert "不适用激励措施" in result.answer["explanations"]["honoured"]
    assert [entry["list"] for entry in result.answer["entries"]] == ["red"]
