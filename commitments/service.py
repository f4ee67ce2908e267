"""Draft, sign, publish; and what is overdue or was not kept."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from commitments.change import compensations
from commitments.flow import FLOW
from commitments.models import PUBLIC, Category, Commitment, CommitmentOutcome
from commitments.models import CommitmentState as S
from commitments.permissions import CommitmentsPermission
from commitments.signature import canonical_text, signatures
from commitments.signature.signatures import Signature
from commitments.steps import milestones, reviews
from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Forbidden, Refused
from integrity.casework.deadlines import day_after
from integrity.casework.documents.scans import StampedScan
from integrity.casework.streams import breach
from integrity.people.accounts.models import User
from integrity.people.accounts.passkeys import Assertion
from integrity.people.subjects.models import Subject

CONTENT = (
    "title",
    "target",
    "quantity",
    "unit",
    "body_text",
    "category",
    "theme",
    "key_field",
    "beneficiary",
    "major",
    "due_on",
    "due_words",
    "source_title",
    "source_page",
    "supporters",
)
"""What a draft says; `edit` takes any of these by name."""


class OwnWork(Forbidden):
    """Nobody signs what they drafted, or verifies what they or their body reported."""

    title = _l("须由他人办理")


class NotTheHead(Forbidden):
    """Only the head of the body that promises may sign."""

    title = _l("只能由本单位主要负责人签署")


class TextChanged(Refused):
    """The text is no longer the one that was read."""

    title = _l("文本已变化")


def draft(
    subject: Subject,
    *,
    title: str,
    category: Category,
    by: User,
    at: datetime,
    due_on: date | None = None,
    due_words: str = "",
    steps: Iterable[tuple[str, date, int]] = (),
    **content: Any,
) -> Commitment:
    """Begin a commitment of a body; it binds nobody yet. `content` is any other of CONTENT."""
    _demand_public(content.get("beneficiary"))
    item = unsaved(subject, by, due_on, due_words, title=title, category=category, **content)
    db.session.add(item)
    db.session.flush()
    number(item, at)
    milestones.plan(item, steps)
    audit.write(item, "draft", by=by, at=at, target=S.DRAFTED)
    return item


def unsaved(
    subject: Subject, by: audit.Actor, due_on: date | None, due_words: str, **content: Any
) -> Commitment:
    """A draft that is not in the session yet; `number` gives it its reference once it has an id."""
    content["category"] = Category(content["category"])
    item = Commitment(
        ref=secrets.token_hex(8),
        state=S.DRAFTED,
        subject=subject,
        subject_id=subject.id,
        due_words=due_words,
        source_issuer=subject.name,
        drafted_by_id=by.id,
        drafted_by_name=by.name,
        **content,
    )
    item.run_until(due_on, due_words)
    return item


def number(item: Commitment, at: datetime) -> None:
    """Give a stored draft its reference."""
    item.ref = f"CN{clock.local_day(at).year}-{item.id:04d}"


def edit(
    item: Commitment,
    *,
    by: User,
    at: datetime,
    steps: Iterable[tuple[str, date, int]] | None = None,
    **content: Any,
) -> None:
    """Change a draft; what was changed is logged with its old words."""
    content["category"] = Category(content["category"])
    _demand_public(content.get("beneficiary"))
    old = {
        name: _words(getattr(item, name))
        for name in CONTENT
        if name in content and content[name] != getattr(item, name)
    }
    FLOW.go(item, "edit", by=by, at=at, old=old)
    for name in CONTENT:
        if name in content and name != "due_on":
            setattr(item, name, content[name])
    item.run_until(content.get("due_on", item.due_on), item.due_words)
    if steps is not None:
        milestones.plan(item, steps)


def submit(item: Commitment, *, by: User, at: datetime, why: str = "") -> None:
    """Lay a draft before the head."""
    FLOW.go(item, "submit", by=by, at=at, why=why)


def sign(
    item: Commitment, *, by: User, at: datetime, assertion: Assertion | None = None
) -> Signature:
    """The head of the body signs exactly this text; raises NotTheHead, OwnWork.

    With a passkey's assertion, else with the server's key on the head's behalf: the page asks for
    the password again; here it is taken for granted that it is this person.
    """
    if not by.can(CommitmentsPermission.SIGN) or by.body_id != item.subject_id:
        raise NotTheHead
    if by.id == item.drafted_by_id:
        raise OwnWork(_("起草人不能签署自己起草的承诺。"))
    FLOW.check(item, "sign")
    db.session.flush()
    made = signatures.add(item, canonical_text.canonical(item), assertion, by=by, at=at)
    item.signed_text, item.signed_sha256 = made.text, made.sha256
    item.signed_by_id, item.signed_by_name, item.signed_at = by.id, by.name, at
    FLOW.go(item, "sign", by=by, at=at, sha256=made.sha256, kind=made.kind, key=made.key_id)
    return made


def sign_on_paper(item: Commitment, scan: StampedScan, *, by: User, at: datetime) -> None:
    """What the head signed on paper counts, now that a second person has compared the scan."""
    FLOW.check(item, "sign")
    made = signatures.add_scan(item, canonical_text.canonical(item), scan, at=at)
    item.signed_text, item.signed_sha256 = made.text, made.sha256
    item.signed_by_id, item.signed_by_name, item.signed_at = None, made.signer, at
    said = {"sha256": made.sha256, "kind": made.kind, "key": made.key_id, "signer": made.signer}
    FLOW.go(item, "sign", by=by, at=at, **said)


def decline(item: Commitment, why: str, *, by: User, at: datetime) -> None:
    """The head gives a draft back with reasons."""
    FLOW.go(item, "decline", by=by, at=at, why=why)


def publish(item: Commitment, *, by: User, at: datetime, why: str = "") -> None:
    """From now on it is public and binds the body; raises Incomplete."""
    FLOW.check(item, "publish")
    reviews.demand_complete(item)
    FLOW.go(item, "publish", by=by, at=at, why=why)
    item.published_by_name, item.published_at = by.name, at


def breaches(on: date) -> sa.Select[Any]:
    """Every binding commitment late by this day, and every one verified as not kept."""
    late = Commitment.late(on).with_only_columns(
        *breach(
            "commitments",
            "overdue",
            Commitment.id,
            Commitment.subject_id,
            day_after(Commitment.due_on),
            sa.literal("公开承诺逾期未完成：") + Commitment.title,
        )
    )
    unkept = sa.select(
        *breach(
            "commitments",
            "not-fulfilled",
            Commitment.id,
            Commitment.subject_id,
            Commitment.verified_on,
            sa.literal("公开承诺经核验未兑现：") + Commitment.title,
        )
    ).where(Commitment.outcome == CommitmentOutcome.NOT_FULFILLED, Commitment.verified_on <= on)
    public = late.where(Commitment.state.in_(PUBLIC))
    found = sa.union_all(public, unkept, compensations.breaches(on)).subquery()
    return sa.select(*found.c)


def is_public() -> sa.ColumnElement[bool]:
    """The condition for what everybody may read."""
    return Commitment.state.in_(PUBLIC)


def _demand_public(beneficiary: Subject | None) -> None:
    """A person is never named in public, so no person is the beneficiary of a commitment."""
    if beneficiary is not None and not beneficiary.public:
        raise Refused(_("承诺对象只能是企业或者组织；自然人不公开。"))


def _words(value: Any) -> str:
    """A value as the log keeps it."""
    if isinstance(value, list):
        return "、".join(body.name for body in value)
    return str(getattr(value, "name", value) if isinstance(value, Subject) else value or "")
