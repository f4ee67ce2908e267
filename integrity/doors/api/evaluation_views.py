"""Industry and comprehensive evaluations as the systems of who evaluates report them (N04)."""

from pydantic import BaseModel, Field

from integrity.base import clock
from integrity.base.db import db, one_at_a_time
from integrity.base.i18n import N_
from integrity.base.stamps import scope
from integrity.credit.checks.queries import LIMIT
from integrity.credit.grading.imports import load_evaluation, prepare
from integrity.credit.grading.models import EvaluationKind, SupervisedField
from integrity.doors.api.admission import body, bp, caller
from integrity.doors.api.contract import contract
from integrity.doors.api.schemas import Day, Taken
from integrity.files.rows import BadValue, Loaded, Row


class EvaluationItem(Taken):
    """What an evaluation says of a subject from a day on."""

    code: str = Field(min_length=1, max_length=40, description=N_("统一社会信用代码，须已登记"))
    kind: EvaluationKind = Field(description=N_("评价种类"))
    field: SupervisedField = Field(description=N_("监管领域，综合评价填 other"))
    grade: str = Field(min_length=1, max_length=40, description=N_("评价等级，按评价文件的写法"))
    on: Day = Field(description=N_("评价结果公布的日期"))
    until: Day | None = Field(None, description=N_("有效期至，没有规定的不填"))


class EvaluationsRequest(Taken):
    """Up to 1,000 evaluations of the caller's body; the same again changes nothing."""

    items: list[EvaluationItem] = Field(min_length=1, max_length=LIMIT)


class EvaluationAnswer(BaseModel):
    """What became of one, in the order in which they were sent; `error`: why it is refused."""

    code: str
    result: Loaded | None = None
    error: str = ""


class EvaluationsAnswer(BaseModel):
    items: list[EvaluationAnswer]


@bp.post("/v1/credit-evaluations")
@scope("records")
@contract(
    N_("报送本单位作出的行业信用评价、综合评价，用于分级监管"),
    takes=EvaluationsRequest,
    answers=EvaluationsAnswer,
)
def report_evaluations(told: EvaluationsRequest) -> EvaluationsAnswer:
    """Enter each, or what it says anew; another body's evaluation of the day is not overwritten."""
    at, issuer = clock.now(), body().name
    one_at_a_time("reported evaluations")
    rows = [_row(one, issuer) for one in told.items]
    known, answers = prepare(rows), []
    for row in rows:
        row.known = known
        answer = EvaluationAnswer(code=row["code"])
        try:
            answer.result = load_evaluation(row, by=caller(), at=at)
        except BadValue as bad:
            answer.error = bad.detail
        answers.append(answer)
    db.session.flush()
    return EvaluationsAnswer(items=answers)


def _row(one: EvaluationItem, issuer: str) -> Row:
    """The same as a row of the table by which evaluations come in."""
    said = {name: str(value) for name, value in one.model_dump(mode="json").items() if value}
    return Row(said, issuer=issuer)
