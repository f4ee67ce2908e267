"""Off a list: what takes two to impose takes two to lift, and only for what the law gives."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.credit.sanctions.flow import FLOW, SameDecider
from integrity.credit.sanctions.models import EntryOutcome, ListEntry, RemovalGround
from integrity.credit.sanctions.pushes import service as pushes


class NoRemovalProposed(Refused):
    """Nobody has proposed to take the entry off its list."""

    status = 409


def propose_removal(
    entry: ListEntry,
    ground: RemovalGround,
    document: str,
    why: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """A first person, of who listed it, finds that the entry must go.

    It stays listed until a second one agrees, who is of the office.
    """
    ground = RemovalGround(ground)
    FLOW.go(entry, "propose_removal", by=by, at=at, why=why, ground=ground, document=document)
    entry.removal_by_id, entry.removal_ground = by.id, ground
    entry.removal_document, entry.removal_why = document.strip(), why
    entry.acting_id = None
    entry.removal_on = entry.step_since = local_day(at)
    entry.step_due_on = FLOW.steps[entry.state].due(entry.removal_on)


def keep(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The removal that was proposed is not agreed to."""
    _demand_proposed(entry)
    FLOW.go(entry, "keep", by=by, at=at, why=why)
    entry.removal_by_id = entry.removal_ground = entry.removal_on = entry.step_due_on = None
    entry.removal_document = entry.removal_why = ""
    entry.acting_id = entry.initiated_by_id


def remove(entry: ListEntry, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A second person removes it: every body that ever received it must confirm.

    In by two, out by two, and not by the two who decided the listing: raises SameDecider.
    """
    _demand_proposed(entry)
    if by.id is None or by.id == entry.removal_by_id:
        raise SameDecider(_("提出移出的人不能同时复核，须由另一人复核。"))
    if {by.id, entry.removal_by_id} <= {entry.first_decider_id, entry.second_decider_id}:
        raise SameDecider(_("原来的两名认定人不能自行移出，须有另一人参与。"))
    end(entry, "remove", EntryOutcome.REVOKED, why, by, at)


def end(
    entry: ListEntry, move: str, outcome: EntryOutcome, why: str, by: audit.Actor, at: datetime
) -> None:
    """Take an entry off its list: every body that ever received it must confirm."""
    FLOW.check(entry, move)
    entry.outcome, entry.removed_why = outcome, why
    entry.removed_on, entry.disputed = local_day(at), False
    FLOW.go(entry, move, by=by, at=at, why=why, outcome=outcome)
    db.session.flush()
    pushes.recall(sa.select(ListEntry.id).where(ListEntry.id == entry.id), local_day(at), at)


def _demand_proposed(entry: ListEntry) -> None:
    if entry.removal_ground is None:
        raise NoRemovalProposed(_("还没有人提出移出。"))
