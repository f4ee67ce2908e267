"""The clock of the tests and of the systems they run, ahead and at nine in the morning at first.

No run then goes over midnight, after which what a story promised for the day is late.
"""

import os
from datetime import timedelta

import time_machine

from integrity.base import clock


def until_nine(days: int) -> float:
    """Seconds from now to the next nine o'clock in Shanghai, and so many days."""
    now = clock.now()
    nine = clock.at(clock.local_day(now), 9)
    nine += timedelta(days=days + (nine <= now))
    return (nine - now).total_seconds()


def begin() -> time_machine.travel:
    """Let this process's clock be AHEAD seconds ahead, until it is stopped."""
    ahead = timedelta(seconds=float(os.environ["AHEAD"]))
    moved = time_machine.travel(clock.now() + ahead, tick=True)
    moved.start()
    return moved
