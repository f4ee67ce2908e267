"""Who may do what with contracts."""

from integrity.base.permissions import AnyPermission, Grants, Role


class ContractsPermission(AnyPermission):
    READ = "contracts:read"
    REGISTER = "contracts:register"
    REPORT = "contracts:report"
    ACCEPT = "contracts:accept"
    DELIVER = "contracts:deliver"
    CONFIRM = "contracts:confirm"
    HANDLE = "contracts:handle"
    LEAD = "contracts:lead"
    APPRAISE = "contracts:appraise"
    FIND = "contracts:find"


P = ContractsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.HANDLE},
    Role.HEAD: {P.READ, P.LEAD},
    Role.OFFICER: {P.READ, P.REGISTER, P.REPORT, P.ACCEPT, P.APPRAISE},
    Role.SUPPLIER: {P.READ, P.REGISTER, P.DELIVER, P.CONFIRM, P.APPRAISE},
    Role.FINDER: {P.READ, P.FIND},
}
