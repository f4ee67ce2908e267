"""Who may do what with targets. The department that measures is named by each of them."""

from integrity.base.permissions import AnyPermission, Grants, Role


class TargetsPermission(AnyPermission):
    READ = "targets:read"
    SET = "targets:set"
    REPORT = "targets:report"
    MEASURE = "targets:measure"
    INSPECT = "targets:inspect"


P = TargetsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.SET, P.INSPECT},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ, P.REPORT},
    Role.FINDER: {P.READ, P.MEASURE, P.INSPECT},
}
