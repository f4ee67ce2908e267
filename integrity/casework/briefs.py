"""Who owes whom how much by when: what the page of a thing begins with, and that of every act."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from integrity.base import i18n
from integrity.pages.items import Fact, known
from integrity.people.subjects.models import SubjectKind


def brief(item: Any, *, linked: bool = False) -> list[Fact]:
    """The parties, the sum and the day of a matter, as far as it has them.

    It may say `owed_to` (to whom, in words) and `at_stake` (what is still owed, in yuan).
    """
    subject = getattr(item, "subject", None)
    due_on, stake = getattr(item, "due_on", None), getattr(item, "at_stake", None)
    is_body = subject is not None and subject.kind is SubjectKind.BODY
    return known(
        (_("责任单位") if is_body else _("当事人"), subject and _name(subject, linked)),
        (_("权利人"), getattr(item, "owed_to", "")),
        (_("未履行金额"), i18n.money(stake) if stake is not None else ""),
        (_("期限"), i18n.day(due_on) if due_on else ""),
    )


def _name(subject: Any, linked: bool) -> Any:
    if not (linked and subject.slug):
        return subject.name
    address = url_for("site.body", slug=subject.slug)
    return Markup('<a href="{}">{}</a>').format(address, subject.name)
