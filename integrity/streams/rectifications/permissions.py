"""Who may do what with rectifications."""

from integrity.base.permissions import AnyPermission, Grants, Role


class RectificationsPermission(AnyPermission):
    READ = "rectifications:read"
    ORDER = "rectifications:order"
    ANSWER = "rectifications:answer"
    VERIFY = "rectifications:verify"


P = RectificationsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.ORDER, P.VERIFY},
    Role.HEAD: {P.READ},
    Role.OFFICER: {P.READ, P.ANSWER},
}
