"""Who may do what with evaluations."""

from integrity.base.permissions import AnyPermission, Grants, Role


class EvaluationsPermission(AnyPermission):
    READ = "evaluations:read"
    RUN = "evaluations:run"
    SCORE = "evaluations:score"
    PUT_RIGHT = "evaluations:put-right"


P = EvaluationsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.RUN},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ, P.PUT_RIGHT},
    Role.EVALUATOR: {P.READ, P.SCORE},
}
