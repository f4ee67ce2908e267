"""A window for a clerk: the system's server asks for it, and its page shows the address."""

from flask import g
from pydantic import BaseModel, Field

from integrity.base import addresses, clock
from integrity.base.stamps import scope
from integrity.credit.checks import windows
from integrity.doors.api.admission import bp
from integrity.doors.api.contract import N_, contract
from integrity.doors.api.schemas import Taken


class WindowRequest(Taken):
    """For whom and for what a window is opened."""

    site: str = Field(
        max_length=300, description=N_("显示窗口的网站：协议和域名，与令牌登记的一致")
    )
    officer: str = Field(min_length=1, max_length=100, description=N_("经办人的姓名或者工号"))
    purpose: str = Field(min_length=1, max_length=200, description=N_("查询用途"))
    matter: str = Field(
        min_length=1, max_length=200, description=N_("办理事项：应用清单中的编码，或者文字")
    )
    case_no: str = Field("", max_length=100, description=N_("办件编号"))


class WindowAnswer(BaseModel):
    """The address for the frame, and until when it can be used."""

    url: str
    ends_at: str


@bp.post("/v1/windows")
@scope("checks")
@contract(
    N_("为经办人打开一个核查窗口，嵌入业务系统的页面"),
    takes=WindowRequest,
    answers=WindowAnswer,
    status=201,
    refuses=("foreign-site",),
)
def open_window(asked: WindowRequest) -> WindowAnswer:
    """The address is as good as the token for what it was opened for: give it to nobody else."""
    made, key = windows.open_window(g.token, **asked.model_dump(), at=clock.now())
    url = addresses.absolute("windows.window", key=key)
    return WindowAnswer(url=url, ends_at=made.ends_at.isoformat(timespec="seconds"))
