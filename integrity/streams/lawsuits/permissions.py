"""Who may do what with suits."""

from integrity.base.permissions import AnyPermission, Grants, Role


class LawsuitsPermission(AnyPermission):
    READ = "lawsuits:read"
    TELL = "lawsuits:tell"
    FIND = "lawsuits:find"


P = LawsuitsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ},
    Role.FINDER: {P.READ, P.FIND},
    Role.COURT: {P.READ, P.TELL},
}
