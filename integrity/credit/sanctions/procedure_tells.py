"""Who is told of hearings, of objections to candidates and of lists of taxpayers."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import Side, late_event, told_late
from integrity.credit.sanctions.hearing_models import Hearing
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.recommendation_models import Recommendation
from integrity.credit.sanctions.review_models import ReviewObjection
from integrity.credit.sanctions.tax_models import TaxList
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold

DECIDING = Whom(Permission.SANCTIONS_DECIDE)
OFFICE = Whom(Permission.SANCTIONS_NOMINATE)
LEADING = Whom(Permission.SANCTIONS_NOMINATE, Hearing.issuer_id)
PARTY = Whom(Permission.SANCTIONS_DEFEND, ListEntry.subject_id)
CHAIR = Whom(None, Hearing.chair_id)
ASKED = _l("名单事项的当事人要求听证（%(ref)s），请安排。")
WAIVED = _l("听证 %(ref)s 的当事人放弃听证。")
SIGNED = _l("听证 %(ref)s 的笔录已由当事人签名。")
LATE = _l("听证 %(ref)s 逾期没有办理，请立即办理。")
HEARINGS = Source(
    Hearing,
    {
        "request": at_once(ASKED, OFFICE) + at_once(ASKED, LEADING),
        "schedule": at_once(_l("听证 %(ref)s 已确定时间和地点，请登录查看。"), PARTY)
        + at_once(_l("您被指定主持听证 %(ref)s，请登录查看。"), CHAIR),
        "hold_hearing": at_once(_l("听证 %(ref)s 的笔录待您核对签名。"), PARTY),
        "not_appear": at_once(_l("听证 %(ref)s 因没有到场视为放弃，请登录查看。"), PARTY),
        "sign": daily(SIGNED, OFFICE) + daily(SIGNED, LEADING),
        "leave_unsigned": at_once(_l("听证 %(ref)s 的笔录没有签名，已注明情况。"), PARTY),
        "forgo_hearing": daily(WAIVED, OFFICE) + daily(WAIVED, LEADING),
        "become_moot": untold("the entry says it"),
        late_event(Side.ISSUER): daily(LATE, OFFICE) + daily(LATE, LEADING),
    },
    "sanctions.hearing",
    "number",
    Hearing.id,
    lambda number: f"TZ{int(number):06d}",
    joined=[(ListEntry, ListEntry.id == Hearing.entry_id)],
)
UNANSWERED = _l("对候选主体的异议 %(ref)s 逾期没有答复，请立即办理。")
REVIEWS = Source(
    ReviewObjection,
    {
        "file": at_once(_l("对候选主体的异议 %(ref)s 待核查。"), DECIDING),
        "uphold": untold("who filed it is not known; the candidate hears what became of the entry"),
        "reject": untold("who filed it is not known, and reads it with the receipt"),
        "become_moot": untold("the entry says it"),
        **told_late(UNANSWERED, office=DECIDING),
    },
    "sanctions.review",
    "number",
    ReviewObjection.id,
)
TAX_LISTS = Source(
    TaxList,
    {
        "register": daily(_l("纳税信用等级名单 %(ref)s 待核对。"), DECIDING),
        "agree": daily(_l("纳税信用等级名单 %(ref)s 一人已核对，待另一人采用。"), DECIDING),
        "adopt": untold("every taxpayer hears of its own entry"),
        "abandon": untold("nothing changes for anybody"),
        **told_late(_l("纳税信用等级名单 %(ref)s 逾期没有办理，请立即办理。"), office=DECIDING),
    },
    "sanctions.tax_list",
    "number",
    TaxList.id,
    lambda number: f"NS{int(number):06d}",
)
NOT_TAKEN_UP = _l("您推荐的守信主体（%(ref)s）没有采纳，请登录查看理由。")
RECOMMENDER = Whom(Permission.SANCTIONS_RECOMMEND, Recommendation.recommended_by_id)
RECOMMENDATIONS = Source(
    Recommendation,
    {
        "submit": daily(_l("守信主体推荐 %(ref)s 待审核。"), DECIDING),
        "take_up": daily(_l("您推荐的守信主体（%(ref)s）已采纳，进入认定程序。"), RECOMMENDER),
        "turn_down": daily(NOT_TAKEN_UP, RECOMMENDER),
        "withdraw": untold("who recommended does it"),
        **told_late(_l("守信主体推荐 %(ref)s 逾期没有审核，请立即办理。"), office=DECIDING),
    },
    "sanctions.recommendation",
    "number",
    Recommendation.id,
    lambda number: f"TJ{int(number):06d}",
)
SOURCES = (HEARINGS, REVIEWS, TAX_LISTS, RECOMMENDATIONS)
