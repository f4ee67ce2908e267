"""What is refused of claims for compensation."""

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Forbidden, Refused


class WrongClaim(Refused):
    """A party, a day or a sum that cannot be."""

    title = _l("补偿申请有误")


class NotYours(Forbidden):
    """Another side of the claim acts here."""

    title = _l("须由申请的另一方办理")
