"""The whole system with its clock moved on by the hours that a file says; for its commands too."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from integrity.base import clock

HOURS = Path(os.environ["HOURS"])
real = clock.now


def moved() -> datetime:
    return real() + timedelta(hours=int(HOURS.read_text()))


clock.now = moved

from wsgi import app  # noqa: E402, F401  the clock is moved before anything asks it
