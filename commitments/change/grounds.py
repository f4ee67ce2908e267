"""Why a promise may be changed, or its day moved; the grounds are those of every lawful change."""

from flask_babel import lazy_gettext as _l

from integrity.casework.excuses import GROUND_NAMES as GROUND_NAMES
from integrity.casework.excuses import Ground as Ground
from integrity.casework.excuses import NoGround as NoGround
from integrity.casework.excuses import lawful as lawful

REASONS = {
    "force-majeure": _l("不可抗力"),
    "law": _l("法律、法规或者国家政策调整"),
    "public-interest": _l("公共利益需要"),
    "third-party": _l("其他机关的程序尚未完成"),
}
"""Lawful reasons for a later day; a change of leaders, a reorganisation or money never is one."""
