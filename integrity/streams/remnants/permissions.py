"""Who may do what with reports that a removed entry is still used."""

from integrity.base.permissions import AnyPermission, Grants, Role


class RemnantsPermission(AnyPermission):
    READ = "remnants:read"
    FILE = "remnants:file"
    STATE = "remnants:state"
    FIND = "remnants:find"


P = RemnantsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.FILE, P.FIND},
    Role.HEAD: {P.READ, P.STATE},
    Role.OFFICER: {P.READ, P.FILE, P.STATE, P.FIND},
    Role.SUPPLIER: {P.READ, P.FILE},
    Role.FINDER: {P.READ, P.FIND},
}
