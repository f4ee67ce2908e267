"""The key field that a thing of a stream belongs to, and what a breach in it harms.

One code list for all streams. What nobody has said is unknown (None) and never guessed; that a
thing belongs to no key field is an answer of its own.
"""

import enum
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column


class KeyField(enum.StrEnum):
    """The six fields that 济高信用办〔2019〕7号 二 watches most, and none of them."""

    PROCUREMENT = "procurement"
    PARTNERSHIP = "ppp"
    TENDERING = "tendering"
    INVESTMENT = "investment"
    DEBT = "debt"
    ENVIRONMENT = "environment"
    NONE = "none"


class Harm(enum.StrEnum):
    """The two kinds of breach on which 济高信用办〔2019〕7号 一（一） puts the weight."""

    PEOPLE = "people"
    MARKET = "market"
    NEITHER = "neither"


FIELD_NAMES: dict[Any, Any] = {
    KeyField.PROCUREMENT: _l("政府采购"),
    KeyField.PARTNERSHIP: _l("政府和社会资本合作（PPP）"),
    KeyField.TENDERING: _l("招标投标"),
    KeyField.INVESTMENT: _l("招商引资"),
    KeyField.DEBT: _l("地方政府债务"),
    KeyField.ENVIRONMENT: _l("环境保护"),
    KeyField.NONE: _l("不属于重点领域"),
}
HARM_NAMES: dict[Any, Any] = {
    Harm.PEOPLE: _l("危害群众利益"),
    Harm.MARKET: _l("损害市场公平交易"),
    Harm.NEITHER: _l("两者都不涉及"),
}
UNKNOWN = "unknown"
"""How a list asks for what nobody has said."""
UNKNOWN_NAME = _l("尚未标明")


class HasKeyField:
    """A thing that belongs to a key field, as far as its nature or somebody says so."""

    key_field: Mapped[KeyField | None] = mapped_column(index=True)
    harm: Mapped[Harm | None] = mapped_column()


def name_of(names: Any, code: Any) -> Any:
    """What a code is called; what is unknown says so."""
    return UNKNOWN_NAME if code is None else names[code]


def is_(column: Any, code: str) -> sa.ColumnElement[bool]:
    """The condition for rows of a code, or for those of which nobody has said it."""
    return column.is_(None) if code == UNKNOWN else column == code
