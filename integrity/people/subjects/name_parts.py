"""What a name says besides the words that are its own: where, which number, which legal form."""

import re
from dataclasses import dataclass

from integrity.people.subjects.names import bare, branch_of

FORMS = (
    ("shares", re.compile(r"(?:股份有限公司|股份公司)$")),
    ("limited", re.compile(r"(?:有限责任公司|有限公司)$")),
    ("partnership", re.compile(r"合伙(?:企业)?$")),
)
"""Legal forms that exclude each other; 公司 alone may be any company."""
REGION = re.compile(
    r"^(?:中国)?((?:[^省市区县]{2,4}省)?(?:[^省市区县]{2,4}市)?(?:[^省市区县]{2,6}(?:新区|区|县))?)"
    r"(?![域建场政民块划])"
)
"""The places at the beginning of a name: 山东省济南市历下区."""
NUMBER = re.compile(r"[\d一二三四五六七八九十甲乙丙丁]+")
"""What tells 第一中学 from 第二中学, though nearly all of their names is the same."""


@dataclass(frozen=True)
class Parts:
    """The parts of a name by which two names are held against each other."""

    region: str
    numbers: tuple[str, ...]
    form: str
    branch: str


def parts(name: str) -> Parts:
    """What a name says, however it is written."""
    plain = bare(name)
    found = REGION.match(plain)
    region = found[1] if found else ""
    form = next((form for form, ending in FORMS if ending.search(plain)), "")
    numbers = tuple(NUMBER.findall(plain.removeprefix(region)))
    return Parts(region, numbers, form, branch_of(name))
