"""The stream of orders to put right, as the core sees it."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.acts import Act
from integrity.casework.streams import Stream
from integrity.pages.forms import WhyForm
from integrity.streams.rectifications import service
from integrity.streams.rectifications.forms import PlanForm, ReportForm, VerifyForm
from integrity.streams.rectifications.models import STATE_NAMES, Rectification, RectificationOutcome
from integrity.streams.rectifications.views import bp

MOVE_NAMES = {
    "order": _l("责令整改"),
    "answer": _l("答复方案"),
    "put_right": _l("报告整改完成"),
    "verify": _l("核验通过"),
    "send_back": _l("退回继续整改"),
    "miss": _l("逾期未整改到位"),
    "extend": _l("延期"),
}

STREAM = Stream(
    name="rectifications",
    title=_l("限期整改"),
    model=Rectification,
    flow=service.FLOW,
    blueprint=bp,
    breaches=service.breaches,
    mine=lambda body_id: Rectification.subject_id == body_id,
    public=sa.false,
    kept=lambda: Rectification.outcome == RectificationOutcome.PUT_RIGHT,
    acts={
        "answer": Act(_l("答复整改方案"), service.answer, PlanForm),
        "put_right": Act(_l("报告整改完成"), service.put_right, ReportForm),
        "verify": Act(_l("核验通过"), service.verify, VerifyForm),
        "send_back": Act(_l("退回继续整改"), service.send_back, WhyForm, danger=True),
    },
    rules={"not-put-right": _l("逾期未整改到位")},
    state_names=STATE_NAMES,
    move_names=MOVE_NAMES,
    read=Permission.RECTIFICATIONS_READ,
    inherited=lambda: Rectification.closed_on.is_(None),
)
