"""What is done with commitments by night."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from commitments.change import compensations
from commitments.takeover import office_terms
from commitments.takeover.office_terms import Acceptance, OfficeTerm, TaskState
from integrity.base.runs import Job
from integrity.casework.recounts import Day

JOBS = (
    Job(
        "flag_inheritance",
        _l("标明逾期未承接"),
        "7 1 * * *",
        lambda on, at: {"flagged": office_terms.flag_missed(on=on, at=at)},
    ),
    Job(
        "leave_unanswered",
        _l("移交到期未答复的补偿"),
        "8 1 * * *",
        lambda on, at: {"left": compensations.leave_unanswered(on=on, at=at)},
    ),
)
DAYS = (
    Day(
        Acceptance.due_on,
        sa.select(OfficeTerm.from_on)
        .where(OfficeTerm.id == Acceptance.term_id)
        .correlate(Acceptance)
        .scalar_subquery(),
        office_terms.FAMILY,
        sa.and_(Acceptance.state == TaskState.OPEN, Acceptance.flagged_on.is_(None)),
    ),
)
