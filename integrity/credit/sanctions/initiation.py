"""What a department may initiate: listings on what it has decided itself, never about itself."""

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Forbidden
from integrity.base.permissions import REACH_ALL, Permission
from integrity.credit.measures.lists import ADVERSE, ListKind
from integrity.credit.sanctions import foundations
from integrity.credit.sanctions.documents import Document, DocumentKind
from integrity.credit.sanctions.foundations import RECORDS
from integrity.credit.sanctions.models import ListEntry
from integrity.people.accounts import service as accounts
from integrity.people.subjects.models import Subject


class NotCompetent(Forbidden):
    """A department lists on what it decided itself; the rest is the office's or another's."""

    title = _l("须由有权单位发起")


def department_of(by: audit.Actor) -> int | None:
    """The body for which somebody initiates; None: for the office, or as the machine."""
    role = getattr(by, "role", None)
    return None if role is None or role in REACH_ALL else getattr(by, "body_id", None)


def demand(
    subject: Subject,
    kind: ListKind,
    record_id: int | None,
    document: Document | None,
    *,
    by: audit.Actor,
) -> int | None:
    """The body that initiates, None: the office; raises NotCompetent.

    谁认定、谁负责: the record was found by this department or is of what it finds, or the paper is
    one that it made. An honour any department may propose, but none its own.
    """
    body_id = department_of(by)
    if body_id is None:
        return None
    if subject.id == body_id:
        raise NotCompetent(_("涉及本单位的，由领导小组办公室办理。"))
    if record_id is not None:
        found = sa.exists().where(RECORDS.c.id == record_id, foundations.found_by(body_id))
        if not db.session.scalar(sa.select(found)):
            raise NotCompetent(_("这条信用记录不是本单位认定的，不能由本单位发起。"))
    elif kind in ADVERSE and document and not _is_own(document, by):
        raise NotCompetent(_("文书不是本单位作出的，请由作出单位或者领导小组办公室发起。"))
    return body_id


def second_of(entry: ListEntry, first_id: int | None) -> int | None:
    """The body whose people decide a second time; None: the office, where a body has one only."""
    body_id = entry.initiated_by_id
    others = accounts.somebody_may(Permission.SANCTIONS_FIND, body_id, besides=first_id)
    return body_id if others else None


def _is_own(document: Document, by: Any) -> bool:
    return document.kind is not DocumentKind.JUDGMENT and document.authority == by.body.name
