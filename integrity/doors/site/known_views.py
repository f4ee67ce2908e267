"""The file of a subject as it was known on an earlier day, for who may see it."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import render_template
from flask_login import current_user

from integrity.base.permissions import Permission
from integrity.casework.rules.models import GRADE_NAMES
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.records import visibility
from integrity.credit.records.models import STATE_NAMES, TONES, CreditRecord
from integrity.credit.sanctions import history
from integrity.credit.sanctions.annotations import PENDING_NAMES
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.visibility import visible
from integrity.people.subjects.models import Subject


def page(found: Subject, on: date, back: str) -> str:
    """Records and entries as they stood at the end of a day; later acts do not change it."""
    return render_template(
        "site/known.html",
        subject=found,
        on=on,
        back=back,
        records=visibility.known_to(current_user, on, CreditRecord.subject_id == found.id),
        entries=_entries(found, on),
        list_names=LIST_NAMES,
        grade_names=GRADE_NAMES,
        state_names=STATE_NAMES,
        tones=TONES,
        pending_names=PENDING_NAMES,
    )


def _entries(found: Subject, on: date) -> Any:
    """What stood on a list: to everybody what still does, to its parties and the office all."""
    if not (current_user.is_authenticated and current_user.can(Permission.SANCTIONS_READ)):
        return history.listed_to_all(found.id, on)
    still = {known.entry.id for known in history.listed_to_all(found.id, on)}
    seen = sa.or_(visible(current_user), ListEntry.id.in_(still))
    return history.listed(on, ListEntry.subject_id == found.id, seen)
