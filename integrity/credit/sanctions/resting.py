"""The bases of lists that rest on a document of the library, for its page."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base.db import db
from integrity.credit.policies.models import PolicyDocument
from integrity.credit.policies.service import RESTING, Resting
from integrity.credit.sanctions.bases import ListingBasis


def _rows(document: PolicyDocument) -> Sequence[tuple[str, str, str]]:
    cited = ListingBasis.document.contains(document.cited_as, autoescape=True)
    wanted = sa.select(ListingBasis).where(cited).order_by(ListingBasis.code)
    return [
        (one.code, one.title, url_for("sanctions.listing", kind=one.list))
        for one in db.session.scalars(wanted)
    ]


RESTING.append(Resting(_l("列入名单的依据"), _rows))
