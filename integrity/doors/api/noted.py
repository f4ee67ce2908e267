"""That something is pending against an entry or a record, as every interface says it."""

from pydantic import BaseModel

from integrity.credit.sanctions.annotations import Pending


class Noted(BaseModel):
    """A review or a lawsuit is `pending`; `suspended`: execution was stopped by order.

    `shielded`: neither shown nor used while the firm's reorganisation plan runs.
    """

    pending: Pending | None = None
    suspended: bool = False
    shielded: bool = False
