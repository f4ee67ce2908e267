"""Who may do what with courts."""

from integrity.base.permissions import AnyPermission, Grants, Role


class CourtsPermission(AnyPermission):
    READ = "courts:read"
    PUSH = "courts:push"
    ASSIGN = "courts:assign"
    PERFORM = "courts:perform"
    CONFIRM = "courts:confirm"


P = CourtsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.ASSIGN},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ, P.PERFORM},
    Role.COURT: {P.READ, P.PUSH, P.CONFIRM},
}
