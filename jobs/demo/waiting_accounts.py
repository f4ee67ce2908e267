"""What waits for the three separated powers: an account to grant, one to switch off."""

from datetime import date, timedelta

from integrity.base import clock
from integrity.base.permissions import Role
from integrity.people.accounts import powers
from integrity.people.accounts import service as accounts
from integrity.people.accounts.models import AccountState
from jobs.demo.participants import BODIES, OFFICE, PASSWORD, Participants

DAY = timedelta(days=1)


def leave_waiting(players: Participants, today: date) -> None:
    """A new officer, and an auditor who has left: the one who makes accounts asked for both."""
    system, at = players.people["system"], clock.at(today - DAY, 10)
    new = ("officer-new", "示例新任信用专员", Role.OFFICER, players.subjects[BODIES[1]], PASSWORD)
    accounts.create(*new, by=system, at=at)
    left = ("auditor-left", "示例离任审计员", Role.AUDITOR, players.subjects[OFFICE], PASSWORD)
    found = accounts.create(*left, by=system, at=at, state=AccountState.ACTIVE)
    powers.ask(found, "示例：已经调离，不再担任审计员。", by=system, at=at)
