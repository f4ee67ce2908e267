"""Filing an objection and deciding it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from integrity import clock
from integrity.forms import WhyForm
from integrity.objections import service
from integrity.objections.models import STATE_NAMES, Objection
from integrity.permissions import Permission
from integrity.records.remedies import Remedy, pages
from integrity.rules import service as rules
from integrity.streams import Act


class ObjectionForm(FlaskForm):
    statement = TextAreaField(
        _l("异议事实和理由"),
        description=_l("写明哪一点不对、为什么，最多 5000 字。免费，不影响您的其他权利。"),
        validators=[InputRequired(_l("请写明事实和理由。")), Length(min=10, max=5000)],
    )


def _limits() -> dict[str, Any]:
    """By when an objection is answered, alone and with the help of others."""
    today = clock.today()
    return {"own": rules.term("OBJ-OWN", today), "assisted": rules.term("OBJ-ASSIST", today)}


bp = pages(
    Remedy(
        name="objections",
        title=_l("异议"),
        heading=_l("提出异议"),
        thanks=_l("异议已提出，将在规定期限内答复。"),
        empty=_l("没有异议。"),
        model=Objection,
        flow=service.FLOW,
        acts={
            "accept": Act(_l("受理"), service.accept),
            "uphold": Act(
                _l("异议成立"),
                service.uphold,
                WhyForm,
                _l("记录将被撤销；据此列入的名单将移除，并通知每个收到过的单位停止措施。"),
            ),
            "reject": Act(
                _l("异议不成立"),
                service.reject,
                WhyForm,
                _l("记录确认有效。答复中将写明可依法申请行政复议或者提起行政诉讼。"),
                danger=True,
            ),
        },
        form=ObjectionForm,
        file=service.file,
        filing=Permission.OBJECTIONS_FILE,
        deciding=Permission.OBJECTIONS_DECIDE,
        state_names=STATE_NAMES,
        how="objections/how.html",
        told=_limits,
    )
)
