"""What is refused of work plans and their tasks."""

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Forbidden, Refused


class WrongTask(Refused):
    """Its day has passed, its number is taken, or what leads it supports it too."""

    title = _l("任务有误")


class WrongPlan(Refused):
    """A plan of this name is known."""

    title = _l("工作方案有误")


class NotYours(Forbidden):
    """Somebody else than the body that owes the task acts here, or a body that has none in it."""

    title = _l("须由他人办理")
