"""The only code that asks what time it is. A day is Asia/Shanghai's, a moment is UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Asia/Shanghai."""
    return now().astimezone(ZONE).date()


def at(day: date, hour: int = 0) -> datetime:
    """The moment at which this hour of a local day begins, in UTC."""
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)


def local_day(moment: datetime) -> date:
    """The local day in which a moment falls."""
    return moment.astimezone(ZONE).date()
