"""What is owed, counted the slow way: every day, in fractions of a cent, one payment at a time."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from arrears.reckoning import Debt, Order, Paid


def day_by_day(debt: Debt, payments: list[Paid], on: date) -> dict[str, Any]:
    """How a debt stands at the end of a day."""
    owed = {"interest": 0, "principal": _cents(debt.principal), "disputed": _cents(debt.disputed)}
    ran, counted, over = Fraction(0), 0, 0
    clear_on = date.min if owed["principal"] == 0 else None
    settled_on = None
    today = min([debt.due_on, on, *(money.on for money in payments)])
    while today <= on:
        if today > debt.due_on:
            ran += owed["principal"] * debt.daily
            whole = int(ran + Fraction(1, 2))
            owed["interest"], counted = owed["interest"] + whole - counted, whole
        for wanted in (Order.LAW, Order.PRINCIPAL):
            for money in payments:
                if money.on == today and money.order == wanted:
                    over += _cover(owed, _cents(money.amount), wanted)
        came = any(money.on == today for money in payments)
        if came and not owed["interest"] and not owed["principal"]:
            clear_on = clear_on or today
            if not owed["disputed"]:
                settled_on = settled_on or today
        today += timedelta(days=1)
    sums = {name: _yuan(cents) for name, cents in owed.items()}
    days = {"clear_on": clear_on, "settled_on": settled_on}
    return sums | days | {"accrued": _yuan(counted), "over": _yuan(over)}


def _cover(owed: dict[str, int], cents: int, order: Order) -> int:
    """Take a payment off what is owed, cent by cent in turn; returns what is too much."""
    first = ["interest", "principal"] if order is Order.LAW else ["principal", "interest"]
    for name in (*first, "disputed"):
        taken = min(cents, owed[name])
        owed[name] -= taken
        cents -= taken
    return cents


def _cents(yuan: Decimal) -> int:
    return int(yuan * 100)


def _yuan(cents: int) -> Decimal:
    return Decimal(cents) / 100
