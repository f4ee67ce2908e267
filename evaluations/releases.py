"""Results are told inside; that everybody reads or ranks them, the leading group decides."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from evaluations.commissions import service as commissions
from evaluations.models import Round
from evaluations.rounds import FLOW
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.errors import Refused, SamePerson


class NoDecision(Refused):
    """The leading group decides on paper."""

    title = _l("没有领导小组的决定")
    correctable = True


def propose_release(
    item: Round, document: str, why: str, ranked: bool, *, by: audit.Actor, at: datetime
) -> None:
    """One person enters the group's decision that everybody may read it.

    ranked: whether the group also wants places shown in public. Raises NoDecision, PapersLack.
    """
    if not document.strip():
        raise NoDecision(_("请填写领导小组决定的文号或者会议纪要编号。"))
    commissions.demand(item, local_day(at))
    item.release_document, item.release_why = document.strip(), why.strip()
    item.ranked, item.release_proposed_by_id = ranked, by.id
    FLOW.go(item, "propose_release", by=by, at=at, why=why, document=document)


def release_results(item: Round, *, by: audit.Actor, at: datetime) -> None:
    """A second person releases: from now on everybody reads it. Raises SamePerson."""
    if by.id is None or by.id == item.release_proposed_by_id:
        raise SamePerson(_("提请公布的人不能同时批准公布。"))
    item.released_on = local_day(at)
    FLOW.go(item, "release_results", by=by, at=at)


def decline_release(item: Round, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It stays inside, for reasons that stay on record."""
    FLOW.go(item, "decline_release", by=by, at=at, why=why)
    item.ranked = False
