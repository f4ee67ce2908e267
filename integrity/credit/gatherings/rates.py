"""How much of what should have come has come: by body, and by item, each figure from its items.

Owed counts a period once its day is over, or as soon as something came. In time is what came by
the day; a zero report counts as come, and is shown besides.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa

from integrity.credit.catalogue.models import CatalogueItem
from integrity.credit.gatherings.models import Gathering
from integrity.credit.gatherings.models import GatheringState as S
from integrity.people.subjects.models import Subject

G = Gathering
IN_TIME = G.settled_on <= G.deliver_by
LATE = G.settled_on > G.deliver_by
MISSING = G.settled_on.is_(None)
ZERO = G.state == S.ZERO


def counted(on: date) -> sa.ColumnElement[bool]:
    """What counts on a day."""
    return sa.or_(G.deliver_by < on, G.settled_on.is_not(None))


def by_body(on: date, *which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """One row for each body: owed, in_time, late, missing, zero."""
    return _counted(on, Subject.id, Subject.name, G.body_id == Subject.id, which)


def by_item(on: date, *which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The same for each item, by its code; named as its latest version here is."""
    name = sa.func.max(CatalogueItem.name)
    return _counted(on, CatalogueItem.code, name, G.item_id == CatalogueItem.id, which)


def _counted(on: date, key: Any, name: Any, joined: Any, which: Any) -> sa.Select[Any]:
    def number(condition: Any) -> Any:
        return sa.func.count().filter(condition)

    columns = [
        key.label("key"),
        name.label("name"),
        sa.func.count().label("owed"),
        number(IN_TIME).label("in_time"),
        number(LATE).label("late"),
        number(MISSING).label("missing"),
        number(ZERO).label("zero"),
    ]
    grouped = [key] if isinstance(name, sa.sql.functions.FunctionElement) else [key, name]
    rows: sa.Select[Any] = sa.select(*columns).select_from(G)
    return rows.join(key.class_, joined).where(counted(on), *which).group_by(*grouped)
