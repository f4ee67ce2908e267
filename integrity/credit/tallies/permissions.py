"""Who may do what with reports and assessments; the app holds it beside the core's own table."""

from integrity.base.permissions import AnyPermission, Grants, Role


class ReportingPermission(AnyPermission):
    PERIODICALS_READ = "periodicals:read"
    PERIODICALS_WRITE = "periodicals:write"
    PERIODICALS_APPROVE = "periodicals:approve"
    ASSESSMENTS_READ = "assessments:read"
    ASSESSMENTS_RUN = "assessments:run"
    ASSESSMENTS_ANSWER = "assessments:answer"


P = ReportingPermission
GRANTS: Grants = {
    Role.OFFICE: {
        P.PERIODICALS_READ,
        P.PERIODICALS_WRITE,
        P.PERIODICALS_APPROVE,
        P.ASSESSMENTS_READ,
        P.ASSESSMENTS_RUN,
    },
    Role.HEAD: {P.PERIODICALS_READ, P.ASSESSMENTS_READ, P.ASSESSMENTS_ANSWER},
    Role.OFFICER: {P.PERIODICALS_READ, P.ASSESSMENTS_READ, P.ASSESSMENTS_ANSWER},
}
