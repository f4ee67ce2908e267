"""What of commitments is also signed on paper: the promise itself, and taking over (承接)."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from commitments import service
from commitments.flow import FLOW
from commitments.models import Commitment
from commitments.permissions import CommitmentsPermission as P
from commitments.signature import canonical_text
from commitments.takeover import office_terms
from commitments.takeover.office_terms import OfficeTerm
from integrity.casework.documents import on_paper
from integrity.casework.documents.on_paper import OnPaper
from integrity.pages.items import Button


def _waits(item: Commitment) -> bool:
    return FLOW.allows(item, "sign")


def _open(term: OfficeTerm) -> bool:
    return term.to_on is None and bool(office_terms.waiting(term.body_id))


def _sends(user: Any, body_id: int) -> bool:
    """Officers of the body, and the office to which the paper was brought."""
    return bool(user.can(P.PUBLISH) or (user.can(P.DRAFT) and user.body_id == body_id))


def buttons(item: Commitment) -> list[Button]:
    """What the person logged in may do about signing it, or its being taken over, on paper."""
    if not current_user.is_authenticated:
        return []
    found, term = on_paper.buttons(item), office_terms.current(item.subject_id)
    if term and on_paper.buttons(term):
        page = url_for("commitments.handover", number=term.id)
        found.append(Button(_("承接清单"), page))
    return found


ON_PAPER = (
    OnPaper(
        model=Commitment,
        title=_l("上传承诺书手签盖章件"),
        text=canonical_text.canonical,
        enters=lambda user, item: _waits(item) and _sends(user, item.subject_id),
        compares=lambda user, item: bool(user.can(P.PUBLISH)) and _waits(item),
        agreed=service.sign_on_paper,
        url=lambda item: url_for("commitments.item", ref=item.ref),
    ),
    OnPaper(
        model=OfficeTerm,
        title=_l("上传承接手签盖章件"),
        text=office_terms.listed,
        enters=lambda user, term: _open(term) and _sends(user, term.body_id),
        compares=lambda user, term: bool(user.can(P.PUBLISH)) and _open(term),
        agreed=office_terms.accept_on_paper,
        url=lambda term: url_for("commitments.handover", number=term.id),
    ),
)
