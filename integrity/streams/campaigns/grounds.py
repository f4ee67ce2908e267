"""Why a finding may be wrong, and what never is a reason, with the article that says so."""

import enum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused
from integrity.casework import excuses


class Ground(enum.StrEnum):
    """What may be wrong with a finding; no others exist."""

    DONE = "done"
    NOT_DUE = "not_due"
    OTHER_BODY = "other_body"
    NEVER_OWED = "never_owed"
    CHANGED = "changed"


GROUND_NAMES = {
    Ground.DONE: _l("已经履行，对方已经确认"),
    Ground.NOT_DUE: _l("履行期限未到"),
    Ground.OTHER_BODY: _l("责任单位不是本单位"),
    Ground.NEVER_OWED: _l("没有这项承诺、债务或者判决义务"),
    Ground.CHANGED: _l("已经依法变更或者解除"),
}
ARTICLE_37 = _l("济南市优化营商环境条例 第三十七条")
ONLY = _l("济高信用办〔2019〕7号 二（四）")
EXCUSES: dict[str, excuses.Excuse] = {
    "leaders": (
        _l("换届、负责人或者责任人更替"),
        ARTICLE_37,
        r"(?<!非)换届|新任|前任|(领导|负责人|责任人|局长|主任|书记|经办人)\S{0,6}"
        r"(更替|更换|调整|变动|变更|调离)",
    ),
    "duties": (_l("机构职能调整"), ARTICLE_37, r"(机构|职能|部门)\S{0,4}(调整|改革|撤并)"),
    "area": (_l("行政区划调整"), ARTICLE_37, r"区划调整"),
    "plan": (_l("规划调整、政策变化"), ARTICLE_37, r"(规划调整|政策(变化|调整))"),
    "money": (
        _l("资金、经费不足"),
        ONLY,
        r"(资金|经费|财力|财政|预算)\S{0,4}(不足|困难|紧张|短缺|没有到位|未到位|没到位)",
    ),
}
"""What never is a ground: its name, the article, and how it reads in reasons."""


class NoGround(Refused):
    """The reason given is none that the law knows; the message names the article."""

    title = _l("不是可以不整改的理由")


def lawful(ground: str, words: str) -> Ground:
    """The ground, unless the reasons are an excuse; raises NoGround."""
    if found := excuses.mentioned(EXCUSES.values(), words):
        name, article = found
        raise NoGround(
            _("理由中提到“%(what)s”，不能据此不整改（%(article)s）。", what=name, article=article)
        )
    return Ground(ground)
