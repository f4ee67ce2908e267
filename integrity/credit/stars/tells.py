"""Who is told of candidates and of what is said against them."""

from itertools import chain
from typing import Any

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import told_late
from integrity.credit.stars.models import StarCandidate, StarObjection
from integrity.people.messages.tells import Source, Tell, Whom, at_once, daily, untold

OFFICE = Whom(Permission.SANCTIONS_DECIDE)
SENDER = Whom(Permission.SANCTIONS_RECOMMEND, StarCandidate.sent_by_id)
CANDIDATE = Whom(Permission.SANCTIONS_RECOMMEND, StarCandidate.subject_id)
OVER = _l("评选候选 %(ref)s 没有评定，请登录查看理由。")
GONE = _l("评选候选 %(ref)s 已撤回。")
ENDED = _l("评选候选 %(ref)s 的称号已取消，请登录查看理由。")


def _both(words: Any) -> tuple[Tell, ...]:
    return tuple(chain(*(daily(words, to) for to in (SENDER, CANDIDATE))))


STARS = Source(
    StarCandidate,
    {
        "submit": daily(_l("报送的评选候选 %(ref)s 待审核。"), OFFICE)
        + daily(_l("本单位被推荐为评选候选 %(ref)s，不同意的可以撤回。"), CANDIDATE),
        "publicise": _both(_l("评选候选 %(ref)s 已开始公示。")),
        "decide": daily(_l("评选候选 %(ref)s 已由一人评定，待另一人复核。"), OFFICE),
        "confirm": _both(_l("评选候选 %(ref)s 已评定。")),
        "send_back": daily(_l("评选候选 %(ref)s 已退回重新评定。"), OFFICE),
        "turn_down": _both(OVER),
        "withdraw": daily(GONE, OFFICE) + _both(GONE),
        "lapse": _both(OVER),
        "forfeit": at_once(ENDED, CANDIDATE) + daily(ENDED, SENDER),
        **told_late(_l("评选候选 %(ref)s 逾期没有办理，请立即办理。"), office=OFFICE),
    },
    "stars.item",
    "number",
    StarCandidate.id,
    lambda number: f"HX{int(number):06d}",
)
SAID = Source(
    StarObjection,
    {
        "file": daily(_l("有人对评选候选提出异议 %(ref)s，请核查。"), OFFICE),
        "uphold": untold("who filed it follows it by the receipt, the candidate is told itself"),
        "reject": untold("who filed it follows it by the receipt"),
        "become_moot": untold("who filed it follows it by the receipt"),
        **told_late(_l("评选公示异议 %(ref)s 逾期没有答复，请立即办理。"), office=OFFICE),
    },
    "stars.objection",
    "number",
    StarObjection.id,
)
SOURCES = (STARS, SAID)
