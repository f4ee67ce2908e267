"""The members of associations from a spreadsheet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.credit.measures.lists import Ground
from integrity.credit.sanctions import recommendations
from integrity.credit.sanctions.recommendation_models import Membership
from integrity.files.columns import Head
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects

HEADS = (
    Head("association", _l("协会的统一社会信用代码"), _l("以51开头。"), "", True),
    Head("member", _l("会员的统一社会信用代码"), _l("会员须已登记为信用主体。"), "", True),
    Head("since", _l("入会日期"), _l("会员加入协会的日期。"), "2025-01-01", True),
    Head("until", _l("退会日期"), _l("仍是会员的不填。"), ""),
)


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The associations and members of a batch, and what is known of them."""
    words = [row[name] for row in rows for name in ("association", "member")]
    found = subjects.by_words(words)
    ids = [subject.id for subject in found.values()]
    known = db.session.scalars(sa.select(Membership).where(Membership.association_id.in_(ids)))
    return {"subjects": found, "known": {(m.association_id, m.member_id): m for m in known}}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Enter a member, or the day on which it left; raises BadValue."""
    association = cells.named(row, "association", _("没有登记该代码的主体，请核对。"))
    member = cells.named(row, "member", _("没有登记该代码的主体，请核对。"))
    if Ground.RECOMMENDED not in recommendations.grounds(association):
        raise BadValue("association", _("不是行业协会。"))
    days = {"since": row.day("since"), "until": row.day("until")}
    if days["until"] and days["since"] and days["until"] < days["since"]:
        raise BadValue("until", _("退会日期不能早于入会日期。"))
    key = (association.id, member.id)
    found = row.known["known"].get(key)
    if found is None:
        made = Membership(association_id=association.id, member_id=member.id, **days)
        row.known["known"][key] = made
        db.session.add(made)
        return Loaded.ADDED
    changed = row.differences({name: getattr(found, name) for name in days}, days)
    for name in changed:
        setattr(found, name, days[name])
    return Loaded.UPDATED if changed else Loaded.UNCHANGED


IMPORTERS = {
    "association-members": Importer(
        title=_l("行业协会会员名册"),
        heads=HEADS,
        load=load,
        key=("association", "member"),
        prepare=prepare,
        permission=Permission.IMPORT,
        model=Membership,
    )
}
