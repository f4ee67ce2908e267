"""Who is told what of the tasks of work plans."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import Side, late_event
from integrity.people.messages.tells import Source, Whom, at_once, daily
from integrity.streams.plans.models import PlanTask
from integrity.streams.plans.permissions import PlansPermission as P

BODY = Whom(P.REPORT, PlanTask.subject_id)
OFFICE = Whom(P.VERIFY)
TELLS = {
    "set_task": at_once(_l("工作方案任务 %(ref)s 已交本单位牵头，请按期办理。"), BODY),
    "note_dispatch": at_once(_l("工作方案任务 %(ref)s 有新的调度意见，请查看。"), BODY),
    "note_support": daily(_l("工作方案任务 %(ref)s 的配合单位记录了情况。"), BODY),
    "report": daily(_l("工作方案任务 %(ref)s 的牵头单位已报告，请核实。"), OFFICE),
    "accept_report": daily(_l("工作方案任务 %(ref)s 的定期报告已经核实，请按周期继续报告。"), BODY),
    "find_done": daily(_l("工作方案任务 %(ref)s 经核实完成。"), BODY),
    "send_back": at_once(_l("工作方案任务 %(ref)s 的报告被退回，原期限不变。"), BODY),
    "drop_task": at_once(_l("工作方案任务 %(ref)s 已撤销。"), BODY),
    "due_soon": daily(_l("工作方案任务 %(ref)s 临近期限。"), BODY),
    "overdue": at_once(_l("工作方案任务 %(ref)s 已逾期。"), BODY)
    + daily(_l("工作方案任务 %(ref)s 已逾期。"), OFFICE),
    late_event(Side.OFFICE): daily(_l("工作方案任务 %(ref)s 的核实逾期，请立即办理。"), OFFICE),
}
SOURCES = (Source(PlanTask, TELLS, "plans.item"),)
