"""Who may do what with reports and assessments; the app holds it beside the core's own table."""

from integrity.base.permissions import AnyPermission, Grants, Role


class ReportingPermission(AnyPermission):
    PERIODICALS_READ = "periodicals:read"
    PERIODICALS_WRITE = "periodicals:write"
    PERIODICALS_APPROVE = "periodicals:approve"


P = ReportingPermission
GRANTS: Grants = {
    Role.OFFICE: {P.PERIODICALS_READ, P.PERIODICALS_WRITE, P.PERIODICALS_APPROVE},
    Role.HEAD: {P.PERIODICALS_READ},
    Role.OFFICER: {P.PERIODICALS_READ},
}
