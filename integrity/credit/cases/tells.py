"""Who is told of typical cases: who sent them in, who is named, the office."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.cases.models import TypicalCase
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold
from integrity.people.subjects.models import Subject

OFFICE = Whom(Permission.CASES_REVIEW)
SENDER = Whom(Permission.CASES_SEND, TypicalCase.sent_by_id)
NAMED = Whom(Permission.CASES_CONSENT, TypicalCase.subject_id)
CASES = Source(
    TypicalCase,
    {
        "submit": daily(_l("报送的典型案例 %(ref)s 待审核。"), OFFICE),
        "notify": at_once(_l("典型案例 %(ref)s 拟点名本单位，请登录查看并答复是否同意。"), NAMED),
        "grant": daily(_l("典型案例 %(ref)s 点名的单位已同意，待公布。"), OFFICE),
        "refuse": daily(_l("典型案例 %(ref)s 点名的单位没有同意，请隐去名称后再报送。"), SENDER),
        "expire": daily(_l("典型案例 %(ref)s 点名的单位没有答复，请隐去名称后再报送。"), SENDER),
        "send_back": daily(_l("典型案例 %(ref)s 已退回修改，请登录查看理由。"), SENDER),
        "publish": daily(_l("报送的典型案例 %(ref)s 已公布。"), SENDER),
        "withdraw": at_once(_l("典型案例 %(ref)s 点名的单位撤回同意，已撤下。"), OFFICE)
        + daily(_l("典型案例 %(ref)s 点名的单位撤回同意，已撤下。"), SENDER),
        "remove": untold("the page says it, and who took it down is the office itself"),
        **told_late(_l("典型案例 %(ref)s 逾期没有审核，请立即办理。"), office=OFFICE),
    },
    "cases.item",
    "number",
    TypicalCase.id,
    lambda number: f"AL{int(number):06d}",
)
NOTHING_SENT = "nothing-sent"
"""The event of the calendar that a body that takes part has sent no case in."""
SENDERS = Source(
    Subject,
    {
        NOTHING_SENT: daily(
            _l("%(ref)s到期没有报送典型案例，请登录报送。"),
            Whom(Permission.CASES_SEND, Subject.id),
        )
    },
    "cases.new",
    "",
    Subject.name,
)
