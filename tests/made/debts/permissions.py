"""Who may do what with debts."""

from integrity.base.permissions import AnyPermission, Grants, Role


class DebtsPermission(AnyPermission):
    READ = "debts:read"
    REGISTER = "debts:register"
    PAY = "debts:pay"


P = DebtsPermission
GRANTS: Grants = {Role.OFFICE: {P.READ, P.REGISTER}, Role.OFFICER: {P.READ, P.PAY}}
