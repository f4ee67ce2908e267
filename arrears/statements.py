"""逾期利息计算书: how the interest of an invoice comes about, the same on page, paper and sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from flask_babel import gettext as _

from arrears import interest as rates
from arrears.models import Invoice
from arrears.reckoning import Account, Allotted, Part
from arrears.words import rate_words
from integrity.files.exports import whole, write_xlsx

SHOWN = 4
"""Decimals of a part's interest, which is rounded only in the sum."""


@dataclass(frozen=True)
class Covered:
    """A payment that counts, what it covered, and the principal left after it."""

    money: Allotted
    principal_left: Decimal


@dataclass(frozen=True)
class Statement:
    """The account of an invoice at the end of a day, with all that explains it.

    percent: the rate, in percent a day.
    """

    invoice: Invoice
    on: date
    stands: Account
    rate: str
    percent: str

    @property
    def parts(self) -> list[tuple[Part, str]]:
        """On what interest ran, from when to when, and what it came to."""
        daily = self.stands.debt.daily
        return [(p, _decimal(Fraction(p.principal) * p.days * daily)) for p in self.stands.parts]

    @property
    def payments(self) -> list[Covered]:
        """What was paid, in the order in which it covered."""
        owed = self.stands.debt.principal + self.stands.debt.disputed
        found = self.stands.allotted
        left = accumulate((-(a.principal + a.disputed) for a in found), initial=owed)
        return [Covered(a, after) for a, after in zip(found, list(left)[1:], strict=True)]


def statement(invoice: Invoice, on: date) -> Statement:
    """The statement of a day."""
    stands = rates.account_of(invoice, on)
    percent = _decimal(stands.debt.daily * 100, 8)
    return Statement(invoice, on, stands, rate_words(invoice), percent)


def sheet(found: Statement) -> bytes:
    """The same as a spreadsheet: each part and payment in a row, the sums below."""
    head = [_("事项"), _("起始日"), _("截止日"), _("天数"), _("本金"), _("日利率"), _("利息")]
    return whole(write_xlsx, [*head, _("说明")], _rows(found))


def _rows(found: Statement) -> Iterator[list[object]]:
    """Sums as numbers, which a spreadsheet adds up."""
    for part, bears in found.parts:
        days = (part.first, part.last, part.days)
        yield [
            _("计息"),
            *days,
            float(part.principal),
            f"{found.percent}%",
            float(bears),
            found.rate,
        ]
    for paid in found.payments:
        money = paid.money
        words = _("付款 %(sum)s 元，先后抵充利息和本金", sum=money.paid.amount)
        principal = -float(money.principal + money.disputed)
        yield [_("付款"), money.paid.on, None, None, principal, None, -float(money.interest), words]
    stands = found.stands
    left = float(stands.principal_left + stands.disputed_left)
    yield [
        _("合计"),
        None,
        found.on,
        None,
        left,
        None,
        float(stands.interest_left),
        _("未付本金和利息"),
    ]


def _decimal(value: Fraction, places: int = SHOWN) -> str:
    """A fraction written out, without noughts at its end."""
    unit = Decimal(1).scaleb(-places)
    written = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(unit)
    return f"{written.normalize():f}"
