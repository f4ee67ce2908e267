"""Who may do what with decisions that bodies enter for the credit record."""

from integrity.base.permissions import AnyPermission, Grants, Role


class DecisionsPermission(AnyPermission):
    READ = "decisions:read"
    ENTER = "decisions:enter"
    CONFIRM = "decisions:confirm"


P = DecisionsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.ENTER, P.CONFIRM},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ, P.ENTER, P.CONFIRM},
    Role.SUPPLIER: {P.READ},
    Role.FINDER: {P.READ, P.ENTER, P.CONFIRM},
}
