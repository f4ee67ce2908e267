"""Who is told what of reports that a removed entry is still used."""

from flask_babel import lazy_gettext as _l

from integrity.casework.steps import Side, late_event
from integrity.people.messages.tells import Source, Whom, at_once, daily
from integrity.streams.remnants.models import Remnant
from integrity.streams.remnants.permissions import RemnantsPermission as P

BODY = Whom(P.STATE, Remnant.subject_id)
PARTY = Whom(P.FILE, Remnant.claimant_id)
OFFICE = Whom(P.FIND)
DECIDER = Whom(P.FIND, Remnant.deciding_id)
HEARD = _l("移出后继续使用的报告 %(ref)s 已听取单位意见，请按期认定。")
PROPOSED = _l("移出后继续使用的报告 %(ref)s 待另一人复核。")
SENT_BACK = _l("移出后继续使用的报告 %(ref)s 复核后退回，请重新认定。")
LATE = _l("移出后继续使用的报告 %(ref)s 的办理环节逾期，请立即办理。")
CLOSED = _l("移出后继续使用的报告 %(ref)s 已作出认定，请登录查看。")
TELLS = {
    "file": at_once(_l("有报告称本单位确认停止措施后仍在使用名单（%(ref)s），请按期陈述。"), BODY)
    + daily(_l("移出后继续使用的报告 %(ref)s 已登记，待单位陈述。"), OFFICE)
    + daily(_l("移出后继续使用的报告 %(ref)s 已登记，待单位陈述。"), PARTY),
    "state": daily(HEARD, OFFICE) + daily(HEARD, DECIDER),
    "fall_to_finder": daily(HEARD, OFFICE) + daily(HEARD, DECIDER),
    "find_true": daily(PROPOSED, OFFICE) + daily(PROPOSED, DECIDER),
    "find_untrue": daily(PROPOSED, OFFICE) + daily(PROPOSED, DECIDER),
    "send_back": daily(SENT_BACK, OFFICE) + daily(SENT_BACK, DECIDER),
    "confirm": at_once(CLOSED, BODY) + at_once(CLOSED, PARTY),
    "withdraw": daily(_l("移出后继续使用的报告 %(ref)s 已由报告人撤回。"), BODY),
    "due_soon": daily(_l("移出后继续使用的报告 %(ref)s 临近陈述期限。"), BODY),
    "overdue": at_once(_l("移出后继续使用的报告 %(ref)s 逾期没有陈述。"), BODY)
    + daily(_l("移出后继续使用的报告 %(ref)s 逾期没有陈述。"), OFFICE),
    late_event(Side.DECIDER): daily(LATE, OFFICE) + daily(LATE, DECIDER),
}
SOURCES = (Source(Remnant, TELLS, "remnants.item"),)
