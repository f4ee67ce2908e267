"""The lists and the grounds for which a subject is listed; bases and measures name both."""

import enum

from flask_babel import lazy_gettext as _l

from integrity.casework.breaches import PROBLEM_NAMES


class ListKind(enum.StrEnum):
    RED = "red"
    WATCH = "watch"
    SERIOUS = "serious"
    CORRECTION = "correction"  # bodies that broke faith, of the district itself


class Ground(enum.StrEnum):
    """Why a subject is listed. The first four are those of 济高信用办〔2019〕7号 三（三）4."""

    PROMISE_BROKEN = "promise-broken"
    ARREARS = "arrears"
    JUDGMENT_REFUSED = "judgment-refused"
    OLD_PROMISES_IGNORED = "old-promises-ignored"
    NOT_PUT_RIGHT = "not-put-right"
    HEALTH_AND_LIFE = "health-and-life"
    MARKET_AND_ORDER = "market-and-order"
    DUTY_REFUSED = "duty-refused"
    DEFENCE_DUTY_REFUSED = "defence-duty-refused"
    OTHER_SERIOUS = "other-serious"
    GOOD_CREDIT = "good-credit"
    MODEL = "model-of-integrity"
    VOLUNTEER = "excellent-young-volunteer"
    RECOMMENDED = "recommended-by-association"
    FOUND_BY_MEDIA = "found-by-media"
    OTHER_GOOD = "other-good"
    TAX_A = "a-grade-taxpayer"


class Severity(enum.StrEnum):
    """How grave it was, the lightest first (信用修复管理办法)."""

    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"


LIST_NAMES = {
    ListKind.RED: _l("守信激励对象"),
    ListKind.WATCH: _l("重点关注对象"),
    ListKind.SERIOUS: _l("严重失信主体名单"),
    ListKind.CORRECTION: _l("失信政府机构督促整改清单"),
}
ADVERSE = (ListKind.WATCH, ListKind.SERIOUS, ListKind.CORRECTION)
GROUND_NAMES = {
    **{Ground(problem): name for problem, name in PROBLEM_NAMES.items()},
    Ground.NOT_PUT_RIGHT: _l("限期内未整改到位"),
    Ground.HEALTH_AND_LIFE: _l("严重危害人民群众身体健康和生命安全"),
    Ground.MARKET_AND_ORDER: _l("严重破坏市场公平竞争秩序和社会正常秩序"),
    Ground.DUTY_REFUSED: _l("拒不履行法定义务"),
    Ground.DEFENCE_DUTY_REFUSED: _l("拒不履行国防义务"),
    Ground.OTHER_SERIOUS: _l("法律法规规定的其他严重失信行为"),
    Ground.GOOD_CREDIT: _l("信用良好的行政相对人"),
    Ground.MODEL: _l("诚信道德模范"),
    Ground.VOLUNTEER: _l("优秀青年志愿者"),
    Ground.RECOMMENDED: _l("行业协会推荐的诚信会员"),
    Ground.FOUND_BY_MEDIA: _l("新闻媒体挖掘的诚信主体"),
    Ground.OTHER_GOOD: _l("其他守信激励对象"),
    Ground.TAX_A: _l("A级纳税人"),
}
SEVERITY_NAMES = {
    Severity.MINOR: _l("轻微"),
    Severity.GENERAL: _l("一般"),
    Severity.SERIOUS: _l("严重"),
}
GOOD = frozenset(
    {
        Ground.GOOD_CREDIT,
        Ground.MODEL,
        Ground.VOLUNTEER,
        Ground.RECOMMENDED,
        Ground.FOUND_BY_MEDIA,
        Ground.OTHER_GOOD,
        Ground.TAX_A,
    }
)
"""The grounds of the red list (济政字〔2017〕35号 二（一），济高信用办〔2020〕2号 二（一）)."""
