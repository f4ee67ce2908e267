"""What is refused of reports on enterprises."""

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Forbidden, Refused


class WrongTip(Refused):
    """A party that cannot be."""

    title = _l("失信举报有误")


class NotYours(Forbidden):
    """Another side of the report acts here."""

    title = _l("须由另一方办理")
