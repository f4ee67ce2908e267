"""That something is pending against an entry or a record, as every interface says it."""

from pydantic import BaseModel

from integrity.credit.sanctions.annotations import Pending


class Noted(BaseModel):
    """A review or a lawsuit is `pending`; `suspended`: execution was stopped by order."""

    pending: Pending | None = None
    suspended: bool = False
