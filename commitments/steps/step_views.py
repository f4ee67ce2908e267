"""Pages for the parts of a commitment: milestones, reviews before publication, publications.

And orders to put right what makes poor progress (济高信用办〔2019〕7号 二（六））.
"""

from datetime import datetime
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from commitments.blueprint import bp, stream
from commitments.models import PUBLIC, Commitment, CommitmentState
from commitments.models import CommitmentOutcome as Outcome
from commitments.permissions import CommitmentsPermission
from commitments.steps import milestones, openness, publications, reviews
from commitments.steps.milestones import Milestone
from commitments.steps.step_forms import MilestoneForm, PublicationForm, ReviewForm
from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed, NotFound
from integrity.base.permissions import AnyPermission
from integrity.base.stamps import demand, requires
from integrity.casework.acts import Act, perform
from integrity.pages.items import Button
from integrity.people.accounts.models import User
from integrity.streams.rectifications import service as rectifications
from integrity.streams.rectifications.forms import OrderForm
from integrity.streams.rectifications.models import STATE_NAMES as RECTIFICATION_STATES
from integrity.streams.rectifications.permissions import RectificationsPermission


def _review(item: Commitment, passed: str, **more: Any) -> None:
    reviews.record(item, passed=passed == "yes", **more)


def _rectify(item: Commitment, demand: str, *, by: User, at: datetime, **day: Any) -> None:
    made = rectifications.order_item("commitments", item, demand, by=by, at=at, **day)
    audit.write(item, "rectify", by=by, at=at, why=demand, rectification=made.ref)


REVIEW = Act(
    _l("登记公开前审查"),
    _review,
    ReviewForm,
    _l("审查针对当前文本；文本修改后须重新办理。登记后不能撤回，可以再次登记。"),
)
PUBLICATION = Act(_l("登记公开渠道"), publications.add, PublicationForm)
RECTIFICATION = Act(
    _l("责令限期整改"),
    _rectify,
    OrderForm,
    _l("整改要求和期限将在承诺页面公开；逾期未整改到位的将生成信用记录。"),
    danger=True,
)
MILESTONE = Act(
    _l("登记阶段结果"),
    milestones.record,
    MilestoneForm,
    _l("结果将公开；以后只能登记更好的结果。"),
)


@bp.route("/<ref>/reviews", methods=["GET", "POST"])
@requires(CommitmentsPermission.REVIEW)
def review(ref: str) -> ResponseReturnValue:
    """Note one step before publication."""
    item = stream().by_ref(ref)
    demand(CommitmentsPermission.REVIEW, item)
    if item.state in PUBLIC:
        raise NotAllowed(_("承诺已公开，不再补办公开前的审查。"))
    return perform(REVIEW, item, back=stream().url(item))


@bp.route("/<ref>/publications", methods=["GET", "POST"])
@requires(CommitmentsPermission.REPORT)
def publication(ref: str) -> ResponseReturnValue:
    """Note where a commitment was made public as well."""
    item = stream().by_ref(ref)
    demand(CommitmentsPermission.REPORT, item)
    return perform(PUBLICATION, item, back=stream().url(item))


@bp.route("/<ref>/milestones/<int:number>", methods=["GET", "POST"])
@requires(CommitmentsPermission.REPORT)
def milestone(ref: str, number: int) -> ResponseReturnValue:
    """Say what became of one milestone of a public commitment."""
    item = stream().by_ref(ref)
    demand(CommitmentsPermission.REPORT, item)
    step = db.session.get(Milestone, number)
    if step is None or step.commitment_id != item.id:
        raise NotFound
    if item.state is not CommitmentState.PUBLISHED:
        raise NotAllowed(_("只有履行中的承诺可以登记阶段结果。"))
    return perform(MILESTONE, step, back=stream().url(item))


@bp.route("/<ref>/rectifications", methods=["GET", "POST"])
@requires(RectificationsPermission.ORDER)
def rectification(ref: str) -> ResponseReturnValue:
    """The office orders a body to put right what makes poor progress."""
    item = stream().by_ref(ref)
    demand(RectificationsPermission.ORDER, item)
    if not _may_be_put_right(item):
        raise NotAllowed(_("只有尚未兑现的公开承诺可以责令整改。"))
    return perform(RECTIFICATION, item, back=stream().url(item))


def shown(item: Commitment, reports: int) -> dict[str, Any]:
    """What the page of a commitment shows of its parts; `reports`: how many there are on it."""
    steps = milestones.of(item)
    staff = current_user.is_authenticated and (
        current_user.can(CommitmentsPermission.REVIEW, item)
        or current_user.can(CommitmentsPermission.SIGN, item)
    )
    may_report = item.state is CommitmentState.PUBLISHED and may(CommitmentsPermission.REPORT, item)
    return {
        "item": item,
        "milestones": milestones.shown(steps, clock.today(), current_user),
        "percent": milestones.progress(steps),
        "may_report": may_report,
        "reviews": reviews.of(item),
        "missing": reviews.missing(item) if staff and item.state not in PUBLIC else [],
        "review_names": reviews.REVIEW_NAMES,
        "stages": openness.status(item, publications.of(item), reports),
        "rectifications": _rectifications(item),
    }


def may(permission: AnyPermission, item: Commitment) -> bool:
    """Whether the person logged in, if anybody is, may do this to it."""
    return bool(current_user.is_authenticated and current_user.can(permission, item))


def buttons(item: Commitment) -> list[Button]:
    """The acts on parts that are open to this person."""
    found = []
    if item.state not in PUBLIC and may(CommitmentsPermission.REVIEW, item):
        found.append(Button(REVIEW.label, url_for("commitments.review", ref=item.ref)))
    if item.state in PUBLIC and may(CommitmentsPermission.REPORT, item):
        found.append(Button(PUBLICATION.label, url_for("commitments.publication", ref=item.ref)))
    if _may_be_put_right(item) and may(RectificationsPermission.ORDER, item):
        url = url_for("commitments.rectification", ref=item.ref)
        found.append(Button(RECTIFICATION.label, url, primary=item.is_overdue(clock.today())))
    return found


def _may_be_put_right(item: Commitment) -> bool:
    """Whether it binds and is not found to be kept, or given up lawfully."""
    return item.state in PUBLIC and item.outcome not in (Outcome.FULFILLED, Outcome.CHANGED)


def _rectifications(item: Commitment) -> list[dict[str, Any]]:
    """The orders about it; their pages only for who may read them."""
    readable = may(RectificationsPermission.READ, item)
    return [
        {
            "order": order,
            "word": RECTIFICATION_STATES[order.state],
            "href": url_for("rectifications.item", ref=order.ref) if readable else None,
        }
        for order in rectifications.of_item("commitments", item.id)
    ]
