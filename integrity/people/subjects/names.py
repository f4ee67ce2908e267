"""Names as they are compared: the same name written in another way, a branch and its firm."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

from integrity.files.spellings import visible

LEGAL_FORMS = (
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "股份公司",
    "集团公司",
    "公司",
    "特殊普通合伙",
    "普通合伙",
    "有限合伙",
    "合伙企业",
)
"""Forms at the end of a name, the longer before the shorter."""
BRANCH = re.compile(
    r"^(.+(?:公司|银行|信用社|合作社|事务所|集团))"
    r"(.*(?:分公司|分店|分厂|分行|分部|分社|分所|分理处|支行|营业部|办事处|代表处|门市部|项目部))$"
)
"""The firm in the name of a branch, and what follows it; no firm is called like that itself."""
SIGNS = re.compile(r"[\s()【】\[\]〔〕《》<>「」\"'“”‘’·•・‧∙⋅.,。、\-–—―_]")
"""What names are written with or without: brackets, quotes, the dots of ethnic names, dashes."""
PREFIX = re.compile(r"^(?:个体工商户|个体户|经营者)[:：]?")
TRADE = re.compile(
    r"(?:店|馆|厂|铺|坊|超市|商行|酒家|饭庄|工作室|门市部|经营部|服务部|中心|合作社)$"
)
"""How trade names end, and names of persons do not."""
SEPARATORS = re.compile(r"[、,，;；\n]")
"""What stands between names where several are written one after the other."""
DOTS = dict.fromkeys(map(ord, "•・‧∙⋅"), "·")
"""How keyboards write the dot between the parts of a name (间隔号)."""


def key(name: str) -> str:
    """A name for comparison: half width, simplified, no signs, nothing unseen, no legal form."""
    plain = bare(name)
    return plain if BRANCH.match(plain) else _without_form(plain)


def begun(name: str) -> str:
    """The key of a name whose legal form is being typed (河湾工程有限公), "" when none is."""
    plain = bare(name)
    parts = (form[:length] for form in LEGAL_FORMS for length in range(1, len(form)))
    stems = [plain.removesuffix(part) for part in parts if plain.endswith(part)]
    return _without_form(min(stems, key=len)) if stems else ""


def spelled(name: str) -> str:
    """A name however it was typed: half width, one kind of dot, no spaces, nothing unseen.

    Brackets and the legal form stay: without them it may be another one's name.
    """
    half = unicodedata.normalize("NFKC", visible(name))
    return re.sub(r"\s", "", half).translate(DOTS).upper()


def is_same(name: str, other: str) -> bool:
    """Whether two names differ in nothing but signs, spaces and width; the legal form counts."""
    return bare(name) == bare(other)


def initials(name: str) -> str:
    """The first letters of a name's pinyin: swj of 水务局."""
    from pypinyin import Style, lazy_pinyin  # its tables take half a second to load

    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return re.sub(r"[^a-z0-9]", "", letters)


def firm_of(name: str) -> str:
    """The key of the firm whose branch a name is, "" when it is none."""
    found = BRANCH.match(bare(name))
    return _without_form(found[1]) if found else ""


def branch_of(name: str) -> str:
    """What the name of a branch says after that of its firm, "" when it is none."""
    found = BRANCH.match(bare(name))
    return found[2] if found else ""


def is_of_a_person(name: str) -> bool:
    """Whether what a household is called may be a person's name: in doubt it is one."""
    plain = PREFIX.sub("", SIGNS.sub("", unicodedata.normalize("NFKC", visible(name))))
    dotted = "·" in spelled(name) and not TRADE.search(plain)
    return dotted or (len(plain) <= 4 and not TRADE.search(plain))


def bare(name: str) -> str:
    """A name without signs: half width, simplified, nothing unseen; the legal form stays."""
    half = unicodedata.normalize("NFKC", visible(name))
    return SIGNS.sub("", _simplified().convert(half)).upper()


def _without_form(bare: str) -> str:
    """Legal forms are cut off one after the other: 有限公司 before （有限合伙）."""
    for form in LEGAL_FORMS:
        if bare.endswith(form) and len(bare) > len(form):
            return _without_form(bare.removesuffix(form))
    return bare


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


def parted(words: str) -> list[str]:
    """The names in words that name several."""
    return [name for part in SEPARATORS.split(words) if (name := part.strip())]
