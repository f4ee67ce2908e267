"""What is refused of decisions that are entered."""

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Forbidden, Refused


class WrongDecision(Refused):
    """A subject, a day, a class or a kind that cannot be."""

    title = _l("决定信息有误")


class AlreadyEntered(Refused):
    """The body entered this document about this subject before, in other words."""

    title = _l("已经登记")
    status = 409


class NotSecond(Forbidden):
    """Who entered a decision does not confirm it, and nobody does for another body."""

    title = _l("须由本单位另一人办理")
