"""Amounts as papers write them: figures, and capitals that nobody can alter (大写)."""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ((10**8, "亿"), (10**4, "万"))
CENT = Decimal("0.01")


def figures(amount: Decimal) -> str:
    """1,234.50: two places, thousands apart."""
    return f"{amount.quantize(CENT, ROUND_HALF_UP):,}"


def capitals(amount: Decimal) -> str:
    """壹仟贰佰叁拾肆元伍角整."""
    cents = int(amount.quantize(CENT, ROUND_HALF_UP) * 100)
    yuan, rest = divmod(cents, 100)
    said = f"{_whole(yuan)}元" if yuan or not rest else ""
    jiao, fen = divmod(rest, 10)
    if jiao:
        said += f"{DIGITS[jiao]}角"
    elif fen and yuan:
        said += "零"
    return f"{said}{DIGITS[fen]}分" if fen else f"{said}整"


def _whole(number: int) -> str:
    """A whole number; one 零 for any run of empty places within it."""
    for size, name in GROUPS:
        high, low = divmod(number, size)
        if high:
            gap = DIGITS[0] if low and (low < size // 10 or high % 10 == 0) else ""
            return f"{_whole(high)}{name}{gap}{_whole(low) if low else ''}"
    return _four(number) or DIGITS[0]


def _four(group: int) -> str:
    """Up to four digits, without 零 before and behind."""
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            said += (DIGITS[0] if gap and said else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return said
