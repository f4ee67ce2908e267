"""One rule for every write: the same key and content get the first answer again, and do nothing.

The key is claimed in the transaction of the call, so that both are committed, or neither; of two at
once the second waits for the first. What was refused leaves its key free.
"""

import hashlib
from contextlib import suppress
from datetime import date, timedelta

import orjson
import sqlalchemy as sa
from flask import Response, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.db import changed, db, insert_ignore
from integrity.base.errors import problem
from integrity.casework.rules import service as rules
from integrity.credit.checks import service as checks
from integrity.doors.api.models import RequestAnswer, RequestKey

HEADER = "Idempotency-Key"
LONGEST = 200
FAMILY = "LOCAL-API-KEYS"


def claim(key: str) -> ResponseReturnValue | None:
    """Claim the key for this call, or answer as the first time."""
    if not 0 < len(key) <= LONGEST:
        detail = _("Idempotency-Key 须为 1 至 %(length)d 个字符。", length=LONGEST)
        return problem(422, detail, code="wrong-key")
    mark, digest = hashlib.sha256(key.encode()).digest(), _digest()
    table = RequestKey.__table__
    values = {"token_id": g.token.id, "mark": mark, "digest": digest, "at": clock.now()}
    row = sa.select(*(sa.literal(value, table.c[name].type) for name, value in values.items()))
    insert = insert_ignore(table, list(values), row, ("token_id", "mark"))
    if changed(insert):
        g.claim = mark
        return None
    found = db.session.get_one(RequestKey, (g.token.id, mark))
    if found.digest != digest:
        detail = _("同一个 Idempotency-Key 已用于内容不同的请求。")
        return problem(409, detail, code="key-used")
    again = Response(_first(found), found.status or 200, mimetype="application/json")
    again.headers["Idempotent-Replayed"] = "true"
    return again


def keep(response: Response) -> None:
    """Keep the first answer to the claimed key, or where it can be read again."""
    mark, receipt = g.pop("claim", None), g.pop("receipt", None)
    if mark is None or response.status_code >= 400:
        return
    mine = sa.and_(RequestKey.token_id == g.token.id, RequestKey.mark == mark)
    said = {"status": response.status_code, "receipt": receipt}
    db.session.execute(sa.update(RequestKey).where(mine).values(**said))
    if receipt is None:
        text = response.get_data(as_text=True)
        db.session.add(RequestAnswer(token_id=g.token.id, mark=mark, answer=text))


def retire(*, on: date) -> int:
    """End the keys that nobody sends again any more. Returns how many."""
    first = clock.at(on - timedelta(days=rules.number(FAMILY, on)))
    over = sa.select(RequestKey.token_id, RequestKey.mark).where(RequestKey.at < first)
    within = sa.tuple_(RequestAnswer.token_id, RequestAnswer.mark).in_(over)
    changed(sa.delete(RequestAnswer).where(within))
    return changed(sa.delete(RequestKey).where(RequestKey.at < first))


def _first(found: RequestKey) -> bytes | str:
    """What was answered under a key."""
    if found.receipt is None:
        return db.session.get_one(RequestAnswer, (found.token_id, found.mark)).answer
    made = checks.by_ref(found.receipt)
    return orjson.dumps(checks.as_json(made)) if made else b"{}"


def _digest() -> bytes:
    """The same content has the same digest, however it is spaced."""
    content = request.get_data(cache=True)
    with suppress(orjson.JSONDecodeError):
        content = orjson.dumps(orjson.loads(content), option=orjson.OPT_SORT_KEYS)
    head = f"{request.method} {request.full_path}\n".encode()
    return hashlib.sha256(head + content).digest()
