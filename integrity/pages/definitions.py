"""What every figure on the site divides by what; the page /stats/definitions shows these."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Definition:
    """What a figure says: what is divided by what; the denominator is empty for a plain count."""

    label: Any
    numerator: Any
    denominator: Any
    meaning: Any


DEFINITIONS: dict[str, Definition] = {
    "overdue": Definition(
        _l("逾期未办结"),
        _l("期限已过、尚未办结的事项"),
        _l("全部未办结事项"),
        _l("期限当日不算逾期，次日起算；经批准延期的，按延期后的期限。"),
    ),
    "in_time": Definition(
        _l("按期办结率"),
        _l("在期限当日或者之前办结，并且结果符合要求的事项"),
        _l("全部有期限且已办结、有认定结果的事项"),
        _l("自报完成、尚待核验的不算办结，既不进分子，也不进分母。"),
    ),
    "bodies": Definition(
        _l("有逾期的单位"),
        _l("至少有一件逾期未办结事项的单位"),
        _l("至少有一件事项的单位"),
        _l("没有事项的单位不计入，也不排名。"),
    ),
    "soon": Definition(
        _l("30 日内到期"),
        _l("今日起 30 日内到期的未办结事项"),
        _l("全部未办结事项"),
        _l("按自然日计算，含今日。"),
    ),
    "claimed": Definition(
        _l("自报待确认"),
        _l("单位自报完成、对方或者其他佐证来源尚未确认的未办结事项"),
        _l("全部未办结事项"),
        _l("期限以后才自报的，确认以前仍计入逾期；不予确认的，自期限次日起计算逾期。"),
    ),
    "late": Definition(
        _l("发生过逾期"),
        _l("逾期未办结的事项，加上逾期后才办结的事项"),
        _l("全部事项"),
        _l("办结以后仍然计入：办结不改变发生过逾期的事实。"),
    ),
    "trend": Definition(
        _l("每月到期与逾期"),
        _l("当月到期的事项中，到数据时点发生过逾期的事项"),
        _l("当月到期的全部事项"),
        _l("按最终期限所在月份统计，包括已经办结的事项。"),
    ),
    "age": Definition(
        _l("逾期时长"),
        _l("逾期天数落在该区间的未办结事项"),
        _l("全部逾期未办结事项"),
        _l("逾期天数为期限次日至数据时点的自然日数。"),
    ),
    "coverage": Definition(
        _l("核查率"),
        _l("决定当日或者以前，本单位已经为该办件查询过信用信息的办件"),
        _l("单位报送的、应用清单规定必须核查的全部办件"),
        _l("决定以后补查的不算；没有报送的办件不在其中，另行列出没有报送的单位。"),
    ),
    "records": Definition(
        _l("公示中的失信记录"),
        _l("已经确认并且正在公示的信用记录"),
        "",
        _l("已告知但尚未确认、已修复、已撤销、已到期的记录不公示。"),
    ),
}
