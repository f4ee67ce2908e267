"""Tasks of work plans as a stream."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.casework.acts import Act
from integrity.casework.streams import Figures, Reach, Stream, Words, Work
from integrity.pages.forms import WhyForm
from integrity.streams.plans import service
from integrity.streams.plans.fields import FIELDS
from integrity.streams.plans.flow import FLOW
from integrity.streams.plans.forms import ReportForm
from integrity.streams.plans.imports import IMPORTERS
from integrity.streams.plans.models import NOTE_NAMES, STATE_NAMES, PlanTask, TaskOutcome
from integrity.streams.plans.permissions import GRANTS, PlansPermission
from integrity.streams.plans.tells import SOURCES
from integrity.streams.plans.views import bp, of_body

ACTS = {
    "report": Act(
        _l("报告完成情况"),
        service.report,
        ReportForm,
        _l("由领导小组办公室核实后才算完成。"),
        evidence=True,
    ),
    "accept_report": Act(
        _l("核实本期报告"),
        service.accept_report,
        WhyForm,
        _l("只用于持续实施的任务：本期报告存档，按周期计算下次报告期限。"),
        primary=False,
    ),
    "find_done": Act(_l("核实完成"), service.find_done, WhyForm),
    "send_back": Act(_l("退回报告"), service.send_back, WhyForm, _l("原期限不变。"), danger=True),
    "drop_task": Act(
        _l("撤销任务"),
        service.drop_task,
        WhyForm,
        _l("写明依据哪一份文件；撤销的任务不再统计。"),
        danger=True,
        primary=False,
    ),
}
STREAM = Stream(
    name="plans",
    title=_l("重点任务"),
    model=PlanTask,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=of_body,
        public=sa.false,
        read=PlansPermission.READ,
        grants=GRANTS,
        searched=(PlanTask.ref, PlanTask.title, PlanTask.lead_words),
    ),
    work=Work(flow=FLOW, acts=ACTS, tells=SOURCES, importers=IMPORTERS),
    figures=Figures(counted=service.counted, kept=lambda: PlanTask.outcome == TaskOutcome.FINISHED),
    words=Words(
        rules={"missed": _l("未按期完成工作方案任务")},
        problems={"missed": None},
        state_names=STATE_NAMES,
        move_names={
            "set_task": _l("登记任务"),
            **{f"note_{kind}": name for kind, name in NOTE_NAMES.items()},
        },
    ),
)
