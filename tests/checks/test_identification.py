"""Who was not identified is never clear: a name is compared as people write it, and only shown."""

import json
from pathlib import Path

import pytest

from integrity.credit.checks.models import Verdict
from integrity.people.subjects.models import Subject
from integrity.people.subjects.names import firm_of, key
from tests.api.makers import make_token, post
from tests.checks.makers import ON_PAPER, ask, make_check, make_identifier, make_person
from tests.factories import example_code, make_body, make_enterprise
from tests.sanctions.makers import make_listed

NAME = "示例园林绿化有限公司"
INPUT = json.loads((Path(__file__).parent / "inputs" / "name-check.json").read_text())


def make_firm(name: str = NAME) -> Subject:
    """An enterprise on the serious list."""
    return make_listed(make_enterprise(name)).subject


@pytest.mark.parametrize(
    "query",
    [
        {"code": example_code(99_999_999)},
        {"code": make_identifier(), "name": "张三丰"},
        {"name": "不存在的单位"},
        {"name": "·"},
        {"code": example_code(99_999_998), "name": NAME},
    ],
)
def test_who_is_not_identified_is_not_clear(query: dict[str, str]) -> None:
    """An unknown code, and a name that nobody had, were answered `clear`."""
    make_firm()

    result = ask(query)

    assert result.verdict is Verdict.UNIDENTIFIED
    assert result.answer["subject"] is None
    assert result.answer["explanations"]


def test_a_file_of_names_as_a_system_sent_them_is_never_clear(client) -> None:
    """With an unseen character, or as a branch, a firm on the serious list was `clear`."""
    firm = make_firm()

    results = post(client, "checks", INPUT, make_token()).json["results"]

    verdicts = {name: result["verdict"] for name, result in results.items()}
    assert verdicts == {"a": "review", "b": "unidentified", "c": "review"}
    for result in results.values():
        assert firm.uscc in [candidate["uscc"] for candidate in result["candidates"]]
    assert results["b"]["candidates"][0]["match"] == "parent"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("诸葛示", False),
        ("买买提·示例", False),
        ("不存在的单位", True),
        ("水务局", True),
        ("市水务局", True),
    ],
)
def test_a_name_that_may_be_a_persons_and_that_nobody_has_is_not_kept(
    name: str, kept: bool
) -> None:
    """A bare name of a person stood in the register as asked, without a paper that allowed it."""
    result = ask({"name": name})

    assert result.verdict is Verdict.UNIDENTIFIED
    assert (name in str(result.check.given)) is kept


@pytest.mark.parametrize(
    "written",
    [
        "示例園林綠化有限公司",
        "示例园林绿化有限责任公司",
        "示例园林绿化",
        "示例（园林）绿化有限公司",
        " 示例园林\u2060绿化有限公司\ufeff",
        "示例·园林绿化股份有限公司",
        "示例园林绿化有限公司（有限合伙）",
    ],
)
def test_the_same_name_written_in_another_way_is_found_for_review(written: str) -> None:
    firm = make_firm()

    result = ask({"name": written})

    assert result.verdict is Verdict.REVIEW
    assert [c["uscc"] for c in result.answer["candidates"]] == [firm.uscc]
    assert result.answer["measures"] == result.answer["entries"] == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("买买提·艾山商行", "买买提•艾山商行"),
        ("买买提·艾山商行", "买买提艾山商行"),
        ("ＡＢ科技有限公司", "ab科技有限公司"),
        ("示例基金（有限合伙）", "示例基金合伙企业(有限合伙)"),
    ],
)
def test_names_that_differ_in_signs_alone_have_one_key(first: str, second: str) -> None:
    assert key(first) == key(second)


def test_a_branch_is_no_other_way_of_writing_its_firm() -> None:
    branch = "示例园林绿化有限公司济南分公司"

    assert firm_of(branch) == key(NAME) != key(branch)
    assert firm_of(NAME) == ""


def test_near_names_are_offered_to_choose_from_and_far_ones_are_not() -> None:
    near, _far = make_body("示例区教育和体育局（示例单位）"), make_enterprise("样本商贸有限公司")

    result = ask({"name": "示例区教育和体育局"})

    assert result.verdict is Verdict.UNIDENTIFIED
    assert [(c["name"], c["match"]) for c in result.answer["candidates"]] == [(near.name, "near")]


def test_no_candidate_is_a_person() -> None:
    make_person("张三丰")

    assert ask({"name": "张*公司"}).answer["candidates"] == []


def test_the_answer_repeats_what_was_asked_and_of_a_person_nothing() -> None:
    firm, _person = make_firm(), make_person()
    queries = {
        "f": {"code": firm.uscc, "name": "别名"},
        "p": {"code": make_identifier(), "name": "张三丰"},
    }

    found = {
        result.key: result.answer["asked"] for result in make_check(queries, **ON_PAPER).results
    }

    assert found == {"f": {"code": firm.uscc, "name": "别名"}, "p": {"kind": "person"}}


@pytest.mark.parametrize("name", [make_identifier(), f"张三丰 {make_identifier()}"])
def test_an_identity_number_in_the_place_of_a_name_is_refused_and_not_kept(name: str) -> None:
    result = ask({"name": name})

    assert result.verdict is Verdict.ERROR
    assert make_identifier() not in str(result.answer)


def test_a_kind_that_is_not_the_subjects_is_remarked() -> None:
    answer = ask({"code": make_firm().uscc, "kind": "organisation"}).answer

    assert answer["verdict"] == "restrict"
    assert "kind" in answer["explanations"]
