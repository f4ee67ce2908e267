"""The ways to the two remedies, as pages of records and of list entries offer them."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base.permissions import REACH_ALL, AnyPermission, Permission
from integrity.casework.streams import registered
from integrity.credit.measures.lists import ListKind
from integrity.pages.items import Button
from integrity.people.subjects.models import FIRMS

WAYS = {
    "objections": (
        (Permission.OBJECTIONS_FILE, _l("提出异议")),
        (Permission.OBJECTIONS_DECIDE, _l("代为登记书面异议")),
    ),
    "appeals": (
        (Permission.OBJECTIONS_FILE, _l("提出申诉")),
        (Permission.APPEALS_DECIDE, _l("代为登记书面申诉")),
    ),
    "proceedings": (
        (Permission.OBJECTIONS_FILE, _l("标注复议或者诉讼")),
        (Permission.OBJECTIONS_DECIDE, _l("登记复议或者诉讼")),
    ),
    "shieldings": (
        (Permission.REPAIRS_FILE, _l("因重整申请屏蔽")),
        (Permission.REPAIRS_DECIDE, _l("登记批准重整计划的裁定")),
    ),
    "repairs": (
        (Permission.REPAIRS_FILE, _l("申请信用修复")),
        (Permission.REPAIRS_DECIDE, _l("代为登记书面修复申请")),
    ),
}
"""What the subject may do itself, and what the office does with what came on paper."""


def remedies_of(thing: Any, remedy: str, **named: int) -> list[tuple[Any, str]]:
    """The way to a remedy against a thing, for whoever looks: label and address."""
    (filing, own), (deciding, on_paper) = WAYS[remedy]
    address = url_for(f"{remedy}.new", **named)  # type: ignore[arg-type]
    if current_user.is_authenticated and current_user.can(filing, thing):
        return [(own, address)]
    return [(on_paper, address)] if takes_in(current_user, deciding, thing) else []


def explains(thing: Any, remedy: str, **named: int) -> bool:
    """Whether the page of a remedy opens for whoever looks: visitors read how, others file."""
    return not current_user.is_authenticated or bool(remedies_of(thing, remedy, **named))


def shieldings_of(thing: Any, **named: int) -> list[tuple[Any, str]]:
    """The way to a shield during a reorganisation: of a firm, for what speaks against it."""
    honour = getattr(thing, "kind", None) is ListKind.RED
    if honour or thing.shielded or thing.subject.kind not in FIRMS:
        return []
    return remedies_of(thing, "shieldings", **named)


def offered_by_streams(entry: Any) -> list[Button]:
    """What streams offer about an entry."""
    known = (s.work.on_entry(entry) for s in registered().values() if s.work.on_entry)
    return [Button(label, address) for rows in known for label, address in rows]


def takes_in(user: Any, deciding: AnyPermission, thing: Any) -> bool:
    """Whether a person enters what the subject handed in on paper: of the office, or of the body
    that decides; never of the subject itself."""
    if not user.is_authenticated or not user.can(deciding) or user.body_id == thing.subject_id:
        return False
    return user.role in REACH_ALL or user.can(deciding, thing)
