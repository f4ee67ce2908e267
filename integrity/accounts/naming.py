"""Whose name stands on a page that anybody may read; every public timeline asks here.

谁认定谁负责: who decides in the leading group's office, and the head who signs and answers for a
body, are named; so is who confirms a record. Everybody else who acts, staff of bodies, courts and
evaluators, suppliers, stands there as the body they act for (S4 六(二): natural persons are never
public).
"""

from collections.abc import Iterable

import sqlalchemy as sa

from integrity.accounts.models import User
from integrity.db import db
from integrity.permissions import ROLE_NAMES, Role
from integrity.subjects.models import SubjectKind

NAMED = frozenset({Role.OFFICE, Role.HEAD})


def public_names(user_ids: Iterable[int | None]) -> dict[int | None, str]:
    """What anybody may read instead of these accounts' names, by their ids; one query."""
    wanted = sa.select(User).where(User.id.in_({number for number in user_ids if number}))
    return {user.id: _public_name(user) for user in db.session.scalars(wanted)}


def _public_name(user: User) -> str:
    if user.role in NAMED:
        return user.name
    body = user.body
    if body is None or body.kind is SubjectKind.PERSON or not body.public:
        return str(ROLE_NAMES[user.role])
    return body.name
