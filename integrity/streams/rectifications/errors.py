"""Why an order to put right is refused."""

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused


class NotOrderable(Refused):
    """Only a confirmed record of a public body founds an order, and only one."""

    status = 409


class OwnReport(Refused):
    """Nobody verifies what he reported."""

    status = 403


class WrongDay(Refused):
    """The day is not one that the rules allow, or later than that of what is enforced."""

    title = _l("整改期限有误")


class NotShown(Refused):
    """How the bad effects were undone is not said."""

    title = _l("请说明消除不良影响的情况")
