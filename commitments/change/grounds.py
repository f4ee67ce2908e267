"""Why a promise may be changed, and what never is a reason, with the article that says so."""

import enum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused
from integrity.casework import excuses
from integrity.casework.excuses import NEVER, ONLY


class Ground(enum.StrEnum):
    """济高信用办〔2019〕7号 二（四）: no others exist."""

    NATIONAL = "national"
    PUBLIC = "public"
    STATUTORY = "statutory"


REASONS = {
    "force-majeure": _l("不可抗力"),
    "law": _l("法律、法规或者国家政策调整"),
    "public-interest": _l("公共利益需要"),
    "third-party": _l("其他机关的程序尚未完成"),
}
"""Lawful reasons for a later day; a change of leaders, a reorganisation or money never is one."""
GROUND_NAMES = {
    Ground.NATIONAL: _l("国家利益需要"),
    Ground.PUBLIC: _l("公共利益需要"),
    Ground.STATUTORY: _l("其他法定事由"),
}


class NoGround(Refused):
    """The reason given is none that the law knows; the message names the article."""

    title = _l("不是法定的变更理由")


def lawful(ground: str, why: str) -> Ground:
    """The ground, if the law knows it and the reasons do not say otherwise; raises NoGround."""
    if ground in NEVER:
        name, article, _pattern = NEVER[ground]
        raise NoGround(
            _("“%(what)s”不是变更承诺的理由（%(article)s）。", what=name, article=article)
        )
    if found := excuses.mentioned(NEVER.values(), why):
        name, article = found
        raise NoGround(
            _("理由中提到“%(what)s”，不能据此变更承诺（%(article)s）。", what=name, article=article)
        )
    try:
        return Ground(ground)
    except ValueError:
        raise NoGround(str(ONLY)) from None
