"""Who may do what with arrears."""

from integrity.base.permissions import AnyPermission, Grants, Role


class ArrearsPermission(AnyPermission):
    READ = "arrears:read"
    REGISTER = "arrears:register"
    HANDLE = "arrears:handle"
    PAY = "arrears:pay"
    CONFIRM = "arrears:confirm"
    FIND = "arrears:find"
    FINANCE = "arrears:finance"


P = ArrearsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.HANDLE, P.FINANCE},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ, P.PAY},
    Role.SUPPLIER: {P.READ, P.REGISTER, P.CONFIRM},
    Role.FINDER: {P.READ, P.FIND, P.FINANCE},
}
