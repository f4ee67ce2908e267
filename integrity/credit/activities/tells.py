"""Who is told of activities: the office of what waits, the body of what was found."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import told_late
from integrity.credit.activities.models import Activity
from integrity.credit.activities.permissions import ActivitiesPermission as P
from integrity.people.messages.tells import Source, Whom, at_once, daily

OFFICE = Whom(P.VERIFY)
BODY = Whom(P.CONTEST, Activity.subject_id)
ACTIVITIES = Source(
    Activity,
    {
        "enter_activity": daily(_l("登记事项 %(ref)s 待核实。"), OFFICE),
        "verify_activity": daily(_l("登记事项 %(ref)s 已核实，有误的可以提出异议。"), BODY),
        "return_activity": daily(_l("登记事项 %(ref)s 已退回，不统计。"), BODY),
        "contest_activity": at_once(_l("登记事项 %(ref)s 的单位提出异议，请核实。"), OFFICE),
        "keep_activity": daily(_l("登记事项 %(ref)s 经复核维持。"), BODY),
        **told_late(_l("登记事项 %(ref)s 逾期没有核实，请立即办理。"), office=OFFICE),
    },
    "activities.item",
    "number",
    Activity.id,
    lambda number: f"HD{int(number):06d}",
)
