"""What becomes of what was repaired (济政办字〔2021〕29号 五（一）), and who still learns of it."""

import enum
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l


class Treatment(enum.StrEnum):
    """The four treatments; which of them follows is a rule of its kind, with a basis."""

    REMOVED = "removed"  # off the list and out of public view
    ENDED = "ended"  # nothing of it is shared any more either
    SHIELDED = "shielded"  # what it says is shielded; that it was repaired is said beside it
    ARCHIVED = "archived"  # kept in the archive of the office alone


TREATMENT_NAMES = {
    Treatment.REMOVED: _l("移出名单、停止公示"),
    Treatment.ENDED: _l("终止公示、停止共享和使用"),
    Treatment.SHIELDED: _l("标注已修复并屏蔽内容"),
    Treatment.ARCHIVED: _l("转为档案保存"),
}
UNTOLD = (Treatment.ENDED, Treatment.ARCHIVED)
"""Of these nobody outside is told any more, not even what counted on an earlier day."""


def told_of(model: Any) -> sa.ColumnElement[bool]:
    """The condition for records or entries of which others may still learn that they were."""
    told = sa.or_(model.treatment.is_(None), model.treatment.not_in(UNTOLD))
    return sa.and_(told, model.shielded.is_(False))
