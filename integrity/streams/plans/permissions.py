"""Who may do what with the tasks of work plans."""

from integrity.base.permissions import AnyPermission, Grants, Role


class PlansPermission(AnyPermission):
    READ = "plans:read"
    SET = "plans:set"
    REPORT = "plans:report"
    NOTE = "plans:note"
    VERIFY = "plans:verify"


P = PlansPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.SET, P.NOTE, P.VERIFY},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ, P.REPORT, P.NOTE},
}
