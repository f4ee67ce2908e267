"""Who may not stand where: nobody twice on one list, and nobody honoured beside a breach."""

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased

from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.credit.measures.lists import ADVERSE, LIST_NAMES, ListKind
from integrity.credit.sanctions.foundations import RECORDS
from integrity.credit.sanctions.models import LIVE, EntryState, ListEntry


class OnThatList(Refused):
    """The subject is on this list, or somebody has nominated it."""

    status = 409
    correctable = True
    title = _l("不能重复列入同一名单")


class NotHonourable(Refused):
    """A public breach and an honour do not stand side by side."""

    status = 409
    correctable = True
    title = _l("不能列为守信激励对象")


def demand_open(subject_id: int, kind: ListKind) -> None:
    """Raise OnThatList or NotHonourable for who cannot be nominated for a list now."""
    demand_once(subject_id, kind)
    demand_honourable(subject_id, kind)


def demand_once(subject_id: int, kind: ListKind) -> None:
    """Raise OnThatList for a subject that has a live entry on this list."""
    live = sa.exists().where(
        ListEntry.subject_id == subject_id, ListEntry.kind == kind, ListEntry.state.in_(LIVE)
    )
    if db.session.scalar(sa.select(live)):
        raise twice(kind)


def twice(kind: ListKind) -> OnThatList:
    """The refusal of a second entry on a list."""
    return OnThatList(
        _("该主体已在%(name)s上，或者正在认定，不能重复提出列入建议。", name=LIST_NAMES[kind])
    )


def demand_honourable(subject_id: int, kind: ListKind) -> None:
    """Raise NotHonourable for the red list and a subject with a public breach."""
    if kind is not ListKind.RED:
        return
    if db.session.scalar(sa.select(_has_public_record(subject_id))):
        raise NotHonourable(_("该主体有公开的失信记录，不能列为守信激励对象。"))
    wanted = sa.select(ListEntry.kind).where(*_listed_adversely(ListEntry, subject_id))
    if found := db.session.scalars(wanted.limit(1)).first():
        raise NotHonourable(
            _("该主体已列入%(name)s，不能列为守信激励对象。", name=LIST_NAMES[found])
        )


def forfeited() -> tuple[sa.ColumnElement[bool], ...]:
    """The condition for red entries whose subject has a public breach by now."""
    return (ListEntry.kind == ListKind.RED, has_fallen(ListEntry.subject_id))


def has_fallen(subject_id: Any) -> sa.ColumnElement[bool]:
    """The condition for subjects with a public breach, or on a list for one."""
    adverse = sa.exists().where(*_listed_adversely(aliased(ListEntry), subject_id))
    return sa.or_(_has_public_record(subject_id), adverse)


def _has_public_record(subject_id: Any) -> sa.Exists:
    return sa.exists().where(RECORDS.c.subject_id == subject_id, RECORDS.c.public.is_(sa.true()))


def _listed_adversely(entry: Any, subject_id: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        entry.subject_id == subject_id,
        entry.kind.in_(ADVERSE),
        entry.state == EntryState.LISTED,
    )
