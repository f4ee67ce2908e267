"""One cell of a header as people write it: its name, notes on how it is filled in, and a unit."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from integrity.files.columns import NOTES, Head, Measure
from integrity.files.spellings import UNITS, half_width

QUIET = {"序号", "序", "行号", "no", "no.", *NOTES}
"""Columns that people keep for themselves, or that say what was refused: no word of them."""
YUAN = {f"{unit}{yuan}": n for unit, n in UNITS.items() for yuan in ("元", "")}
YUAN |= {"元": 1, "人民币元": 1, "¥": 1}
FITTING: Mapping[Measure | None, Iterable[str]] = {
    Measure.MONEY: YUAN,
    Measure.PERCENT: ("%", "百分比", "百分数"),
    Measure.DAYS: ("天", "日", "自然日", "日历日"),
    None: (),
}
STRANGE = {
    *("美元", "万美元", "港元", "欧元", "日元", "‰", "千分比"),
    *("工作日", "个月", "月", "年", "小时", "个", "人", "户", "家", "件", "项", "处", "次"),
    *("吨", "米", "公里", "千米", "平方米", "亩", "公顷"),
}
"""Units that are not those of any column here."""
UNIT_WORDS = STRANGE.union(*FITTING.values())
NOTE = re.compile(
    r"必填项?|必须|选填项?|非必填|可选|可不填|可为空|没有的?不填|全称|单位全称|文本|文本格式|\d+位|"
    r"(?:例|如|例如|示例|格式)[:为]?.*|[ymd\-/.]{6,}|年[-/.]?月[-/.]?日|是/否|是或否|单选|下拉选择",
    re.IGNORECASE,
)
"""What is written in brackets behind the name of a column to say how it is filled in."""
IN_BRACKETS = re.compile(r"(.+)\(([^()]*)\)")
BEHIND_A_STROKE = re.compile(r"(.+)[/,]((?:单位:)?[^/,:()]+)")
STARS = re.compile(r"[*※★☆▲△●]")
VALUE = re.compile(r"[¥￥+\-]?[\d,.\-/年月日号%]*\d[\d,.\-/年月日号%元万亿]*|[\da-z]{8,}")
BRACKETS = str.maketrans("【〔〖［】〕〗］", "(((())))")


class Column(NamedTuple):
    """One column of a file: what stands in its header, what it is ("" for nothing known), in
    which unit it says that it counts, and its first values.
    """

    name: str
    key: str = ""
    unit: str = ""
    examples: Sequence[str] = ()


def bare(cell: str) -> str:
    """What stands in a header without width, spaces, line breaks and stars."""
    text = STARS.sub("", re.sub(r"\s", "", half_width(cell).translate(BRACKETS)))
    return text.rstrip(":").casefold()


def is_title(cell: str) -> bool:
    """Whether a cell may be the name of a column: no amount, day or code, and no statement."""
    text = bare(cell)
    return bool(text) and not VALUE.fullmatch(text) and ":" not in text


def words(names: Iterable[str]) -> tuple[str, ...]:
    """The header of a file for comparison: what stands there, numbered where it stands twice."""
    seen: Counter[str] = Counter()
    found = []
    for word in map(bare, names):
        seen[word] += 1
        found.append(word if seen[word] == 1 else f"{word} {seen[word]}")
    return tuple(found)


def column(cell: str, known: Mapping[str, Head]) -> Column:
    """What a cell of a header names, with or without notes and a unit behind it."""
    name, unit = cell, ""
    while True:
        if head := known.get(bare(name)):
            return Column(cell.strip(), head.key, unit)
        shorter, word = parted(name)
        if word in UNIT_WORDS and not unit:
            unit = word
        elif not NOTE.fullmatch(word):
            return Column(cell.strip())
        name = shorter


def unit(cell: str) -> str:
    """The unit behind a name, "" when there is none."""
    while (shorter_and_word := parted(cell))[1]:
        cell, word = shorter_and_word
        if word in UNIT_WORDS:
            return word
    return ""


def parted(cell: str) -> tuple[str, str]:
    """金额（万元） as 金额 and 万元; a cell without anything behind its name as itself and ""."""
    text = bare(cell)
    found = IN_BRACKETS.fullmatch(text) or BEHIND_A_STROKE.fullmatch(text)
    return (found[1], found[2].removeprefix("单位:")) if found else (text, "")
