"""What is said of a file of codes."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from integrity.base.i18n import N_
from integrity.credit.checks.file_checks.models import FileState
from integrity.credit.checks.models import Verdict
from integrity.doors.api.asking import Asked
from integrity.doors.api.paging import Page


class CheckFileAsked(Asked):
    """For what the codes are checked."""

    purpose: str = Field(min_length=1, max_length=200, description=N_("查询用途"))
    matter: str = Field(
        min_length=1, max_length=200, description=N_("办理事项：应用清单中的编码，或者文字")
    )
    case_no: str = Field("", max_length=100, description=N_("办件编号"))


class ResultAsked(Asked):
    """As what the results are read."""

    format: Literal["csv", "ndjson"] = Field("csv", description=N_("答复的格式"))


class ResultLine(BaseModel):
    """What one code of a file was answered."""

    line: int
    code: str
    verdict: Verdict
    verdict_name: str
    name: str
    lists: str
    records: str
    measures: str
    explanations: str
    check_id: str = Field(
        description=N_("须反馈使用情况的，为其核查回执编号（key 为行号）；否则为空")
    )


class CheckFileAnswer(BaseModel):
    """The receipt of a file of codes, and how far it is."""

    check_id: str
    state: FileState
    at: datetime
    codes: int
    percent: int = Field(ge=0, le=100, description=N_("大约已办理的百分比"))
    as_of: date | None
    list_version: int | None
    answer_digest: str
    counts: dict[str, int] = Field(description=N_("各结论的个数"))
    why: str = Field(description=N_("没有答复的原因"))
    url: str
    result: str | None = Field(description=N_("答复文件的地址，答复前为 null"))


class CheckFilesPage(Page):
    """Files of codes of the calling body."""

    items: list[CheckFileAnswer]
