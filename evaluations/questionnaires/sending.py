"""Writing to who is invited: a batch at a time, each address forgotten once it was written to."""

from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from evaluations.questionnaires.models import Invitation, Questionnaire
from evaluations.questionnaires.models import QuestionnaireState as S
from integrity.base import addresses, site_texts
from integrity.base.db import db, release
from integrity.base.outbox import Channel
from integrity.people.messages import channels, strangers
from integrity.people.messages.letters import Away, Letter, Refused, Undeliverable
from integrity.people.messages.tells import Said

BATCH = 500


def send(*, on: date, at: datetime) -> dict[str, int]:
    """Write to those who wait for it; a channel that is away waits for the next run."""
    done = {"sent": 0, "undelivered": 0}
    for name, carrier in channels.on().items():
        if not carrier.personal:
            continue
        waiting = _waiting(name, on)
        release()
        try:
            with carrier.open() as carry:
                for number in waiting:
                    done[_hand_over(number, carry)] += 1
                    release()
        except (Away, Refused):
            release()
    return done


def _waiting(channel: Channel, on: date) -> list[int]:
    """Who has not been written to, of questionnaires that still take answers."""
    wanted = (
        sa.select(Invitation.id)
        .join(Invitation.questionnaire)
        .where(
            Invitation.sealed.is_not(None),
            Invitation.channel == channel,
            Questionnaire.state == S.ASKING,
            Questionnaire.answer_until >= on,
        )
        .order_by(Invitation.id)
        .limit(BATCH)
    )
    return list(db.session.scalars(wanted))


def _hand_over(number: int, carry: object) -> str:
    """Write to one, and forget where it is; raises Away, Refused."""
    found = db.session.get_one(Invitation, number, options=[joinedload(Invitation.questionnaire)])
    if found.sealed is None or found.digest is None:
        return "undelivered"
    try:
        carry(_letter(found))  # type: ignore[operator]
    except Undeliverable:
        found.undelivered = True
    found.sealed = None
    return "undelivered" if found.undelivered else "sent"


def _letter(found: Invitation) -> Letter:
    assert found.sealed is not None and found.digest is not None
    words = _(
        "邀请您匿名填写问卷《%(title)s》，链接只能使用一次。", title=found.questionnaire.title
    )
    said = Said(words, addresses.under(f"/evaluations/answer/{found.token}"))
    head = f"{site_texts.site_name()}{_('：')}{_('问卷调查')}"
    to = strangers.opened(found.sealed, found.digest)
    return Letter(f"questionnaire.{found.id}", to, head, (said,), found.made_at)
