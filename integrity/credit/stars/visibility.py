"""Who reads which candidates: everybody who is shown or honoured and has kept faith."""

from typing import Any

import sqlalchemy as sa

from integrity.base.permissions import REACH_ALL, Permission
from integrity.credit.sanctions import exclusions
from integrity.credit.stars.models import CandidateState, StarCandidate
from integrity.people.subjects.models import Subject, SubjectKind


def public() -> sa.ColumnElement[bool]:
    """The condition for what everybody reads; who broke faith is gone before the night has told."""
    return sa.and_(
        StarCandidate.state.in_((CandidateState.SHOWN, CandidateState.HONOURED)),
        StarCandidate.subject.has(sa.and_(Subject.public, Subject.kind != SubjectKind.PERSON)),
        sa.not_(exclusions.has_fallen(StarCandidate.subject_id)),
    )


def visible(user: Any) -> sa.ColumnElement[bool]:
    """The same, and to its parties and the office what is on its way or over."""
    if not user.is_authenticated or not user.can(Permission.SANCTIONS_READ):
        return public()
    if user.role in REACH_ALL:
        return sa.true()
    return sa.or_(public(), own(user))


def own(user: Any) -> sa.ColumnElement[bool]:
    """The condition for what a person's body sent in, or is a candidate of."""
    if user.role in REACH_ALL:
        return sa.true()
    mine = user.body_id or 0
    return sa.or_(StarCandidate.subject_id == mine, StarCandidate.sent_by_id == mine)
