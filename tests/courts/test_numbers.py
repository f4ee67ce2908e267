"""Case numbers: read however they are written, and refused when they cannot be."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.streams.courts import numbers
from integrity.streams.courts.numbers import CaseNumber, WrongNumber

pytestmark = pytest.mark.usefixtures("app")
YEAR = 2026
NUMBERS = st.builds(
    CaseNumber,
    year=st.integers(2017, YEAR),
    court=st.sampled_from(["鲁", "鲁01", "鲁0191", "最高法", "兵0102", "示0199"]),
    type=st.sampled_from(sorted(numbers.types())),
    number=st.integers(1, 99_999),
    suffix=st.integers(0, 99),
)
OLD = st.builds(
    CaseNumber,
    year=st.integers(1990, 2016),
    court=st.sampled_from(["历", "济中", "鲁"]),
    type=st.sampled_from(["执", "民三初", "行初"]),
    number=st.integers(1, 99_999),
    suffix=st.integers(0, 99),
    old=st.just(True),
)
BRACKETS = st.sampled_from(["()", "（）", "〔〕", "[]", "［］", "【】", "{}", "〈〉", "﹝﹞"])
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


@st.composite
def written(draw, found=NUMBERS | OLD) -> tuple[CaseNumber, str]:
    """A number, and one of the many ways in which people write it."""
    number = draw(found)
    opening, closing = draw(BRACKETS)
    digits = str(number.number).zfill(draw(st.integers(1, 6)))
    tail = f"{digits}号"
    if number.suffix:
        numeral = draw(st.sampled_from([str(number.suffix), numbers._numeral(number.suffix)]))
        dash = draw(st.sampled_from(["-", "－", "—", "之"]))
        tail = draw(st.sampled_from([f"{digits}号{dash}{numeral}", f"{digits}{dash}{numeral}号"]))
    middle = "字第" if number.old else ""
    text = f"{opening}{number.year}{closing}{number.court}{number.type}{middle}{tail}"
    if draw(st.booleans()):
        text = text.translate(FULL)
    gap = draw(st.sampled_from(["", " ", "\u3000", "\u200b"]))
    return number, gap + gap.join(text) + gap


@given(written())
def test_a_number_is_the_same_however_it_is_written(pair):
    number, text = pair

    assert numbers.parse(text, YEAR) == number
    assert numbers.key(text) == number.key == numbers.key(number.key)


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text):
    with suppress(WrongNumber):
        assert numbers.parse(text, YEAR).key


@given(NUMBERS, NUMBERS)
def test_two_numbers_have_one_key_only_if_they_are_one(one, other):
    assert (one.key == other.key) is (one == other)


@pytest.mark.parametrize(
    "text",
    ["", "123", "五号", "（2099）鲁01执1号", "（1989）鲁01执1号", "（2026）鲁01执0号",
     "（2026）鲁01张三1号", "（2026）鲁01执1号之十十", "（2026）鲁01执1-1号之二", "（26）鲁01执1号",
     "（2020）历执字第1号", "（2026）鲁01执1号、2号", "（2026）鲁01执-1号", "（2026）鲁01执一号"],
)  # fmt: skip
def test_what_cannot_be_a_number_is_refused(text):
    """（2099）… was accepted: a year that has not come is a slip."""
    with pytest.raises(WrongNumber):
        numbers.parse(text, YEAR)


def test_the_parts_of_a_number_are_data():
    read = numbers.parse("（2025）鲁0191执恢 88 号之一", YEAR)

    assert (read.year, read.court, read.type, read.number, read.suffix) == (
        2025, "鲁0191", "执恢", 88, 1,
    )  # fmt: skip
    assert read.group == "enforcement" and read.is_resumed
