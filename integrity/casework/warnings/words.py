"""What a warning says: why, on what figures; what to do about it; when it ends by itself."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base import i18n
from integrity.casework.streams import registered
from integrity.casework.warnings.models import EarlyWarning, Rule
from integrity.casework.warnings.tells import BODY, OFFICE, OFFICERS, TOLD

TODO = {
    Rule.SOON: _l(
        "在期限届满以前办结，并报告完成；有法定事由不能按期办结的，在期限届满以前依法申请延期或者变更。"
    ),
    Rule.REPEATED: _l(
        "逐件查明逾期原因，明确责任人和完成日期，先办结逾期的事项，再核对即将到期的事项。"
    ),
    Rule.GROWING: _l(
        "列出全部逾期事项，按期限先后逐件办结；需要资金或者其他单位配合的，报领导小组办公室协调。"
    ),
    Rule.CROWDED: _l("查明投诉集中反映的问题，对同类事项统一整改，逐件答复投诉人。"),
    Rule.SILENCE: _l("立即恢复报送并补报缺少的数据；接口故障的，先在页面上填报。"),
    Rule.EXCUSE: _l("重新核对该理由，写明化解办法、责任人和完成日期；该理由不能代替履行。"),
}
ENDS = {
    Rule.SOON: _l(
        "由对方或者第三人确认办结之日消除；自报完成不消除预警。逾期的，自次日起按逾期处理。"
    ),
    Rule.REPEATED: _l("统计期内逾期的件数少于规则的数值时消除。"),
    Rule.GROWING: _l("逾期未办结事项的增加少于规则的数值时消除。"),
    Rule.CROWDED: _l("统计期内的投诉少于规则的数值时消除。"),
    Rule.SILENCE: _l("收到新的数据之日消除；没有收到数据不代表没有问题。"),
    Rule.EXCUSE: _l("统计期内该理由出现的次数少于规则的数值时消除。"),
}
WHOM_NAMES = {
    OFFICERS: _l("责任单位信用专员"),
    BODY: _l("责任单位主要负责人、信用专员"),
    OFFICE: _l("领导小组办公室"),
}


def told(rule: Rule) -> str:
    """To whom it goes."""
    return _("、").join(str(WHOM_NAMES[whom]) for whom in TOLD[rule])


def why(warning: EarlyWarning) -> str:
    """The reason with its figures, as they were on the last night on which it stood."""
    day = warning.day
    if warning.rule is Rule.SOON:
        left = (day - warning.raised_on).days if day else 0
        return _(
            "期限为 %(day)s，发出预警时还有 %(num)d 天，没有办结。", day=i18n.day(day), num=left
        )
    if warning.rule is Rule.SILENCE:
        since = i18n.day(day) or _("从未")
        return _("应当报送的数据中断，最近一次收到：%(day)s。", day=since)
    figures: dict[str, Any] = {
        "what": registered()[warning.stream].title,
        "num": warning.counted,
        "days": warning.within,
        "least": warning.threshold,
    }
    if warning.rule is Rule.REPEATED:
        return _("%(days)d 天内“%(what)s”有 %(num)d 件逾期（达到 %(least)d 件即预警）。", **figures)
    if warning.rule is Rule.GROWING:
        return _(
            "“%(what)s”逾期未办结的比 %(days)d 天前多 %(num)d 件（多 %(least)d 件即预警）。",
            **figures,
        )
    if warning.rule is Rule.CROWDED:
        return _("%(days)d 天内收到“%(what)s” %(num)d 件（达到 %(least)d 件即预警）。", **figures)
    return _(
        "%(days)d 天内在“%(what)s”中 %(num)d 次以“%(reason)s”为由（达到 %(least)d 次即预警）。",
        reason=_reason(warning),
        **figures,
    )


def _reason(warning: EarlyWarning) -> Any:
    reasons = registered()[warning.stream].signals.reasons
    return (reasons.names.get(warning.code) if reasons else None) or _("依法变更")
