"""Who may do what with arrears."""

from collections.abc import Mapping

from integrity.base.permissions import AnyPermission, Grants, Role


class ArrearsPermission(AnyPermission):
    READ = "arrears:read"
    REGISTER = "arrears:register"
    HANDLE = "arrears:handle"
    PAY = "arrears:pay"
    DECLARE = "arrears:declare"
    CONFIRM = "arrears:confirm"
    CORRECT = "arrears:correct"
    FIND = "arrears:find"
    FINANCE = "arrears:finance"
    SIGN = "arrears:sign"


P = ArrearsPermission
GRANTS: Grants = {
    Role.OFFICE: {P.READ, P.HANDLE, P.FINANCE, P.CORRECT},
    Role.HEAD: {P.READ, P.SIGN},
    Role.OFFICER: {P.READ, P.PAY, P.DECLARE, P.CORRECT},
    Role.SUPPLIER: {P.READ, P.REGISTER, P.CONFIRM, P.CORRECT, P.PAY},
    Role.FINDER: {P.READ, P.FIND, P.FINANCE},
}
"""An enterprise is owed, or owes as a large one; of each claim `SIDES` says which it may do."""
SIDES: Mapping[AnyPermission | None, str] = {P.PAY: "subject_id", P.CONFIRM: "creditor_id"}
"""What only one side of a claim does, and the column that names that side."""
