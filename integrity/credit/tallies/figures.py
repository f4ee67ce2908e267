"""What a report or an assessment may state of a period: each figure with its definition and items.

A figure is a set of things; its share is that of the larger set of which it is a part.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.casework.streams import Stream, told
from integrity.credit.activities.models import Activity, ActivityKind, ActivityState
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.service import COUNTING
from integrity.credit.tallies.models import ACTIVITIES, RECORDS
from integrity.pages.definitions import DEFINITIONS, Definition
from integrity.people.subjects.models import Subject, SubjectKind


@dataclass(frozen=True)
class Period:
    """From which day to which, and the day on which it is counted."""

    first_on: date
    last_on: date
    on: date

    def holds(self, day: Any) -> sa.ColumnElement[bool]:
        return day.between(self.first_on, self.last_on)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Figure:
    """whole: the figure of which it is a part, or empty. rows: the things that it counts."""

    definition: Definition
    whole: str
    rows: Callable[[Period], Any]


def _of_streams(condition: Callable[[Stream, Period], sa.ColumnElement[bool]]) -> Any:
    """The things of all streams of public bodies that count and meet a condition."""

    def rows(within: Period) -> sa.CompoundSelect[Any]:
        found = [
            sa.select(
                sa.literal(stream.name).label("stream"),
                stream.model.id.label("item_id"),
                stream.model.subject_id.label("subject_id"),
            ).where(
                stream.figures.counted(),
                stream.model.subject_id.is_not(None),
                condition(stream, within),
            )
            for stream in told().values()
        ]
        return sa.union_all(*found)

    return rows


def _due(stream: Stream, within: Period) -> sa.ColumnElement[bool]:
    return within.holds(stream.model.due_on)


def _due_in_time(stream: Stream, within: Period) -> sa.ColumnElement[bool]:
    in_time = stream.model.closed_on <= stream.model.due_on
    return sa.and_(_due(stream, within), in_time, _ended(stream), stream.figures.kept())


def _due_late(stream: Stream, within: Period) -> sa.ColumnElement[bool]:
    return sa.and_(_due(stream, within), stream.model.is_late(within.on))


def _closed(stream: Stream, within: Period) -> sa.ColumnElement[bool]:
    return sa.and_(within.holds(stream.model.closed_on), _ended(stream))


def _closed_late(stream: Stream, within: Period) -> sa.ColumnElement[bool]:
    return sa.and_(_closed(stream, within), stream.model.closed_on > stream.model.due_on)


def _ended(stream: Stream) -> sa.ColumnElement[bool]:
    """It has an outcome: what its body has only reported itself has none yet."""
    return stream.model.outcome.is_not(None)  # type: ignore[no-any-return]


def _open(stream: Stream, within: Period) -> sa.ColumnElement[bool]:
    return stream.model.closed_on.is_(None)  # type: ignore[no-any-return]


def _overdue(stream: Stream, within: Period) -> sa.ColumnElement[bool]:
    return stream.model.is_overdue(within.on)  # type: ignore[no-any-return]


def _claimed(stream: Stream, within: Period) -> sa.ColumnElement[bool]:
    return stream.model.claimed()  # type: ignore[no-any-return]


def _records(within: Period) -> Any:
    return (
        sa.select(
            sa.literal(RECORDS).label("stream"),
            CreditRecord.id.label("item_id"),
            CreditRecord.subject_id.label("subject_id"),
        )
        .join(CreditRecord.subject)
        .where(
            Subject.kind == SubjectKind.BODY,
            CreditRecord.state.in_(COUNTING),
            within.holds(CreditRecord.decided_on),
        )
    )


def _activities(kind: ActivityKind) -> Callable[[Period], Any]:
    def rows(within: Period) -> Any:
        return sa.select(
            sa.literal(ACTIVITIES).label("stream"),
            Activity.id.label("item_id"),
            Activity.subject_id.label("subject_id"),
        ).where(
            Activity.kind == kind,
            Activity.state == ActivityState.VERIFIED,
            within.holds(Activity.on),
        )

    return rows


VERIFIED = _l("由登记人以外的人核实；单位提出异议、尚未复核的不计。")
IN_PERIOD = _l("按最终期限所在的日期统计，起止日均含在内。")
FIGURES: dict[str, Figure] = {
    "due": Figure(
        Definition(_l("本期到期"), _l("期限在本期内的事项"), "", IN_PERIOD), "", _of_streams(_due)
    ),
    "due_in_time": Figure(
        Definition(
            _l("本期到期按期办结"),
            _l("期限在本期内、在期限当日或者之前办结并且结果符合要求的事项"),
            _l("本期到期的事项"),
            DEFINITIONS["in_time"].meaning,
        ),
        "due",
        _of_streams(_due_in_time),
    ),
    "due_late": Figure(
        Definition(
            _l("本期到期发生逾期"),
            _l("期限在本期内、到统计日发生过逾期的事项"),
            _l("本期到期的事项"),
            DEFINITIONS["late"].meaning,
        ),
        "due",
        _of_streams(_due_late),
    ),
    "closed": Figure(
        Definition(
            _l("本期办结"),
            _l("办结日期在本期内、有认定结果的事项"),
            "",
            _l("单位自己报告、没有经他人确认的，不算办结。"),
        ),
        "",
        _of_streams(_closed),
    ),
    "closed_late": Figure(
        Definition(
            _l("本期逾期后办结"),
            _l("办结日期在本期内、晚于期限的事项"),
            _l("本期办结的事项"),
            DEFINITIONS["late"].meaning,
        ),
        "closed",
        _of_streams(_closed_late),
    ),
    "open": Figure(
        Definition(
            _l("统计日未办结"), _l("到统计日没有办结的事项"), "", _l("包括没有到期的事项。")
        ),
        "",
        _of_streams(_open),
    ),
    "overdue": Figure(
        Definition(
            _l("统计日逾期未办结"),
            _l("到统计日期限已过、尚未办结的事项"),
            _l("统计日未办结的事项"),
            DEFINITIONS["overdue"].meaning,
        ),
        "open",
        _of_streams(_overdue),
    ),
    "claimed": Figure(
        Definition(
            _l("统计日自报待确认"),
            DEFINITIONS["claimed"].numerator,
            _l("统计日未办结的事项"),
            DEFINITIONS["claimed"].meaning,
        ),
        "open",
        _of_streams(_claimed),
    ),
    "records": Figure(
        Definition(
            _l("本期认定失信记录"),
            _l("决定日期在本期内、到统计日仍然有效的公共机构信用记录"),
            "",
            DEFINITIONS["records"].meaning,
        ),
        "",
        _records,
    ),
    "publicity": Figure(
        Definition(_l("本期诚信宣传"), _l("日期在本期内、已核实的诚信宣传"), "", VERIFIED),
        "",
        _activities(ActivityKind.PUBLICITY),
    ),
    "education": Figure(
        Definition(_l("本期诚信教育和培训"), _l("日期在本期内、已核实的教育和培训"), "", VERIFIED),
        "",
        _activities(ActivityKind.EDUCATION),
    ),
    "exposure": Figure(
        Definition(_l("本期媒体曝光"), _l("日期在本期内、已核实的媒体曝光"), "", VERIFIED),
        "",
        _activities(ActivityKind.EXPOSURE),
    ),
}
"""What is counted, in the order in which it is told."""
