"""Case numbers (案号): read in whatever way they are written, compared in one way, never guessed.

Since 2016 a number is （year）court type number 号, before it was （year）court type 字第 number 号
(法〔2015〕137号). Either may have a suffix: 之一, 之二 …
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import gettext as _

from integrity.files.spellings import DASHES, visible
from integrity.streams.courts.errors import WrongCase

FIRST_YEAR = 1990
"""No older case can still be open; such a year is a slip."""
LAST_OLD_YEAR = 2016
"""Until then numbers with 字第 were given."""
RESUMED = "执恢"
TYPES = Path(__file__).parent / "data" / "case_types.csv"
BRACKETS = str.maketrans("〔〕[]【】{}<>〈〉《》「」『』〖〗", "()" * 10) | str.maketrans(
    "執號", "执号"
)
DIGITS = "零一二三四五六七八九"
HAN = r"[\u4e00-\u9fff]"
NUMERAL = r"[1-9]\d?|[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
HEAD = r"\((?P<year>\d{4})\)"
TAIL = (
    rf"(?P<number>\d{{1,8}})(?:[-之](?P<before>{NUMERAL}))?"
    rf"号?(?:[-之](?P<after>{NUMERAL}))?"
)
NEW = re.compile(rf"{HEAD}(?P<court>最高法知?|{HAN}\d{{0,4}})(?P<type>{HAN}{{1,6}}?){TAIL}")
OLD_TYPE = f"[民刑行执破商知赔诉保督催特海立监]{HAN}{{0,3}}"
OLD = re.compile(rf"{HEAD}(?P<court>{HAN}{{1,6}}?)(?P<type>{OLD_TYPE})字第{TAIL}")


class WrongNumber(WrongCase):
    """This is no number of a case."""

    column = "case_no"


@dataclass(frozen=True)
class CaseNumber:
    """The parts of a number. `old`: with 字第. `suffix`: 1 for 之一, 0 for none."""

    year: int
    court: str
    type: str
    number: int
    suffix: int = 0
    old: bool = False

    @property
    def key(self) -> str:
        """The one way of writing it in which numbers are compared."""
        middle = "字第" if self.old else ""
        suffix = f"之{_numeral(self.suffix)}" if self.suffix else ""
        return f"({self.year}){self.court}{self.type}{middle}{self.number}号{suffix}"

    @property
    def group(self) -> str:
        """Of which kind the case is, by the table of types; "" of an old number that has none."""
        return types().get(self.type, "")

    @property
    def is_resumed(self) -> bool:
        """Whether an enforcement that had ended is taken up again (恢复执行)."""
        return self.type == RESUMED


def parse(text: str, this_year: int) -> CaseNumber:
    """The parts of a number as anybody may write it; raises WrongNumber."""
    plain = _plain(text)
    found = OLD.fullmatch(plain) or NEW.fullmatch(plain)
    if found is None or (found["before"] and found["after"]):
        raise WrongNumber(
            _(
                "案号 %(number)s 的格式不正确，应写作（2026）鲁01执123号的样子。",
                number=text.strip()[:60],
            )
        )
    read = CaseNumber(
        int(found["year"]),
        found["court"],
        found["type"],
        int(found["number"]),
        _count(found["before"] or found["after"] or ""),
        old="字第" in plain,
    )
    _check(read, text, this_year)
    return read


def key(text: str) -> str:
    """A case number for comparison, also of what is none: half width, round brackets, no spaces."""
    try:
        return parse(text, 9999).key
    except WrongNumber:
        return _plain(text)


@cache
def types() -> dict[str, str]:
    """The types of cases and of which kind each is."""
    with TYPES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["group"] for row in csv.DictReader(file)}


def _check(read: CaseNumber, text: str, this_year: int) -> None:
    said = text.strip()[:60]
    if not FIRST_YEAR <= read.year <= this_year:
        raise WrongNumber(
            _("案号 %(number)s 的年份 %(year)d 不可能，请核对。", number=said, year=read.year)
        )
    if read.number == 0:
        raise WrongNumber(_("案号 %(number)s 的顺序号不能为零。", number=said))
    if read.old and read.year > LAST_OLD_YEAR:
        raise WrongNumber(_("案号 %(number)s：2016 年以后的案号没有“字第”。", number=said))
    if not read.old and read.type not in types():
        raise WrongNumber(
            _(
                "案号 %(number)s 的案件类型“%(type)s”不在类型表中，请核对。",
                number=said,
                type=read.type,
            )
        )


def _plain(text: str) -> str:
    half = visible(unicodedata.normalize("NFKC", text)).translate(BRACKETS).translate(DASHES)
    return re.sub(r"\s", "", half)


def _count(numeral: str) -> int:
    """12 and 十二 as 12; "" as 0."""
    if not numeral or numeral.isascii():
        return int(numeral or 0)
    tens, ten, ones = numeral.rpartition("十")
    if ten:
        return 10 * (DIGITS.index(tens) if tens else 1) + (DIGITS.index(ones) if ones else 0)
    return int("".join(str(DIGITS.index(digit)) for digit in numeral))


def _numeral(count: int) -> str:
    """12 as 十二."""
    tens, ones = divmod(count, 10)
    if not tens:
        return DIGITS[ones]
    return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")
