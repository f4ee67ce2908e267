"""What a court reads back at night: what has been received, and whether it is all."""

from datetime import date, timedelta

from flask import request
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.db import number
from integrity.base.stamps import scope
from integrity.doors.api import court_schemas as schemas
from integrity.doors.api.admission import body, bp
from integrity.doors.api.contract import N_, contract
from integrity.doors.api.court_views import case_answer
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
    queries={
        "after": N_("上一页最后一项的 id"),
        "since": N_("只要这一天以后收到的，写作 2026-11-20"),
    },
)
def received_cases() -> schemas.ReceivedPage:
    """Every push of this court that was taken, oldest first, 500 a page; `after` goes on."""
    number_before = request.args.get("after", 0, type=number)
    rows = receipts.after(body().id, number_before, _day("since"))
    last = rows[-1].id if len(rows) == receipts.PAGE else None
    return schemas.ReceivedPage(items=[_item(row) for row in rows], next=last)


@bp.get("/v1/courts/reconciliation")
@scope("courts")
@contract(
    N_("逐日对账：报告件数、实收件数和摘要"),
    answers=schemas.ReconciliationAnswer,
    queries={"from": N_("起始日，不填为截止日前六天"), "to": N_("截止日，不填为今天")},
)
def reconcile() -> schemas.ReconciliationAnswer:
    """Each day of a span, at most 93: what the court reported and what came."""
    last = _day("to") or clock.today()
    first = _day("from") or last - RECENT
    if not 0 <= (last - first).days < LONGEST:
        raise WrongDay(_("起止日期须在 %(days)d 天以内，先后不能颠倒。", days=LONGEST))
    found = reconciliation.days(body().id, first, last)
    return schemas.ReconciliationAnswer(days=[_day_answer(day) for day in found])


def _day(name: str) -> date | None:
    """A day in the address; raises WrongDay."""
    text = request.args.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongDay(_("日期须写作 2026-11-20 的样子。")) from None


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
