"""Who may do what with claims for compensation."""

from integrity.base.permissions import AnyPermission, Grants, Role


class LossesPermission(AnyPermission):
    READ = "losses:read"
    FILE = "losses:file"
    HANDLE = "losses:handle"
    DECIDE = "losses:decide"
    PAY = "losses:pay"
    CONFIRM = "losses:confirm"


P = LossesPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.FILE, P.HANDLE},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ, P.PAY},
    Role.SUPPLIER: {P.READ, P.FILE, P.CONFIRM},
    Role.FINDER: {P.READ, P.DECIDE},
}
