"""How long what somebody unknown reported is kept."""

from datetime import date, timedelta

from integrity.casework.rules import service as rules


def last_start(family: str, on: date) -> date:
    """The last day of which the period that started then is over on a day."""
    start = on - (rules.period_end(family, on) - on)
    while rules.period_end(family, start, on) < on:
        start += timedelta(days=1)
    while rules.period_end(family, start, on) >= on:
        start -= timedelta(days=1)
    return start
