"""The rules of court cases that can be broken."""

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused


class Conflict(Refused):
    """The same key was pushed with other content, or another court holds this case."""

    status = 409
    correctable = True
    title = _l("与已推送的内容冲突")


class WrongCase(Refused):
    """The content of a case is impossible: number, amounts, parties."""


class StillOwed(Refused):
    """Enforcement ends for good only where nothing is owed any more."""

    title = _l("义务尚未消灭")


class WrongDay(Refused):
    """The day lies in the future, or before the case was received."""
