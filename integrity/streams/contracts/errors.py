"""What is refused of contracts."""

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Forbidden, Refused


class WrongContract(Refused):
    """A party, a day or a conclusion that cannot be, or a node that is not one."""

    title = _l("合同登记有误")


class AlreadyRegistered(Refused):
    """The same contract is known."""

    title = _l("合同已经登记")
    status = 409


class OtherSide(Forbidden):
    """Only one side may say this, and it is not this person's."""

    title = _l("须由合同的另一方办理")


class WrongReport(Refused):
    """A day that cannot be, or nothing that shows it."""

    title = _l("履约报告有误")


class StillOpen(Refused):
    """Something is owed under it yet."""

    title = _l("还有没有履行完的节点")
    status = 409


class WrongAppraisal(Refused):
    """Nothing was performed yet, or the wrong one is named."""

    title = _l("履约评价有误")


class WrongChange(Refused):
    """A change of nothing, or a day or sum that cannot be."""

    title = _l("合同变更有误")
