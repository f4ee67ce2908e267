"""Days, amounts and numbers as people write them: read right, or not at all.

Every reader takes any text and raises ValueError for what is not exactly one value that a column
can hold. Nothing is guessed: a comma parts thousands or is refused, one unit may follow and no
second one, and a number in scientific notation has lost its digits before it came here.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from unicodedata import category

from integrity.files import numerals

LARGEST = Decimal(10) ** 16
"""What a column of amounts and numbers holds, with two decimals."""
LARGEST_WHOLE = 10**9
CENT = Decimal("0.01")
YEARS = range(1900, 2200)
"""A day outside them is a slip, and the terms counted from it would leave the calendar."""
UNITS = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "万": 10**4,
    "千": 1000,
}
"""The longer ones first: 万亿 is one unit."""
DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?"
    r"(?:[T\s]\s*([01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)?",
    re.ASCII,
)
MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?", re.ASCII)
SERIAL_ZERO = date(1899, 12, 30)
SERIALS = range(36_526, 73_051)
"""The days from 2000 to 2099 as spreadsheets count them."""
NUMBER = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
WHOLE = re.compile(r"[-+]?\d{1,12}", re.ASCII)
HALF_WIDTH = {full: full - 0xFEE0 for full in range(ord("！"), ord("～") + 1)}
DAYS = re.compile(r"(?:个?自然日|天|日)$")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
UNSEEN = re.compile(r"[\u034f\u115f\u1160\u2800\u3164\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""What looks like nothing besides control and format characters: fillers, variation selectors."""
RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_NUMBER = re.compile(r"(?=([1-8]\d{5}(?:19|20)\d{9}[\dX]))")
"""At every place of a text, also within a longer row of digits."""
TOGETHER = re.compile(r"\d[\dXxＸｘ\s\-－]{17,}")
"""Digits of any script, and nothing between them but what people put into one number."""
MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)", re.ASCII)
AMOUNT = re.compile(r"\d+\.\d+", re.ASCII)


class OtherUnit(ValueError):
    """An amount has a unit of its own, and it is not the one of its column."""


def visible(text: str) -> str:
    """A text without the characters that nobody sees and without spaces around it."""
    if not text.isprintable():
        text = "".join(c for c in text if c in "\t\n\r" or category(c) not in ("Cf", "Cc"))
    return UNSEEN.sub("", text).strip()


def is_visible(text: str) -> bool:
    """Whether `visible` would take nothing out of it, but for the spaces around it."""
    return text.isprintable() and not UNSEEN.search(text)


def half_width(text: str) -> str:
    """The same with letters, digits and signs in half width, as `visible`."""
    return visible(text).translate(HALF_WIDTH)


def parse_day(text: str) -> date:
    """2026-11-21, 2026/11/21, 2026.11.21, 20261121, 2026年11月21日, 21号, in characters too.

    A time of the day after it, as databases write it, is passed over. Raises ValueError.
    """
    text = numerals.day(half_width(text).translate(DASHES))
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = DAY.fullmatch(text)
    if not found or int(found[1]) not in YEARS:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), int(found[3]))


def parse_month(text: str) -> date:
    """2026-11 or 2026年11月 as its first day, or the first of the month of a day.

    Raises ValueError.
    """
    if found := MONTH.fullmatch(half_width(text).translate(DASHES)):
        text = f"{found[1]}-{found[2]}-1"
    return parse_day(text).replace(day=1)


def parse_serial(text: str) -> date:
    """The day that a spreadsheet shows as a number, where nobody gave the cell a format.

    Raises ValueError.
    """
    number = parse_whole(text)
    if number not in SERIALS:
        raise ValueError(text)
    return SERIAL_ZERO + timedelta(number)


def parse_amount(text: str, unit: int | None = None) -> Decimal:
    """1,234.56, ¥1234.56, 1234.56元整, 12.35万元, 2.5万亿 or 壹万贰仟元整, in yuan.

    `unit` is what the column counts in, in yuan, if it says so. Raises ValueError, OtherUnit.
    """
    number, own = _with_unit(re.sub(r"\s", "", half_width(text)))
    if unit and own not in (None, unit):
        raise OtherUnit(text)
    return _bounded(_bounded(number * (own or unit or 1)).quantize(CENT))


def _with_unit(text: str) -> tuple[Decimal, int | None]:
    """A number and the unit that stands with it, in yuan, if one does."""
    text = text.replace("￥", "¥").removeprefix("人民币")
    if not re.search(r"\d", text) and text.endswith(("元", "圆", "圓", "整", "正", "角", "分")):
        return numerals.yuan(text), 1
    bare = text.removeprefix("¥").removesuffix("整").removesuffix("元")
    for unit, times in UNITS.items():
        if bare.endswith(unit):
            return _number(bare.removesuffix(unit)), times
    return _number(bare), None if bare == text else 1


def parse_number(text: str, places: int = 2) -> Decimal:
    """A number with at most so many decimals; raises ValueError."""
    number = _bounded(_number(half_width(text)))
    exact = number.quantize(Decimal(1).scaleb(-places))
    if exact != number:
        raise ValueError(text)
    return exact


def parse_percentage(text: str) -> Decimal:
    """3.45 or 3.45%, both 3.45, with at most four decimals; raises ValueError."""
    return parse_number(half_width(text).removesuffix("%").rstrip(), places=4)


def parse_days(text: str) -> int:
    """A number of days: 30, 30天, 30日; of workdays it is none. Raises ValueError."""
    return parse_whole(DAYS.sub("", half_width(text)).rstrip())


def parse_whole(text: str) -> int:
    """A whole number; raises ValueError."""
    text = half_width(text)
    if not WHOLE.fullmatch(text) or abs(int(text)) >= LARGEST_WHOLE:
        raise ValueError(text)
    return int(text)


def _number(text: str) -> Decimal:
    if not NUMBER.fullmatch(text):
        raise ValueError(text)
    return Decimal(text.replace(",", ""))


def _bounded(number: Decimal) -> Decimal:
    if abs(number) >= LARGEST:
        raise ValueError(number)
    return number


def is_resident_identifier(number: str) -> bool:
    """Whether it is a resident identity number (GB 11643-1999): a day of birth, a check character.

    The check character alone does not tell: one in eleven codes of digits only has the right one.
    No place begins with a 9, as the codes of enterprises do.
    """
    if not re.match(r"^[1-8]\d{5}(19|20)\d{9}[\dX]$", number):
        return False
    try:
        date.fromisoformat(number[6:14])
    except ValueError:
        return False
    total = sum(int(c) * w for c, w in zip(number, RESIDENT_WEIGHTS, strict=False))
    return number[17] == "10X98765432"[total % 11]


def has_identity_number(text: str) -> bool:
    """Whether somebody typed a resident identity number into words that are kept as typed."""
    if len(text) <= len(RESIDENT_WEIGHTS):
        return False
    together = TOGETHER.findall(visible(text))
    bare = (re.sub(r"[\s\-]", "", half_width(digits)).upper() for digits in together)
    return any(is_resident_identifier(n) for some in bare for n in IDENTITY_NUMBER.findall(some))


def has_mobile_number(text: str) -> bool:
    """Whether somebody's mobile telephone stands in words that everybody will read.

    What is nothing but a number with decimals is an amount.
    """
    if len(text) < 11 or AMOUNT.fullmatch(text):
        return False
    return MOBILE.search(half_width(text)) is not None
