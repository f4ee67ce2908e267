"""Days, amounts and numbers as people write them are read right, or refused by their own error."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from integrity.files import spellings
from integrity.files.rows import BadValue, Row
from tests.checks.makers import make_identifier

pytestmark = pytest.mark.usefixtures("app")


class Colour(StrEnum):
    RED = "red"


READERS: list[Callable[[Row], Any]] = [
    lambda row: row.day("cell"),
    lambda row: row.amount("cell"),
    lambda row: row.number("cell"),
    lambda row: row.decimal("cell"),
    lambda row: row.percentage("cell"),
    lambda row: row.flag("cell"),
    lambda row: row.choice("cell", Colour, {Colour.RED: "红"}),
]
LIKELY = st.text("0123456789０１２.．,，-－—+eE万亿元¥%％年月日号:T /NaInf∞²٣\u200b", max_size=24)


@given(st.lists(st.one_of(st.text(max_size=40), LIKELY), min_size=10, max_size=20))
@example(["1E+30", "sNaN", "9" * 5000, "0000-00-00", "1e999999999"])
def test_no_value_ever_breaks_a_reader(texts):
    """A hundred of these lists are more than ten thousand readings."""
    for text in texts:
        for read in READERS:
            with suppress(BadValue):
                read(Row(cell=text))


@given(st.decimals(-10_000_000, 10**15, places=2))
def test_an_amount_is_read_as_it_was_written(amount):
    for text in (f"{amount}", f"{amount:,}", f"{amount}元", f"¥{amount}", f"{amount:,} 元整"):
        assert spellings.parse_amount(text) == amount


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_as_it_was_written(day):
    for text in (
        f"{day}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}号", f"{day} 00:00:00",
        f"{day.year}—{day.month:02}—{day.day:02}", f"{day}T08:30:00",
    ):  # fmt: skip
        assert spellings.parse_day(text) == day


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("¥1,234.50", "1234.50"), ("￥1234.5", "1234.50"), ("1234.50元整", "1234.50"),
        ("人民币１２３４．５元", "1234.50"), ("12.35万元", "123500.00"), ("12.35 万", "123500.00"),
        ("2.5亿", "250000000.00"), ("2.5万亿元", "2500000000000.00"),
        ("3千万", "30000000.00"), ("5千元", "5000.00"), ("壹万贰仟元整", "12000.00"),
        ("人民币壹佰零伍元陆角", "105.60"), ("十二万元", "120000.00"),
        ("壹亿零伍拾万圆整", "100500000.00"),
    ],
)  # fmt: skip
def test_an_amount_has_one_unit(text, yuan):
    assert spellings.parse_amount(text) == Decimal(yuan)


@pytest.mark.parametrize(
    "text",
    [
        "1E+30", "1e3", "NaN", "Infinity", "1_000", "2.5亿万", "1万万", "1亿2000万",
        "壹万贰元", "壹佰伍万元",
        "贰万壹亿元",
        "亿" * 5000 + "元", "壹万贰仟",
        "1.234,50", "12,35", "1,2345", "9999999999999999.999", "1 元 5", "3.45%", "--5", "",
    ],
)  # fmt: skip
def test_what_is_not_exactly_one_amount_is_refused(text):
    with pytest.raises(ValueError):
        spellings.parse_amount(text)


@pytest.mark.parametrize("text", ["0026-03-01", "9999-12-31", "2026-02-30", "2026-03-01Z", "20261"])
def test_what_is_no_day_of_this_time_is_refused(text):
    with pytest.raises(ValueError):
        spellings.parse_day(text)


def test_a_percentage_is_read_with_and_without_its_sign():
    read = [spellings.parse_percentage(text) for text in ("3.45", "3.45%", "３．４５％", "3.45 %")]

    assert read == [Decimal("3.4500")] * 4


@pytest.mark.parametrize("seven", "7７٧७")
def test_an_identity_number_is_found_whatever_script_a_digit_of_it_has(seven):
    number = make_identifier(777)
    written = f"{number[:6]}-{number[6:14]}{seven * 3}\u3000{number[17]}"

    assert number[14:17] == "777"
    assert spellings.has_identity_number(f"号码{written}。")
