"""Make an offer, publish it after another person has looked, withdraw it; and who may claim it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step
from integrity.credit.measures.lists import ADVERSE, LIST_NAMES, ListKind
from integrity.credit.measures.service import subject_words
from integrity.credit.offers.models import OFFER_NAMES, Field, Offer, Offerer, Stage
from integrity.credit.offers.models import OfferState as S
from integrity.credit.records import service as records
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.people.subjects.models import KIND_NAMES, Subject

P = Permission
FLOW = Flow(
    steps={S.MADE: Step(Side.OFFICE, "LOCAL-OFFER-CHECK")},
    free={S.OPEN: "it stands until its last day, or until who offers it withdraws it"},
    publish=Move({S.MADE}, S.OPEN, P.OFFERS_DECIDE),
    decline=Move({S.MADE}, S.DECLINED, P.OFFERS_DECIDE),
    withdraw=Move({S.MADE, S.OPEN}, S.WITHDRAWN, P.OFFERS_MAKE),
    expire=Move({S.OPEN}, S.OVER),
)
FLOW.names.update(OFFER_NAMES)


class OwnOffer(Refused):
    """Who made an offer does not publish it."""

    title = _l("须由另一人办理")


class WrongOffer(Refused):
    """An offer whose days contradict each other."""


def make(
    body: Subject | None,
    applies_to: Sequence[str],
    valid_from: date,
    valid_until: date | None,
    *,
    by: audit.Actor,
    at: datetime,
    **said: Any,
) -> Offer:
    """Offer something on behalf of a body, or enter what others offer; raises WrongOffer."""
    if valid_until and valid_until < valid_from:
        raise WrongOffer(_("截止日期不能早于开始日期。"))
    made = Offer(
        body=body,
        field=Field(said.pop("field")),
        stage=Stage(stage) if (stage := said.pop("stage")) else None,
        offerer=Offerer(said.pop("offerer")),
        applies_to=subject_words(";".join(applies_to)),
        valid_from=valid_from,
        valid_until=valid_until,
        made_by_id=by.id,
        **{name: word.strip() if isinstance(word, str) else word for name, word in said.items()},
    )
    FLOW.begin(made, local_day(at))
    db.session.add(made)
    db.session.flush()
    audit.write(made, "register", by=by, at=at, target=S.MADE)
    return made


def publish(offer: Offer, *, by: audit.Actor, at: datetime) -> None:
    """Another person has looked: anybody may claim it. Raises OwnOffer."""
    if by.id is None or by.id == offer.made_by_id:
        raise OwnOffer(_("登记的人不能自己审核公布。"))
    FLOW.check(offer, "publish")
    offer.opened_by_id = by.id
    FLOW.go(offer, "publish", by=by, at=at)


def decline(offer: Offer, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not published, with reasons."""
    FLOW.go(offer, "decline", by=by, at=at, why=why)


def withdraw(offer: Offer, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Who offers it no longer does."""
    FLOW.go(offer, "withdraw", by=by, at=at, why=why)


def expire(*, on: date, at: datetime) -> int:
    """End every offer whose last day is over; returns how many."""
    return FLOW.go_all(Offer, "expire", Offer.valid_until < on, by=audit.SYSTEM, at=at)


def published() -> sa.Select[Any]:
    """What anybody may claim or soon may."""
    return sa.select(Offer).where(Offer.state == S.OPEN)


def standing(subject: Subject) -> tuple[bool, str]:
    """Whether a subject is on the red list, and what of its own record stands against any offer."""
    listed = sa.select(ListEntry.kind).where(
        ListEntry.subject_id == subject.id, ListEntry.state == EntryState.LISTED
    )
    kinds = set(db.session.scalars(listed))
    against = next((kind for kind in ADVERSE if kind in kinds), None)
    if against:
        return False, _("已列入%(name)s", name=LIST_NAMES[against])
    public = records.published(subject.id).with_only_columns(sa.literal(1)).limit(1)
    recorded = db.session.scalar(public) is not None
    return ListKind.RED in kinds, _("有公开的失信记录") if recorded else ""


def refusal(offer: Offer, subject: Subject, known: tuple[bool, str], on: date) -> str:
    """Why a subject of such a standing may not claim an offer on a day, "" when it may."""
    honoured, against = known
    if offer.state is not S.OPEN or (offer.valid_until and offer.valid_until < on):
        return _("已停止提供")
    if offer.valid_from > on:
        return _("自 %(day)s 起提供", day=offer.valid_from)
    if subject.kind not in offer.subject_kinds:
        return _("不适用于%(kind)s", kind=KIND_NAMES[subject.kind])
    if against:
        return against
    return _("只提供给守信激励对象") if offer.on_the_red_list and not honoured else ""
