"""The page of the search box: a few of every kind, or all of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import searching
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.casework import finding
from integrity.doors.search.kinds import Hit, Kind, seen_by
from integrity.pages.tables import MOST

FEW = 5
"""Hits of a kind beside others."""
SIZE = 50
"""Hits on a page of one kind."""

bp = Blueprint("search", __name__, url_prefix="/search")


@dataclass(frozen=True)
class Found:
    """What was found of one kind: a part of it, and how many there are, if not too many."""

    kind: Kind
    hits: Sequence[Hit]
    number: int

    @property
    def is_broad(self) -> bool:
        return self.number > MOST

    @property
    def is_more(self) -> bool:
        return self.number > len(self.hits)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Everything that this person may see and that has every word, kind by kind."""
    typed = request.args.get("q", "").strip()
    said = finding.asked(typed) if searching.words(typed) else []
    wanted = request.args.get("kind")
    page = min(max(request.args.get("page", 1, type=int), 1), MOST // SIZE)
    kinds = [kind for kind in seen_by(current_user) if wanted in (None, "", kind.name)]
    if not kinds:
        raise NotFound
    size, skip = (SIZE, (page - 1) * SIZE) if wanted else (FEW, 0)
    found = [_found(kind, said, skip, size) for kind in kinds] if said else []
    return render_template(
        "search/found.html",
        typed=typed[: searching.LONGEST],
        cut=len(typed) > searching.LONGEST,
        found=[one for one in found if one.number],
        total=sum(min(one.number, MOST) for one in found),
        one=kinds[0] if wanted else None,
        page=page,
        pages=-(-min(found[0].number, MOST) // SIZE) if wanted and found else 1,
        asked=bool(said),
        empty=_("没有找到。请换一个词，或者减少几个字。"),
    )


def _found(kind: Kind, said: finding.Asked, skip: int, size: int) -> Found:
    """Which those are, and then a part of them; what is beyond MOST need not be seen."""
    number = kind.model.id
    all_ = kind.rows.where(kind.finds(said)).with_only_columns(number).limit(MOST + 1)
    ids = db.session.scalars(all_).all()
    if not ids:
        return Found(kind, (), 0)
    tiers = [(condition, place) for place, condition in enumerate(kind.best(said))]
    first: list[Any] = [sa.case(*tiers, else_=len(tiers))] if tiers else []
    part = kind.rows.where(number.in_(ids[:MOST])).order_by(*first, number.desc())
    rows = db.session.scalars(part.offset(skip).limit(size)).all()
    return Found(kind, [kind.hit(row) for row in rows], len(ids))
