"""The measures that rest on a document of the library, for its page."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base.db import db
from integrity.credit.measures.models import Measure
from integrity.credit.policies.models import PolicyDocument
from integrity.credit.policies.service import RESTING, Resting


def _rows(document: PolicyDocument) -> Sequence[tuple[str, str, str]]:
    cited = Measure.legal_basis.contains(document.cited_as, autoescape=True)
    wanted = sa.select(Measure).where(cited, Measure.is_current(), Measure.ended_on.is_(None))
    return [
        (one.code, one.name, url_for("measures.item", code=one.code))
        for one in db.session.scalars(wanted.order_by(Measure.code))
    ]


RESTING.append(Resting(_l("激励和惩戒措施"), _rows))
