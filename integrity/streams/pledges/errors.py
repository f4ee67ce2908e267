"""The rules of pledges that can be broken."""

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Forbidden, Refused


class NoPersons(Refused):
    """A pledge of a natural person, or the number of one in its words: never kept here."""

    title = _l("不登记自然人的承诺")


class WrongPledge(Refused):
    """Its parties, days or words are impossible."""

    title = _l("信用承诺有误")


class AlreadyRegistered(Refused):
    """The same number was registered with other content."""

    status = 409
    correctable = True
    title = _l("已经登记")


class Recorded(Refused):
    """A finding on which a record stands is corrected by an objection."""

    status = 409
    title = _l("不能直接更正")


class WrongDay(Refused):
    """The day lies in the future, or before the pledge."""


class NotYours(Forbidden):
    """Only who pledged reports; who pledged never checks."""

    title = _l("须由他人办理")
