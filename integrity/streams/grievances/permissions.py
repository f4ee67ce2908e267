"""Who may do what with breach complaints of enterprises."""

from integrity.base.permissions import AnyPermission, Grants, Role


class GrievancesPermission(AnyPermission):
    READ = "grievances:read"
    FILE = "grievances:file"
    HANDLE = "grievances:handle"
    FIND = "grievances:find"
    ANSWER = "grievances:answer"
    CONFIRM = "grievances:confirm"


P = GrievancesPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.FILE, P.HANDLE},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ, P.ANSWER},
    Role.SUPPLIER: {P.READ, P.FILE, P.CONFIRM},
    Role.FINDER: {P.READ, P.FIND},
}
