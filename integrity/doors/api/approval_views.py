"""Approvals as business systems report them, against the checks that were made (逢审必查)."""

from pydantic import BaseModel, Field

from integrity.base import clock
from integrity.base.errors import Refused
from integrity.base.i18n import N_
from integrity.base.stamps import scope
from integrity.credit.checks.queries import LIMIT
from integrity.credit.coverage import service
from integrity.doors.api.admission import body, bp, caller
from integrity.doors.api.contract import contract
from integrity.doors.api.schemas import Day, Taken


class ApprovalItem(Taken):
    """One case that the caller's body decided."""

    matter: str = Field(min_length=1, max_length=40, description=N_("应用清单中的事项编码"))
    case_no: str = Field(
        min_length=1, max_length=100, description=N_("办件编号，与核查时填写的一致")
    )
    decided_on: Day = Field(description=N_("决定日期"))
    code: str = Field(
        "", max_length=40, description=N_("申请人的统一社会信用代码；申请人是自然人的不填")
    )


class ApprovalsRequest(Taken):
    """Up to 1,000 approvals; the same again changes nothing."""

    approvals: list[ApprovalItem] = Field(min_length=1, max_length=LIMIT)


class ApprovalAnswer(BaseModel):
    """What became of one report, in the order in which they were sent.

    `added`: it is new; `checked`: a check was made for it by its day; `error`: why it is refused.
    """

    matter: str
    case_no: str
    added: bool = False
    checked: bool = False
    error: str = ""


class ApprovalsAnswer(BaseModel):
    approvals: list[ApprovalAnswer]


@bp.post("/v1/approvals")
@scope("checks")
@contract(
    N_("报送本单位的办件，用于统计逢审必查"),
    takes=ApprovalsRequest,
    answers=ApprovalsAnswer,
)
def report_approvals(told: ApprovalsRequest) -> ApprovalsAnswer:
    """Take each once by matter and case; what contradicts an earlier report is refused alone."""
    at = clock.now()
    taken: list[service.Said | Refused] = []
    for one in told.approvals:
        try:
            taken.append(service.read(one.matter, one.case_no, one.decided_on, one.code, at))
        except service.WrongApproval as wrong:
            taken.append(wrong)
    good = [one for one in taken if isinstance(one, service.Said)]
    results = iter(service.report(body(), good, by=caller(), at=at) if good else ())
    reported = service.known(body().id, [one.case_no for one in good])
    answers = []
    for one, said in zip(told.approvals, taken, strict=True):
        result = next(results) if isinstance(said, service.Said) else said
        answer = ApprovalAnswer(matter=one.matter, case_no=one.case_no)
        if isinstance(result, Refused):
            answer.error = str(result.detail or result.title)
        else:
            found = reported[said.key]  # type: ignore[union-attr]
            answer.added, answer.checked = result, found.checked_by is not None
        answers.append(answer)
    return ApprovalsAnswer(approvals=answers)
