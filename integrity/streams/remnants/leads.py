"""Signs in the register of checks: a body asked, and was answered with what it had dropped."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base import i18n
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.credit.checks.models import Check, CheckResult
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind, PushState
from integrity.streams.remnants import service
from integrity.streams.remnants.models import Remnant


def raise_from_checks(*, at: datetime) -> int:
    """A lead for each removal whose body was answered with the entry after it had confirmed.

    One for a removal at a time; a check before an earlier lead is none. Returns how many.
    """
    made = 0
    for push, check in _signs():
        if service.is_open(push):
            continue
        text = _(
            "核查登记 %(ref)s（%(moment)s，办理事项：%(matter)s）的答复引用了该单位已确认清除的"
            "名单事项。",
            ref=check.ref,
            moment=i18n.moment(check.at),
            matter=check.matter,
        )
        service.file(push, text, local_day(check.at), by=audit.SYSTEM, at=at, check=check)
        made += 1
    return made


def _signs() -> list[tuple[Push, Check]]:
    """Removals and the checks that cite what they removed, the oldest check first."""
    known = sa.exists().where(
        Remnant.push_id == Push.id,
        sa.or_(Remnant.closed_on.is_(None), Remnant.received_at >= Check.at),
    )
    cited = sa.literal("%,") + sa.cast(ListEntry.id, sa.Text) + sa.literal(",%")
    wanted = (
        sa.select(Push, Check)
        .join(ListEntry, ListEntry.id == Push.entry_id)
        .join(CheckResult, CheckResult.subject_id == ListEntry.subject_id)
        .join(Check, sa.and_(Check.id == CheckResult.check_id, Check.body_id == Push.body_id))
        .where(
            Push.kind == PushKind.REMOVE,
            Push.state == PushState.CONFIRMED,
            Check.at > Push.answered_at,
            CheckResult.cites.like(cited),
            ~known,
        )
        .options(joinedload(Push.entry))
        .order_by(Check.at, Check.id, Push.id)
    )
    return [(push, check) for push, check in db.session.execute(wanted)]
