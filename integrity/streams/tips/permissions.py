"""Who may do what with reports on enterprises."""

from integrity.base.permissions import AnyPermission, Grants, Role
from integrity.casework.informants.permissions import ContactsPermission


class TipsPermission(AnyPermission):
    READ = "tips:read"
    HANDLE = "tips:handle"
    INVESTIGATE = "tips:investigate"
    RESPOND = "tips:respond"


P = TipsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.HANDLE, ContactsPermission.REQUEST},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ, P.INVESTIGATE},
    Role.SUPPLIER: {P.READ, P.RESPOND},
    Role.CUSTODIAN: {ContactsPermission.RELEASE},
}
