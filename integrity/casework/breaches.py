"""What broke a rule, as a SELECT of the same columns in every stream."""

import enum
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

BREACH = (
    "stream", "item_id", "rule", "subject_id", "since", "summary", "found_by_id", "ruled_on",
)  # fmt: skip
"""The columns of a breach, in this order: who (subject) did not do what, since which day.

Where a body decided already that it is so: which one, and on which day, whose rules grade it.
"""
NOT_TAKEN_OVER = "not-taken-over"
"""The rule that a new head breaks who does not say in time that a thing is taken over."""


class Problem(enum.StrEnum):
    """The four problems of public bodies that 济高信用办〔2019〕7号 三（三）4 names."""

    PROMISE_BROKEN = "promise-broken"
    ARREARS = "arrears"
    JUDGMENT_REFUSED = "judgment-refused"
    OLD_PROMISES_IGNORED = "old-promises-ignored"


PROBLEM_NAMES = {
    Problem.PROMISE_BROKEN: _l("政府承诺不兑现"),
    Problem.ARREARS: _l("拖欠民营企业账款"),
    Problem.JUDGMENT_REFUSED: _l("拒不执行法院判决"),
    Problem.OLD_PROMISES_IGNORED: _l("新官不理旧账"),
}


def breach(
    stream: str,
    rule: Any,
    item_id: Any,
    subject_id: Any,
    since: Any,
    summary: Any,
    found_by_id: Any = None,
    ruled_on: Any = None,
) -> list[sa.ColumnElement[Any]]:
    """The BREACH columns of a breaches() select."""
    named = sa.literal(rule) if isinstance(rule, str) else rule
    found_by = sa.cast(sa.null(), sa.Integer) if found_by_id is None else found_by_id
    on = sa.cast(sa.null(), sa.Date) if ruled_on is None else ruled_on
    values = (sa.literal(stream), item_id, named, subject_id, since, summary, found_by, on)
    return [sa.type_coerce(v, t).label(n) for n, v, t in zip(BREACH, values, _TYPES, strict=True)]


_TYPES: tuple[Any, ...] = (
    sa.String(40),
    sa.Integer(),
    sa.String(40),
    sa.Integer(),
    sa.Date(),
    sa.Text(),
    sa.Integer(),
    sa.Date(),
)
