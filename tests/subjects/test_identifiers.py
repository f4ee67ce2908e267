"""Unified social credit codes and resident identifiers, with python-stdnum as the oracle."""

import csv
from pathlib import Path

import pytest
import stdnum.cn.uscc
from hypothesis import assume, given
from hypothesis import strategies as st

from integrity.people.subjects import identifiers
from tests.factories import example_code

DATA = Path(__file__).parent / "data" / "uscc.csv"
FIRST = sorted(authority + kind for authority, kinds in identifiers.KINDS.items() for kind in kinds)
first16 = st.builds(
    "{}{}{}".format,
    st.sampled_from(FIRST),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(identifiers.ALPHABET, min_size=8, max_size=8),
)


@pytest.mark.parametrize("code", [row["code"] for row in csv.DictReader(DATA.open())])
def test_codes_seen_on_official_pages_are_valid(code: str) -> None:
    assert identifiers.is_uscc(code)


@pytest.mark.parametrize(
    "code",
    ["123701020080636040"],
)
def test_a_check_sum_without_remainder_gives_zero(code: str) -> None:
    assert identifiers.check_character(code[:17]) == code[17]


@given(first16)
def test_a_completed_code_is_valid_and_the_oracle_agrees_where_it_can(first: str) -> None:
    code = identifiers.complete_uscc(first)

    assert identifiers.is_uscc(code)
    if code[0].isdigit():
        assert stdnum.cn.uscc.is_valid(code)
    else:
        assert not stdnum.cn.uscc.is_valid(code)  # the known gap: A, N and Y codes


@given(first16, st.integers(0, 17), st.sampled_from(identifiers.ALPHABET))
def test_one_wrong_character_is_noticed(first: str, place: int, other: str) -> None:
    code = identifiers.complete_uscc(first)
    assume(code[place] != other)
    wrong = code[:place] + other + code[place + 1 :]

    assert not identifiers.is_uscc(wrong)


@given(st.text(max_size=20))
def test_nonsense_is_refused_without_an_error(text: str) -> None:
    valid = identifiers.is_uscc(identifiers.normalised(text))

    assert valid in (False, stdnum.cn.uscc.is_valid(identifiers.normalised(text)))


@given(st.from_regex(r"\A[1-9][0-9A-HJ-NPQRTUWXY]{17}\Z"))
def test_what_we_accept_the_oracle_accepts(code: str) -> None:
    if identifiers.is_uscc(code):
        assert stdnum.cn.uscc.is_valid(code)


def test_digits_of_another_script_are_none_of_a_code() -> None:
    """Seen: they failed with an error instead of being refused."""
    code = example_code(1, "91")

    assert not identifiers.is_uscc(code[:2] + "٣٧٠١" + code[6:])


def test_full_width_and_spaces_are_normalised() -> None:
    assert identifiers.normalised("１１３７ 0100-00418859xl") == "1137010000418859XL"


@pytest.mark.parametrize("number", ["11010519491231002X", "360426199101010071"])
def test_resident_identifiers_are_recognised(number: str) -> None:
    assert identifiers.is_resident_identifier(number)
    assert not identifiers.is_resident_identifier(number[:-1] + "5")


@pytest.mark.parametrize("kind", ["11", "12", "51", "91"])
def test_no_code_of_an_organisation_is_taken_for_a_person(kind):
    codes = [example_code(number, kind) for number in range(2000)]

    assert not [code for code in codes if identifiers.is_resident_identifier(code)]


def test_a_number_without_a_day_of_birth_is_nobodys():
    assert identifiers.is_resident_identifier("11010519491231002X")
    assert not identifiers.is_resident_identifier("110105194913310021")
