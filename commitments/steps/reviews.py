"""What must be shown before a commitment is published: reviews of exactly the text that is signed.

A review speaks of one text, by its SHA-256; when the draft is changed afterwards it counts no more.
"""

import enum
from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage

from commitments.models import PUBLIC, Commitment
from commitments.signature import canonical_text
from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import Model, db
from integrity.base.errors import Forbidden, NotAllowed, Refused
from integrity.files import attached
from integrity.people.accounts.models import User


class ReviewKind(enum.StrEnum):
    PARTICIPATION = "participation"
    EXPERTS = "experts"
    RISK = "risk"
    LEGALITY = "legality"
    COMPLIANCE = "compliance"
    DISCUSSION = "discussion"
    SECRECY = "secrecy"


REVIEW_NAMES = {
    ReviewKind.PARTICIPATION: _l("公众参与"),
    ReviewKind.EXPERTS: _l("专家论证"),
    ReviewKind.RISK: _l("风险评估"),
    ReviewKind.LEGALITY: _l("合法性审查"),
    ReviewKind.COMPLIANCE: _l("合规性审核"),
    ReviewKind.DISCUSSION: _l("集体讨论决定"),
    ReviewKind.SECRECY: _l("保密和隐私审查"),
}
ALWAYS = (ReviewKind.LEGALITY, ReviewKind.SECRECY)
"""济南市优化营商环境条例 第三十七条; 济高信用办〔2019〕7号 一（二）二."""
MAJOR = tuple(ReviewKind)
"""济高信用办〔2019〕7号 一（二）一: the steps no major decision goes without."""


class Incomplete(Refused):
    """A review that must be shown before publication is missing, negative, or of another text."""

    title = _l("公开前的程序未完成")


class OwnReview(Forbidden):
    """Nobody reviews the legality or secrecy of what they drafted."""

    title = _l("须由他人办理")


class Review(Model):
    """One step before publication: who looked, when, at which text, and what was found."""

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(sa.ForeignKey("commitment.id"), index=True)
    kind: Mapped[ReviewKind]
    passed: Mapped[bool]
    reviewer: Mapped[str]
    on_day: Mapped[date]
    why: Mapped[str]
    text_sha256: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    by_name: Mapped[str]


def record(
    item: Commitment,
    kind: ReviewKind,
    passed: bool,
    reviewer: str,
    on_day: date,
    why: str,
    *,
    by: User,
    at: datetime,
    evidence: FileStorage | None = None,
) -> Review:
    """Note a review of the present text; raises OwnReview, NotAllowed, Incomplete."""
    if item.state in PUBLIC:
        raise NotAllowed(_("承诺已公开，不再补办公开前的审查。"))
    if kind in ALWAYS and by.id == item.drafted_by_id:
        raise OwnReview(_("起草人不能登记自己起草内容的合法性审查和保密审查。"))
    if on_day > clock.local_day(at):
        raise Incomplete(_("审查日期不能晚于今天。"))
    made = Review(
        commitment_id=item.id,
        kind=ReviewKind(kind),
        passed=passed,
        reviewer=reviewer,
        on_day=on_day,
        why=why,
        text_sha256=canonical_text.digest(item),
        at=at,
        by_id=by.id,
        by_name=by.name,
    )
    db.session.add(made)
    db.session.flush()
    said = f"{REVIEW_NAMES[made.kind]}：{why}"
    audit.write(item, "review", by=by, at=at, why=said, kind=kind, passed=passed)
    if evidence:
        attached.save(evidence, item, public=False, by=by, at=at, body_id=item.subject_id)
    return made


def of(item: Commitment) -> Sequence[Review]:
    """Every review of a commitment, oldest first."""
    wanted = sa.select(Review).where(Review.commitment_id == item.id)
    return db.session.scalars(wanted.order_by(Review.id)).all()


def needed(item: Commitment) -> tuple[ReviewKind, ...]:
    """Which reviews this commitment must have."""
    return MAJOR if item.major else ALWAYS


def missing(item: Commitment) -> list[str]:
    """Why it may not be published yet, one sentence a step; empty when it may."""
    latest = {review.kind: review for review in of(item)}
    text = canonical_text.digest(item)
    reasons = []
    for kind in needed(item):
        found = latest.get(kind)
        name = REVIEW_NAMES[kind]
        if found is None:
            reasons.append(_("缺少%(what)s。", what=name))
        elif found.text_sha256 != text:
            reasons.append(_("%(what)s之后文本已修改，须重新办理。", what=name))
        elif not found.passed:
            reasons.append(_("%(what)s未通过：%(why)s", what=name, why=found.why))
    return reasons


def demand_complete(item: Commitment) -> None:
    """Raise Incomplete with every reason."""
    if reasons := missing(item):
        raise Incomplete("".join(reasons))
