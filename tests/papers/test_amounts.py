"""Amounts in capitals, as banks and offices write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.casework.documents.amounts import DIGITS, GROUPS, PLACES, capitals, figures


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("105", "壹佰零伍元整"),
        ("1005.05", "壹仟零伍元零伍分"),
        ("1050", "壹仟零伍拾元整"),
        ("10000", "壹万元整"),
        ("10005", "壹万零伍元整"),
        ("100500", "壹拾万零伍佰元整"),
        ("107000.53", "壹拾万零柒仟元伍角叁分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("1234567.89", "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
        ("100000005", "壹亿零伍元整"),
        ("100010000", "壹亿零壹万元整"),
        ("120000000", "壹亿贰仟万元整"),
    ],
)
def test_an_amount_in_capitals(amount: str, said: str) -> None:
    assert capitals(Decimal(amount)) == said


@given(st.decimals(0, Decimal("9999999999999.99"), places=2))
def test_capitals_say_the_same_amount(amount: Decimal) -> None:
    assert value(capitals(amount)) == amount


@given(st.decimals(0, Decimal("9999999999999.99"), places=2))
def test_no_zero_is_said_twice_or_at_the_end(amount: Decimal) -> None:
    said = capitals(amount)

    assert "零零" not in said and (amount == 0 or not said.startswith("零"))
    for end in ("元", "万", "亿"):
        assert amount < 1 or f"零{end}" not in said


def test_figures_have_two_places_and_thousands_apart() -> None:
    assert figures(Decimal("1234567.895")) == "1,234,567.90"


def value(said: str) -> Decimal:
    """Reads capitals as a clerk does."""
    whole, _yuan, rest = said.partition("元") if "元" in said else ("", "", said)
    cents = number(rest.replace("角", "拾").replace("分", ""))
    return number(whole) + Decimal(cents) / 100


def number(said: str) -> int:
    for size, name in GROUPS:
        high, found, low = said.rpartition(name)
        if found:
            return number(high) * size + number(low)
    total = digit = 0
    for letter in said.replace("整", ""):
        if letter in DIGITS:
            digit = DIGITS.index(letter)
        else:
            total, digit = total + digit * 10 ** PLACES.index(letter), 0
    return total + digit
