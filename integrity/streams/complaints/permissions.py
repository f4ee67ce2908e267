"""Who may do what with complaints."""

from integrity.base.permissions import AnyPermission, Grants, Role


class ComplaintsPermission(AnyPermission):
    READ = "complaints:read"
    HANDLE = "complaints:handle"
    ANSWER = "complaints:answer"
    EXTEND = "complaints:extend"
    CONTACT_REQUEST = "contacts:request"
    CONTACT_RELEASE = "contacts:release"


P = ComplaintsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.HANDLE, P.CONTACT_REQUEST},
    Role.HEAD: {P.READ, P.EXTEND},
    Role.OFFICER: {P.READ, P.ANSWER},
    Role.CUSTODIAN: {P.CONTACT_RELEASE},
}
