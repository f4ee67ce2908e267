"""For a run of tests in which debts are one of the streams: `pytest -p debts.plugin`."""

import wsgi
from debts.models import Debt
from debts.stream import STREAM
from integrity.base.db import db
from tests.factories import make_body
from tests.makers import MAKERS

wsgi.STREAMS = (*wsgi.STREAMS, STREAM)  # type: ignore[assignment]


def make_debt() -> Debt:
    debt = Debt(ref="D1", title="示例债务", lender="示例银行", subject=make_body())
    db.session.add(debt)
    db.session.flush()
    return debt


MAKERS["debts"] = make_debt
