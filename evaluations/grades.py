"""From points to a total and a grade: plain arithmetic, without a database."""

from collections.abc import Collection, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def total(scored: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The mean of points of 100 by weight, from (points, weight); None if nothing was scored."""
    pairs = list(scored)
    whole = sum((weight for _points, weight in pairs), Decimal(0))
    if not whole:
        return None
    part = sum((points * weight for points, weight in pairs), Decimal(0))
    return (part / whole).quantize(CENT, ROUND_HALF_UP)


def adjusted(mean: Decimal, added: Decimal, taken: Decimal) -> Decimal:
    """A mean with what is added and deducted, between 0 and 100."""
    return min(max(mean + added - taken, Decimal(0)), Decimal(100))


def band(
    points: Decimal, bands: Iterable[tuple[Decimal, str]], barred: Collection[str] = ()
) -> str:
    """The grade of a total, from (minimum, name); none that is barred, nor a better one."""
    known = list(bands)
    below = min((least for least, name in known if name in barred), default=None)
    open_ = (one for one in known if below is None or one[0] < below)
    return max((b for b in open_ if b[0] <= points), default=(Decimal(0), ""))[1]


def plain(number: Decimal) -> str:
    """A number without zeros that say nothing."""
    return f"{number.normalize():f}"


def ranks(totals: Sequence[Decimal], least: int) -> list[int | None]:
    """Places from 1, equal totals sharing one; nobody has a place among fewer than `least`."""
    if len(totals) < least:
        return [None] * len(totals)
    return [1 + sum(other > own for other in totals) for own in totals]
