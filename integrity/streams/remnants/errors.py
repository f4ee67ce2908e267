"""What is refused of reports that a removed entry is still used."""

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Forbidden, Refused


class WrongReport(Refused):
    """A body that has not confirmed, a day that cannot be, or a proof that is of another entry."""

    title = _l("报告有误")


class AlreadyOpen(Refused):
    """What is said here is being looked into already."""

    status = 409
    title = _l("正在办理")


class NotYours(Forbidden):
    """Another side acts here, or another person."""

    title = _l("须由他人办理")
