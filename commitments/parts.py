"""Pages for the parts of a commitment: milestones, reviews before publication, publications."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from commitments import milestones, publications, reviews
from commitments.blueprint import bp, stream
from commitments.milestones import Milestone
from commitments.models import PUBLIC, Commitment, CommitmentState
from commitments.part_forms import MilestoneForm, PublicationForm, ReviewForm
from integrity import clock
from integrity.db import db
from integrity.errors import NotAllowed, NotFound
from integrity.permissions import Permission, demand, requires
from integrity.streams import Act, perform


def _review(item: Commitment, passed: str, **more: Any) -> None:
    reviews.record(item, passed=passed == "yes", **more)


REVIEW = Act(
    _l("登记公开前审查"),
    _review,
    ReviewForm,
    _l("审查针对当前文本；文本修改后须重新办理。登记后不能撤回，可以再次登记。"),
)
PUBLICATION = Act(_l("登记公开渠道"), publications.add, PublicationForm)
MILESTONE = Act(
    _l("登记阶段结果"),
    milestones.record,
    MilestoneForm,
    _l("结果将公开；以后只能登记更好的结果。"),
)


@bp.route("/<ref>/reviews", methods=["GET", "POST"])
@requires(Permission.COMMITMENTS_REVIEW)
def review(ref: str) -> ResponseReturnValue:
    """Note one step before publication."""
    item = stream().by_ref(ref)
    demand(Permission.COMMITMENTS_REVIEW, item)
    if item.state in PUBLIC:
        raise NotAllowed(_("承诺已公开，不再补办公开前的审查。"))
    return perform(REVIEW, item, back=stream().url(item))


@bp.route("/<ref>/publications", methods=["GET", "POST"])
@requires(Permission.COMMITMENTS_REPORT)
def publication(ref: str) -> ResponseReturnValue:
    """Note where a commitment was made public as well."""
    item = stream().by_ref(ref)
    demand(Permission.COMMITMENTS_REPORT, item)
    return perform(PUBLICATION, item, back=stream().url(item))


@bp.route("/<ref>/milestones/<int:number>", methods=["GET", "POST"])
@requires(Permission.COMMITMENTS_REPORT)
def milestone(ref: str, number: int) -> ResponseReturnValue:
    """Say what became of one milestone of a public commitment."""
    item = stream().by_ref(ref)
    demand(Permission.COMMITMENTS_REPORT, item)
    step = db.session.get(Milestone, number)
    if step is None or step.commitment_id != item.id:
        raise NotFound
    if item.state is not CommitmentState.PUBLISHED:
        raise NotAllowed(_("只有履行中的承诺可以登记阶段结果。"))
    return perform(MILESTONE, step, back=stream().url(item))


def shown(item: Commitment) -> dict[str, Any]:
    """What the page of a commitment shows of its parts."""
    steps = milestones.of(item)
    staff = current_user.is_authenticated and (
        current_user.can(Permission.COMMITMENTS_REVIEW, item)
        or current_user.can(Permission.COMMITMENTS_SIGN, item)
    )
    may_report = item.state is CommitmentState.PUBLISHED and may(
        Permission.COMMITMENTS_REPORT, item
    )
    return {
        "milestones": milestones.shown(steps, clock.today()),
        "percent": milestones.progress(steps),
        "may_report": may_report,
        "reviews": reviews.of(item),
        "missing": reviews.missing(item) if staff and item.state not in PUBLIC else [],
        "review_names": reviews.REVIEW_NAMES,
        "publications": publications.of(item),
        "channel_names": publications.CHANNEL_NAMES,
    }


def may(permission: Permission, item: Commitment) -> bool:
    """Whether the person logged in, if anybody is, may do this to it."""
    return bool(current_user.is_authenticated and current_user.can(permission, item))


def buttons(item: Commitment) -> list[dict[str, Any]]:
    """The acts on parts that are open to this person."""
    found = []
    if item.state not in PUBLIC and may(Permission.COMMITMENTS_REVIEW, item):
        found.append((REVIEW.label, url_for("commitments.review", ref=item.ref)))
    if item.state in PUBLIC and may(Permission.COMMITMENTS_REPORT, item):
        found.append((PUBLICATION.label, url_for("commitments.publication", ref=item.ref)))
    return [{"label": label, "url": url, "primary": False, "danger": False} for label, url in found]
