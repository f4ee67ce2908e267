"""Who may do what with pledges."""

from integrity.base.permissions import AnyPermission, Grants, Role


class PledgesPermission(AnyPermission):
    READ = "pledges:read"
    REGISTER = "pledges:register"
    DECLARE = "pledges:declare"
    REPORT = "pledges:report"
    CHECK = "pledges:check"


P = PledgesPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.CHECK},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ, P.REGISTER, P.CHECK},
    Role.SUPPLIER: {P.READ, P.DECLARE, P.REPORT},
    Role.CLERK: {P.READ, P.REGISTER},
}
