"""Who may do what with commitments."""

from integrity.base.permissions import AnyPermission, Grants, Role


class CommitmentsPermission(AnyPermission):
    READ = "commitments:read"
    DRAFT = "commitments:draft"
    REVIEW = "commitments:review"
    SIGN = "commitments:sign"
    PUBLISH = "commitments:publish"
    REPORT = "commitments:report"
    VERIFY = "commitments:verify"
    SURVEY = "commitments:survey"
    CHANGE = "commitments:change"
    CHANGE_DECIDE = "commitments:change-decide"
    COMPENSATION_CONFIRM = "compensations:confirm"


P = CommitmentsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.REVIEW, P.PUBLISH, P.VERIFY, P.SURVEY, P.CHANGE_DECIDE},
    Role.HEAD: {P.READ, P.SIGN, P.CHANGE},
    Role.OFFICER: {P.READ, P.DRAFT, P.REVIEW, P.REPORT, P.CHANGE},
    Role.SUPPLIER: {P.COMPENSATION_CONFIRM},
    Role.EVALUATOR: {P.SURVEY},
}
