"""Who may do what with courts."""

from integrity.base.permissions import AnyPermission, Grants, Role


class CourtsPermission(AnyPermission):
    READ = "courts:read"
    PUSH = "courts:push"
    ASSIGN = "courts:assign"
    PERFORM = "courts:perform"
    CONFIRM = "courts:confirm"
    NOTE = "courts:note"


P = CourtsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.ASSIGN, P.NOTE},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ, P.PERFORM, P.NOTE},
    Role.COURT: {P.READ, P.PUSH, P.CONFIRM},
}
