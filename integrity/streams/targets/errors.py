"""Why a target or a measured value is not taken."""

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Forbidden, Refused


class WrongTarget(Refused):
    """Nobody else measures it, or its day has passed."""

    title = _l("目标有误")


class WrongReading(Refused):
    """The month has not ended or is known, or the figure was not published."""

    title = _l("监测值有误")


class Measured(Refused):
    """What was measured says otherwise."""

    title = _l("与监测结果不符")


class NotTheSource(Forbidden):
    """Only the department that measures says what was measured."""

    title = _l("须由监测部门办理")
