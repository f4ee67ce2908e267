"""Who may do what with the registers of activities; the app holds it beside the core's table."""

from integrity.base.permissions import AnyPermission, Grants, Role


class ActivitiesPermission(AnyPermission):
    READ = "activities:read"
    ENTER = "activities:enter"
    VERIFY = "activities:verify"
    CONTEST = "activities:contest"


P = ActivitiesPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.ENTER, P.VERIFY},
    Role.HEAD: {P.READ, P.CONTEST},
    Role.OFFICER: {P.READ, P.ENTER, P.CONTEST},
}
