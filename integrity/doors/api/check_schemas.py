"""What the register of checks is read as."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from integrity.base.i18n import N_
from integrity.doors.api.asking import Paged
from integrity.doors.api.paging import Page


class CheckReceipt(BaseModel):
    """A check as it was registered, without its results; `matter_code`: "" on no list."""

    check_id: str
    at: datetime
    as_of: date
    current: bool
    officer: str
    purpose: str
    matter: str
    matter_code: str
    case_no: str
    list_version: int
    algorithm: str
    answer_digest: str


class ChecksPage(Page):
    """Checks of the calling body."""

    items: list[CheckReceipt]


class ChecksAsked(Paged):
    """Which checks."""

    case_no: str | None = Field(
        None, min_length=1, max_length=100, description=N_("只要这个办件编号的核查")
    )
