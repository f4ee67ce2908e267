"""The four national templates from and to tables."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.credit.publicity import service
from integrity.credit.publicity.entering import Entering
from integrity.credit.publicity.layouts import CELLS
from integrity.credit.publicity.models import IN_FORCE, LAYOUT_NAMES, PERSONS, Layout, Posting
from integrity.files.imports import Importer

NAMES = {
    Layout.PENALTY_FIRM: "penalties",
    Layout.PENALTY_PERSON: "penalties-of-persons",
    Layout.LICENCE_FIRM: "licences",
    Layout.LICENCE_PERSON: "licences-of-persons",
}
"""What each template is called in addresses and on the command line."""


def dump(layout: Layout, user: Any = None) -> Iterator[Mapping[str, Any]]:
    """What stands, as it can be imported again; nothing of it that is sealed."""
    condition = service.kept_by(user) if user else sa.true()
    wanted = sa.select(Posting.said).where(
        condition, Posting.layout == layout, Posting.state.in_(IN_FORCE)
    )
    found = db.session.scalars(wanted.order_by(Posting.id).execution_options(yield_per=1000))
    return (_written(said) for said in found)


def _written(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: "；".join(v) if isinstance(v, list) else v for key, v in said.items()}


def _importer(layout: Layout) -> Importer:
    cells = CELLS[layout]
    out = None if layout in PERSONS else partial(dump, layout)
    return Importer(
        heads=[cell.head for cell in cells],
        in_sets=lambda by, at: Entering(layout, by, at),
        hidden=[cell.key for cell in cells if cell.personal],
        title=LAYOUT_NAMES[layout],
        permission=Permission.POSTINGS_KEEP,
        dump=out,
        own=out,
    )


IMPORTERS = {name: _importer(layout) for layout, name in NAMES.items()}
