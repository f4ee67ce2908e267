"""Who hears of what was done with a check: its body, who it is about, and the office."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.checks.duty_models import CheckDuty
from integrity.people.messages.tells import Source, Whom, at_once, daily

P = Permission
BODY = Whom(P.CHECKS_MAKE, CheckDuty.body_id)
ABOUT = Whom(P.CHECKS_CONTEST, CheckDuty.about_id)
OFFICE = Whom(P.APPEALS_DECIDE)
RIGHT = _l("对核查结果使用情况 %(ref)s 的异议成立，请登录查看。")
WRONG = _l("对核查结果使用情况 %(ref)s 的异议不成立，请登录查看理由。")
LATE = _l("核查结果使用情况 %(ref)s 逾期没有登记，请立即登记。")
UNANSWERED = _l("对核查结果使用情况 %(ref)s 的异议逾期没有答复。")
OUTCOMES = Source(
    CheckDuty,
    {
        "say_outcome": daily(_l("涉及您的核查结果使用情况 %(ref)s 已登记，请登录查看。"), ABOUT),
        "restate_outcome": daily(
            _l("涉及您的核查结果使用情况 %(ref)s 已更正，请登录查看。"), ABOUT
        ),
        "contest_outcome": at_once(_l("收到对核查结果使用情况 %(ref)s 的异议。"), OFFICE)
        + at_once(_l("核查结果使用情况 %(ref)s 被提出异议。"), BODY),
        "return_outcome": at_once(RIGHT, ABOUT) + at_once(RIGHT, BODY),
        "keep_outcome": at_once(WRONG, ABOUT) + at_once(WRONG, BODY),
        **told_late(LATE, owing=BODY),
        **told_late(UNANSWERED, office=OFFICE),
    },
    "checks.duty",
    "number",
    CheckDuty.id,
    lambda number: f"SY{int(number):08d}",
)
