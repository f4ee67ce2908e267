"""Who may do what with complaints."""

from integrity.base.permissions import AnyPermission, Grants, Role
from integrity.casework.informants.permissions import ContactsPermission


class ComplaintsPermission(AnyPermission):
    READ = "complaints:read"
    HANDLE = "complaints:handle"
    ANSWER = "complaints:answer"
    EXTEND = "complaints:extend"


P = ComplaintsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.HANDLE, ContactsPermission.REQUEST},
    Role.HEAD: {P.READ, P.EXTEND},
    Role.OFFICER: {P.READ, P.ANSWER},
    Role.CUSTODIAN: {ContactsPermission.RELEASE},
}
