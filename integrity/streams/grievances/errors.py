"""What is refused of breach complaints."""

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Forbidden, Refused


class WrongGrievance(Refused):
    """What is said cannot be so."""

    title = _l("投诉内容有误")


class AlreadyFiled(Refused):
    """The channel's number is known with other content."""

    status = 409
    correctable = True


class NotYours(Forbidden):
    """Another side of the complaint acts here."""
