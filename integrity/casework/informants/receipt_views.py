"""What the pages behind a receipt have in common. Its secret is in no address, cookie or log."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from flask import Response, make_response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.errors import NotAllowed, Refused
from integrity.base.visitors import Budget
from integrity.casework.informants import receipts

FILED = Budget("filed reports", "COMPLAINTS")
SAID = Budget("words of receipts", "COMPLAINT_WORDS")
GUESSED = Budget("wrong receipts", "WRONG_RECEIPTS")
"""Wrong receipts only; a limit per receipt would let anybody lock somebody out."""
Found = TypeVar("Found")


class TooManyGuesses(receipts.WrongReceipt):
    """Nobody of this network may try another receipt for some time; no right one is told apart."""

    status = 429
    correctable = True


class TooOften(Refused):
    """The people of this network may not send such a form for some time; it can be sent later."""

    status = 429
    correctable = True


class Over(NotAllowed):
    """Nothing can be said of this any more; what was typed is shown to be copied."""

    correctable = True


def unkept(answer: ResponseReturnValue) -> Response:
    """A page that no browser and no proxy stores."""
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    return response


def today() -> datetime:
    """When somebody unknown does something: a finer moment would lead to who was at a desk then."""
    return clock.at(clock.today())


def wait(until: datetime) -> str:
    time = until.astimezone(clock.ZONE).strftime("%H:%M")
    return _(
        "您所在的网络刚才提交较多，请在 %(time)s 后再次提交。您填写的内容还在，请不要关闭本页。",
        time=time,
    )


def of_receipt(find: Callable[[str, str], Found], form: Any) -> Found:
    """What the receipt in a form is of; raises WrongReceipt, TooManyGuesses."""
    if until := GUESSED.free_at():
        raise TooManyGuesses(wait(until))
    try:
        return find(form.ref.data or "", form.secret.data or "")
    except receipts.WrongReceipt:
        GUESSED.spend()
        raise
