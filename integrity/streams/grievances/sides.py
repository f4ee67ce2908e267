"""Which side of a breach complaint somebody is on."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import NotAllowed
from integrity.casework.sides import Only
from integrity.people.accounts import service as accounts
from integrity.streams.grievances.errors import NotYours
from integrity.streams.grievances.models import Grievance
from integrity.streams.grievances.permissions import GrievancesPermission

finder_only = Only("finder_id", _l("只有负责核实认定的单位可以办理此事项。"), NotYours)
body_only = Only("subject_id", _l("只有被投诉单位可以办理此事项。"), NotYours)
complainant_only = Only("complainant_id", _l("只有投诉的企业可以办理此事项。"), NotYours)


def without_account(item: Grievance) -> None:
    """Who can speak here speaks here. Raises NotAllowed."""
    if accounts.somebody_may(GrievancesPermission.CONFIRM, item.complainant_id):
        raise NotAllowed(_("该企业有账号，由企业自己确认或者否认。"))
