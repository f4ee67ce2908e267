"""Who hears of readings of files: the custodian, who asked, whose file it is, and the auditor."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.readings.models import FileReading
from integrity.people.messages.tells import Source, Whom, at_once

CUSTODIAN = Whom(Permission.READINGS_CONSENT, alone=True)
AUDITOR = Whom(Permission.READINGS_AUDIT)
READER = Whom(None, FileReading.asked_by_id)
SUBJECT = Whom(Permission.READINGS_CONTEST, FileReading.subject_id)
IMPROPER = _l("信用档案查阅 %(ref)s 认定为违规查阅，请登录查看处理。")
PROPER = _l("信用档案查阅 %(ref)s 认定为正当，请登录查看理由。")
READINGS = Source(
    FileReading,
    {
        "ask_to_read": at_once(_l("信用档案限制部分的查阅申请 %(ref)s 待您决定。"), CUSTODIAN),
        "grant": at_once(_l("信用档案查阅申请 %(ref)s 已同意，请按期查看。"), READER),
        "refuse": at_once(_l("信用档案查阅申请 %(ref)s 没有同意。"), READER),
        "contest_reading": at_once(_l("信用档案查阅 %(ref)s 被查阅单位提出异议。"), AUDITOR)
        + at_once(_l("您的信用档案查阅 %(ref)s 被提出异议，答复前不能再查看。"), READER),
        "find_improper": at_once(IMPROPER, SUBJECT) + at_once(IMPROPER, READER),
        "find_proper": at_once(PROPER, SUBJECT) + at_once(PROPER, READER),
        **told_late(_l("信用档案查阅 %(ref)s 逾期没有办理。"), office=AUDITOR),
    },
    "readings.item",
    "number",
    FileReading.id,
    lambda number: f"CY{int(number):06d}",
)
