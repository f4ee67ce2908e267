"""What a court reads back at night: what has been received, and whether it is all."""

from datetime import date, timedelta

from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.stamps import scope
from integrity.doors.api import court_schemas as schemas
from integrity.doors.api.admission import body, bp
from integrity.doors.api.contract import N_, contract
from integrity.doors.api.court_views import case_answer
from integrity.doors.api.paging import days, page
from integrity.streams.courts import numbers, receipts, reconciliation
from integrity.streams.courts.errors import WrongDay

LONGEST = 93
"""Days in one answer."""
RECENT = timedelta(days=6)


@bp.get("/v1/courts/cases")
@scope("courts")
@contract(
    N_("读取已收到的推送，供对账"),
    answers=schemas.ReceivedPage,
    asks=schemas.ReceivedAsked,
)
def received_cases(asked: schemas.ReceivedAsked) -> schemas.ReceivedPage:
    """Every push of this court that was taken, oldest first."""
    wanted = receipts.of_court(body().id, asked.since)
    rows, following = page(wanted, receipts.Receipt.id, asked)
    return schemas.ReceivedPage(items=[_item(row) for row in rows], next=following)


@bp.get("/v1/courts/reconciliation")
@scope("courts")
@contract(
    N_("逐日对账：报告件数、实收件数和摘要"),
    answers=schemas.ReconciliationAnswer,
    asks=schemas.SpanAsked,
    refuses=("wrong-day",),
)
def reconcile(asked: schemas.SpanAsked) -> schemas.ReconciliationAnswer:
    """Each day of a span, at most 93: what the court reported and what came."""
    last = asked.last or clock.today()
    first = asked.first or last - min(RECENT, last - date.min)
    if not 0 <= (last - first).days < LONGEST:
        raise WrongDay(_("起止日期须在 %(days)d 天以内，先后不能颠倒。", days=LONGEST))
    first, last, following = days(first, last, asked)
    found = reconciliation.days(body().id, first, last)
    return schemas.ReconciliationAnswer(days=[_day_answer(day) for day in found], next=following)


def _item(row: receipts.Receipt) -> schemas.ReceivedItem:
    return schemas.ReceivedItem(
        id=row.id,
        kind=row.kind,
        on=row.on,
        at=row.at,
        external_id=row.external_id,
        version=row.version,
        digest=row.digest,
        parts=_parts(row.case.case_no),
        case=case_answer(row.case),
    )


def _parts(case_no: str) -> schemas.NumberParts | None:
    """What a number consists of; None of one from before numbers were read."""
    try:
        read = numbers.parse(case_no, clock.today().year)
    except numbers.WrongNumber:
        return None
    return schemas.NumberParts(
        year=read.year,
        court=read.court,
        type=read.type,
        number=read.number,
        suffix=read.suffix,
    )


def _day_answer(day: reconciliation.Day) -> schemas.DayAnswer:
    return schemas.DayAnswer(
        on=day.on,
        reported=day.reported,
        filled_in_on=day.filled_in_on,
        cases=day.cases,
        received=day.received,
        updated=day.updated,
        withdrawn=day.withdrawn,
        difference=day.difference,
        digest=day.digest,
    )
