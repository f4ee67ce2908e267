"""What becomes of a licence or a penalty after it was made public; and what is read of them."""

from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.errors import Refused
from integrity.base.permissions import REACH_ALL
from integrity.casework.rules import service as rules
from integrity.credit.publicity.flow import FLOW
from integrity.credit.publicity.models import (
    PENALTIES,
    SHOWN,
    Annulment,
    Posting,
    PostingFile,
    PostingState,
)
from integrity.people.accounts.models import User

S = PostingState


class WrongDay(Refused):
    """A decision is annulled after it was made, and not in the future."""

    title = _l("日期有误")


def claim(
    posting: Posting,
    annulment: str,
    annulled_on: date,
    annulled_by: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Its party says that the decision was annulled, and by which paper; raises WrongDay."""
    _demand_day(posting, annulled_on, at)
    FLOW.check(posting, "claim")
    _note(posting, annulment, annulled_on, annulled_by)
    FLOW.go(posting, "claim", by=by, at=at, why=annulled_by)


def let_stand(posting: Posting, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office found that the decision stands."""
    FLOW.check(posting, "let_stand")
    posting.annulment = posting.annulled_on = None
    posting.annulled_by = ""
    FLOW.go(posting, "let_stand", by=by, at=at, why=why)


def annul(
    posting: Posting,
    annulment: str,
    annulled_on: date,
    annulled_by: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The decision was changed, revoked or found illegal or void: nobody reads it from now on.

    Within three days of that its body takes it back and says why. Raises WrongDay.
    """
    _demand_day(posting, annulled_on, at)
    FLOW.check(posting, "annul")
    _note(posting, annulment, annulled_on, annulled_by)
    FLOW.go(posting, "annul", by=by, at=at, why=annulled_by)
    family = "PENALTY-WITHDRAW" if posting.layout in PENALTIES else "BASIS-REVOKED"
    posting.step_due_on = rules.due(family, annulled_on).due_on


def withdraw(posting: Posting, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Take it back and tell everybody why."""
    FLOW.check(posting, "withdraw")
    posting.why = why.strip()
    FLOW.go(posting, "withdraw", by=by, at=at, why=why)


def shown(on: date) -> sa.ColumnElement[bool]:
    """The condition for what everybody reads on a day."""
    until = sa.or_(Posting.until.is_(None), Posting.until >= on)
    return sa.and_(Posting.public, Posting.state.in_(SHOWN), until)


def is_shown(posting: Posting, on: date) -> bool:
    """The same of one."""
    over = posting.until is not None and posting.until < on
    return posting.public and posting.state in SHOWN and not over


def kept_by(user: User) -> sa.ColumnElement[bool]:
    """The condition for what a person's body decided or gathered; the office sees all."""
    if user.role in REACH_ALL:
        return sa.true()
    return sa.literal(user.body_id or 0).in_((Posting.body_id, Posting.source_id))


def sent_by(user: User) -> sa.ColumnElement[bool]:
    """The condition for the files of a person's body; the office sees all."""
    return user.reaches(PostingFile.body_id)


def _note(posting: Posting, annulment: str, on: date, by_what: str) -> None:
    posting.annulment, posting.annulled_on = Annulment(annulment), on
    posting.annulled_by = by_what.strip()


def _demand_day(posting: Posting, on: date, at: datetime) -> None:
    if not posting.decided_on <= on <= local_day(at):
        raise WrongDay(_("应当在决定日期以后，并且不晚于今天。"))
