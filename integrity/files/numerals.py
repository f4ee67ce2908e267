"""Numbers written in Chinese characters: 壹万贰仟元整 on cheques, 二〇二六年三月一日 in papers.

Read right or not at all: a number whose characters may mean two things (壹万贰元, which is said of
12,000 as well as of 10,002) raises ValueError, like one that nobody writes so.
"""

import re
from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
TENS = {"仟": 1000, "佰": 100, "拾": 10}
MYRIADS = {"亿": 10**8, "万": 10**4}
FORMAL = str.maketrans(
    "〇○一二三四五六七八九两貳叄參陸十百千萬億圆圓正",
    "零零壹贰叁肆伍陆柒捌玖贰贰叁叁陆拾佰仟万亿元元整",
)
LONGEST = 40
DOUBTFUL = re.compile(rf"[佰仟万亿][{DIGITS[1:]}](?=[万亿]|$)|零零|零$|^零")
YUAN = re.compile(rf"([{DIGITS}拾佰仟万亿]+)元(?:零?([{DIGITS}])角)?(?:零?([{DIGITS}])分)?整?")
DAY = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)[日号]"
)


def whole(text: str) -> int:
    """A whole number: 壹万零贰佰, 二十三, 一亿两千万."""
    text = text.translate(FORMAL)
    if text == "零":
        return 0
    if len(text) > LONGEST:
        raise ValueError(text)
    text = re.sub(r"^拾", "壹拾", text)
    number = _value(text)
    if DOUBTFUL.search(text) or text.replace("零", "") != _written(number).replace("零", ""):
        raise ValueError(text)
    return number


def yuan(text: str) -> Decimal:
    """An amount as it stands on cheques: 壹仟贰佰叁拾肆元伍角, 伍万元整."""
    found = YUAN.fullmatch(text.translate(FORMAL))
    if not found:
        raise ValueError(text)
    tenths, hundredths = (DIGITS.index(digit) if digit else 0 for digit in found.group(2, 3))
    return whole(found[1]) + Decimal(10 * tenths + hundredths) / 100


def day(text: str) -> str:
    """二〇二六年三月一日 as 2026-3-1; any other text as it is."""
    found = DAY.fullmatch(re.sub(r"\s", "", text))
    if not found:
        return text
    year = "".join(str(DIGITS.index(c)) for c in found[1].translate(FORMAL))
    return f"{year}-{whole(found[2])}-{whole(found[3])}"


def _value(text: str) -> int:
    """What the characters add up to."""
    for name, size in MYRIADS.items():
        before, found, after = text.rpartition(name)
        if found:
            return _value(before) * size + _value(after)
    total = digit = 0
    for character in text:
        if character in TENS:
            total, digit = total + digit * TENS[character], 0
        else:
            digit = DIGITS.index(character)
    return total + digit


def _written(number: int) -> str:
    """A number in its usual characters, without any zero."""
    for name, size in MYRIADS.items():
        if number >= size:
            return _written(number // size) + name + _written(number % size)
    parts = ((name, number // size % 10) for name, size in TENS.items())
    said = "".join(DIGITS[digit] + name for name, digit in parts if digit)
    return said + (DIGITS[number % 10] if number % 10 else "")
