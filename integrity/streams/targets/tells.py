"""Who is told what of targets and of what was measured."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import told_late
from integrity.people.messages.tells import Source, Whom, at_once, daily
from integrity.streams.targets.models import Reading, Target
from integrity.streams.targets.permissions import TargetsPermission as P

BODY = Whom(P.REPORT, Target.subject_id)
SOURCE = Whom(P.MEASURE, Target.measured_by_id)
OFFICE = Whom(P.SET)
TARGETS = Source(
    Target,
    {
        "set_target": at_once(_l("目标 %(ref)s 已下达本单位，请按期达到。"), BODY)
        + daily(_l("目标 %(ref)s 由本部门监测，请按月登记公布的数据。"), SOURCE),
        "report": daily(_l("目标 %(ref)s 的单位自报达到，请按监测结果核实。"), SOURCE),
        "refute": at_once(_l("目标 %(ref)s 的监测结果与单位自报不符，恢复为进行中。"), BODY)
        + daily(_l("目标 %(ref)s 的监测结果与单位自报不符。"), OFFICE),
        "find_met": daily(_l("目标 %(ref)s 经监测达到。"), BODY),
        "inspect": at_once(_l("目标 %(ref)s 登记了督导检查结果，请查看。"), BODY),
        "due_soon": daily(_l("目标 %(ref)s 临近期限。"), BODY),
        "overdue": at_once(_l("目标 %(ref)s 期限已过，经监测没有达到。"), BODY)
        + daily(_l("目标 %(ref)s 期限已过，经监测没有达到。"), OFFICE),
        **told_late(_l("目标 %(ref)s 的核实逾期，请立即办理。"), finder=SOURCE),
    },
    "targets.item",
)
READINGS = Source(
    Reading,
    {
        "measure": daily(_l("目标 %(ref)s 有新的监测值，可以提出异议。"), BODY),
        "question": at_once(_l("单位对目标 %(ref)s 的监测值有异议，请复核。"), SOURCE),
        "keep_value": daily(_l("目标 %(ref)s 的监测值复核后维持。"), BODY),
        "correct": daily(_l("目标 %(ref)s 的监测值已更正。"), BODY),
        **told_late(_l("目标 %(ref)s 的监测值复核逾期，请立即办理。"), finder=SOURCE),
    },
    "targets.item",
    ref=Target.ref,
    joined=((Target, Target.id == Reading.target_id),),
)
SOURCES = (TARGETS, READINGS)
