"""A task of a work plan, described once, in the order of its page."""

from flask_babel import lazy_gettext as _l

from integrity.casework import fields as usual
from integrity.pages.fields import DAY, FACTS, FORM, LIST, WHOLE, Field, Kind, choice, text
from integrity.people.subjects.choosing import SubjectsField
from integrity.people.subjects.fields import BODY
from integrity.people.subjects.models import Subject
from integrity.streams.plans.models import (
    OUTCOME_NAMES,
    RHYTHM_NAMES,
    STATE_NAMES,
    TONES,
    PlanTask,
    Rhythm,
    TaskOutcome,
    WorkPlan,
)

BODIES = Kind(control=SubjectsField, show=lambda found: "、".join(body.name for body in found))
"""Several public bodies."""
# fmt: off
FIELDS = (
    Field("ref", _l("编号"), on=LIST, sort=PlanTask.ref),
    Field("plan", _l("工作方案"), on=LIST | FACTS, sort=WorkPlan.title,
          show=lambda task, on: task.plan.title),
    Field("number", _l("任务序号"), WHOLE, FORM | LIST | FACTS, required=FORM,
          sort=PlanTask.number, help=_l("方案中的序号，例如 3。")),
    Field("section", _l("任务类别"), text(100), FORM | FACTS),
    Field("title", _l("任务内容"), text(200), FORM | LIST, required=FORM),
    Field("body", _l("牵头单位"), BODY, FORM | LIST | FACTS, required=FORM,
          of=lambda task: task.subject, sort=Subject.name,
          filter=lambda body, on: PlanTask.subject_id == body.id),
    Field("lead_words", _l("方案所写的牵头单位"), on=FACTS),
    Field("supporters", _l("配合单位"), BODIES, FORM | FACTS),
    Field("support_words", _l("方案所写的配合单位"), on=FACTS),
    Field("rhythm", _l("持续实施"), choice(Rhythm, RHYTHM_NAMES), FORM | LIST | FACTS,
          filter=lambda value, on: PlanTask.rhythm == value,
          help=_l("有完成期限的不选；没有完成期限的，选定报告的周期。")),
    Field("due_on", _l("完成期限或者下次报告期限"), DAY, FORM | LIST | FACTS,
          sort=PlanTask.due_on, help=_l("持续实施的不填，按报告周期计算。")),
    usual.state(PlanTask, STATE_NAMES, TONES),
    usual.lateness("plans", PlanTask),
    usual.key_field(PlanTask),
    Field("report", _l("牵头单位的报告"), on=FACTS),
    Field("claim_received_on", _l("收到报告之日"), DAY, FACTS),
    Field("closed_on", _l("办结日期"), DAY, FACTS),
    Field("outcome", _l("结果"), choice(TaskOutcome, OUTCOME_NAMES), LIST | FACTS),
)
# fmt: on
