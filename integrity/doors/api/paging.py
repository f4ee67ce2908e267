"""One way of paging for every list: by key, with a cursor that says where the page before ended.

A page costs the same wherever it is, and rows that come or go meanwhile neither repeat nor hide
others.
"""

import base64
import binascii
from datetime import date, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
from flask import Response, request
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel, Field
from sqlalchemy.orm import InstrumentedAttribute

from integrity.base import addresses
from integrity.base.db import LARGEST, db
from integrity.base.errors import Refused
from integrity.base.i18n import N_
from integrity.doors.api.asking import Paged

DAY = "day"
NOT_OURS = _l("after 不是本接口给出的，请从第一页重新读取。")


class Page(BaseModel):
    """One page of a list."""

    next: str | None = Field(
        None,
        description=N_("下一页的 after，没有下一页的为 null；响应头 Link 是下一页的完整地址"),
    )


class WrongCursor(Refused):
    """A cursor that no page of this list gave."""

    status = 400


def page(
    wanted: sa.Select[Any], key: InstrumentedAttribute[Any], asked: Paged
) -> tuple[list[Any], str | None]:
    """The rows of the page asked for, in the order of a key, and the cursor of the next.

    Raises WrongCursor.
    """
    if asked.after is not None:
        wanted = wanted.where(key > _read(asked.after, key))
    rows = list(db.session.scalars(wanted.order_by(key).limit(asked.limit + 1)).unique())
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    return rows, _cursor(key, getattr(rows[-1], key.key)) if more else None


def days(first: date, last: date, asked: Paged) -> tuple[date, date, str | None]:
    """The first and last day of the page asked for, of a span, and the cursor of the next.

    Raises WrongCursor.
    """
    if asked.after is not None:
        after = _of_a_day(asked.after)
        if not first <= after < last:
            raise WrongCursor(NOT_OURS)
        first = after + timedelta(days=1)
    end = min(last, first + timedelta(days=asked.limit - 1))
    return first, end, _written([DAY, end.isoformat()]) if end < last else None


def point_on(response: Response, answer: Any) -> None:
    """Say in the header where the next page is."""
    cursor = answer.next if isinstance(answer, Page) else None
    if cursor is not None and request.endpoint:
        said = request.args.to_dict() | {"after": cursor}
        address = addresses.absolute(request.endpoint, **(request.view_args or {}), **said)
        response.headers["Link"] = f'<{address}>; rel="next"'


def _cursor(key: InstrumentedAttribute[Any], value: Any) -> str:
    return _written([str(key), value])


def _written(said: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(said)).decode().rstrip("=")


def _unpacked(cursor: str) -> Any:
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        return orjson.loads(base64.b64decode(padded.encode(), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        return None


def _of_a_day(cursor: str) -> date:
    """The day after which the page begins."""
    try:
        name, value = _unpacked(cursor)
        return date.fromisoformat(value) if name == DAY else date.max
    except (TypeError, ValueError):
        raise WrongCursor(NOT_OURS) from None


def _read(cursor: str, key: InstrumentedAttribute[Any]) -> Any:
    """The key after which the page begins; a bare number is one that was given before cursors."""
    whole: Any = key.type.python_type
    if cursor.isascii() and cursor.isdigit() and whole is int and int(cursor) <= LARGEST:
        return int(cursor)
    read = _unpacked(cursor)
    if not isinstance(read, list) or len(read) != 2 or read[0] != str(key):
        raise WrongCursor(NOT_OURS)
    value = read[1]
    most = 2**63 - 1 if isinstance(key.type, sa.BigInteger) else LARGEST
    if not isinstance(value, whole) or (isinstance(value, int) and not 0 <= value <= most):
        raise WrongCursor(NOT_OURS)
    return value
