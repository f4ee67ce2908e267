"""The columns in which an item of the catalogue is delivered, declared with the item.

Kept as one line for each, joined by semicolons: its name, its kind, and what is demanded of it.
"""

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused
from integrity.base.i18n import LOCALES

LONGEST = 40


class ColumnKind(enum.StrEnum):
    TEXT = "text"
    NUMBER = "number"
    AMOUNT = "amount"
    DAY = "day"
    FLAG = "yes-no"


class Demand(enum.StrEnum):
    REQUIRED = "required"
    KEY = "key"  # with the others of its kind and the subject it tells one row from another
    SEALED = "sealed"  # personal data


KIND_WORDS = {
    ColumnKind.TEXT: _l("文字"),
    ColumnKind.NUMBER: _l("数字"),
    ColumnKind.AMOUNT: _l("金额"),
    ColumnKind.DAY: _l("日期"),
    ColumnKind.FLAG: _l("是否"),
}
DEMAND_WORDS = {
    Demand.REQUIRED: _l("必填"),
    Demand.KEY: _l("主键"),
    Demand.SEALED: _l("密封"),
}


class WrongColumns(Refused):
    """Columns that cannot be read as such."""

    correctable = True


@dataclass(frozen=True)
class DataColumn:
    """One column: what it is called, what stands in it, what is demanded of it."""

    name: str
    kind: ColumnKind
    demands: frozenset[Demand]

    @property
    def required(self) -> bool:
        return bool(self.demands & {Demand.REQUIRED, Demand.KEY})

    @property
    def key(self) -> bool:
        return Demand.KEY in self.demands

    @property
    def sealed(self) -> bool:
        return Demand.SEALED in self.demands

    @property
    def kept(self) -> str:
        """As it is stored."""
        return " ".join([self.name, self.kind, *sorted(self.demands)])

    @property
    def words(self) -> str:
        """As people write it, in the tongue of the page."""
        demands = (str(name) for demand, name in DEMAND_WORDS.items() if demand in self.demands)
        return " ".join([self.name, str(KIND_WORDS[self.kind]), *demands])


@cache
def parsed(text: str) -> tuple[DataColumn, ...]:
    """The columns that a text declares, one on each line; raises WrongColumns."""
    lines = (line.split() for line in re.split(r"[;；\n]", text) if line.strip())
    found = tuple(_column(*line) for line in lines)
    names = [column.name for column in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise WrongColumns(_("有两列都叫“%(name)s”。", name=twice))
    if any(column.key and column.sealed for column in found):
        raise WrongColumns(_("密封的列不能作主键。"))
    return found


def kept(text: str) -> str:
    """The same as it is stored; raises WrongColumns."""
    return ";".join(column.kept for column in parsed(text))


def shown(text: str) -> str:
    """The same as people write it, one on each line."""
    return "\n".join(column.words for column in parsed(text))


def _column(name: str, kind: str = "", *demands: str) -> DataColumn:
    if len(name) > LONGEST:
        raise WrongColumns(_("列名最多 %(most)s 个字。", most=LONGEST))
    known = _known(KIND_WORDS)
    if kind not in known:
        words = _("、").join(str(word) for word in KIND_WORDS.values())
        raise WrongColumns(_("“%(name)s”的类型只能是：%(words)s", name=name, words=words))
    return DataColumn(name, known[kind], frozenset(_demands(name, demands)))


def _demands(name: str, said: Iterable[str]) -> Iterable[Demand]:
    known = _known(DEMAND_WORDS)
    for word in said:
        if word not in known:
            words = _("、").join(str(each) for each in DEMAND_WORDS.values())
            raise WrongColumns(_("“%(name)s”的要求只能是：%(words)s", name=name, words=words))
        yield known[word]


def _known(names: Mapping[Any, Any]) -> dict[str, Any]:
    """Words and names in every tongue, each as what it means."""
    found = {str(word): word for word in names}
    for locale in LOCALES:
        with force_locale(locale):
            found |= {str(name): word for word, name in names.items()}
    return found
