"""A list page: search, filters, sort and paging in the address, and export of what is shown."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product
from typing import IO, Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Response, get_template_attribute, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.files.exports import EXPORTS, as_file
from integrity.files.spellings import half_width
from integrity.pages.forms import FilterForm
from integrity.pages.items import Badge

SIZE = 50
MOST = 1000
"""Rows of what a search found that are counted and can be paged through."""
ASKED = ("q", "sort", "size", "page", "format")
"""What the address of any list may ask."""
EXPORT_LIMIT = 100_000
"""Rows in one export; `flask export` has no limit."""
CHUNK = 500  # rows of it that are in memory at a time


@dataclass(frozen=True)
class Column:
    """One column: `value(row)` is what exports show, `show(row)` what the page shows.

    What only machines need, like a code, is not `shown` and stands in exports alone.
    """

    key: str
    label: Any
    value: Callable[[Any], Any]
    show: Callable[[Any], Any] | None = None
    sort: Any = None
    align: str = "left"
    shown: bool = True

    @property
    def sortable(self) -> bool:
        return self.sort is not None

    def render(self, row: Any) -> Any:
        shown = (self.show or self.value)(row)
        if isinstance(shown, Badge):
            return get_template_attribute("macros/states.html", "lateness")(shown)
        if isinstance(shown, date) and not isinstance(shown, datetime):
            return Markup('<time datetime="{0}">{0}</time>').format(shown.isoformat())
        return "" if shown is None else shown


@dataclass
class Table:
    """What a list may show: the rows before any filter, the columns, and how to narrow it.

    `search` are texts; each word is looked for by LIKE unless `match(query)` gives a condition,
    `ranked(query)` conditions on what was found, the best first; within each, and without a search,
    `order` holds. `filters` asks in the address, `narrow` maps its names to conditions. `gather`
    looks up for some rows together what columns show that loading them does not bring.
    """

    title: Any
    rows: sa.Select[Any]
    columns: Sequence[Column]
    link: Callable[[Any], str | None] = lambda row: None
    search: Sequence[Any] = ()
    match: Callable[[str], Any] | None = None
    ranked: Callable[[str], Sequence[Any]] = lambda query: ()
    filters: type[FilterForm] | None = None
    narrow: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    order: Sequence[Any] = ()
    name: str = "list"
    empty: Any = ""
    options: tuple[Any, ...] = ()
    gather: Callable[[Sequence[Any]], None] = lambda rows: None
    entities: bool = True  # False: a row is no model instance, but one of the selected columns

    def respond(self, template: str = "streams/list.html", **context: Any) -> ResponseReturnValue:
        """The page, or the export that `?format=` asks for."""
        page = Page(self, request.args)
        kind = request.args.get("format")
        if kind in EXPORTS:
            return page.export(kind)
        return render_template(template, page=page, **context)

    def known(self, arguments: MultiDict[str, str]) -> list[tuple[str, str]]:
        """The arguments of an address that mean something to this list; links carry no others."""
        names = {*ASKED, *self.narrow, *_fields(self.filters)}
        names |= {f"{name}-named" for name in names}
        return [(k, v) for k, v in arguments.items(multi=True) if v and k in names]


class Page:
    """One page of a table, for templates/macros/tables.html."""

    def __init__(self, table: Table, arguments: MultiDict[str, str]) -> None:
        self.table = table
        self.filters = table.filters(arguments) if table.filters else None
        self.arguments = _settled(arguments, self.filters)
        self.query = arguments.get("q", "").replace("\0", "").strip()[:100]
        self.selected = self._narrowed()
        self.size = min(max(arguments.get("size", SIZE, type=int), 10), 200)
        self.total = _count(self.selected, MOST + 1 if self.query else None)
        self.is_broad = bool(self.query) and self.total > MOST
        if self.is_broad:  # nobody reads so much; the next pages are found by a narrower word
            self.total = MOST
        self.pages = max(-(-self.total // self.size), 1)
        self.page = min(max(arguments.get("page", 1, type=int), 1), self.pages)
        self.title = table.title
        self.columns = [column for column in table.columns if column.shown]
        self.link = table.link
        self.empty = table.empty

    @property
    def rows(self) -> Sequence[Any]:
        start = (self.page - 1) * self.size
        best = self._ranks() and self._by() is None
        found = self._best(start) if best else self._rows(self._ordered(), start, self.size)
        self.table.gather(found)
        return found

    def filled(self, rows: Sequence[Any]) -> list[Column]:
        """The columns in which one of these rows has something to show."""
        return [c for c in self.columns if any(c.render(row) != "" for row in rows)]

    @property
    def sort(self) -> str:
        return self.arguments.get("sort", "")

    @property
    def exports(self) -> list[tuple[str, str]]:
        return [(kind.upper(), self.url(format=kind, page=None)) for kind in EXPORTS]

    @property
    def active(self) -> bool:
        """Whether anything narrows this list."""
        return bool(self.query) or any(
            value for name, value in self.arguments.items() if name in self.table.narrow
        )

    def url(self, **changes: Any) -> str:
        """This address with some arguments changed; None takes one away."""
        changed = {k: str(v) for k, v in changes.items() if v is not None}
        arguments = dict(self.table.known(self.arguments)) | changed
        kept = {k: v for k, v in arguments.items() if changes.get(k, "") is not None}
        return f"{request.path}?{urlencode(kept)}" if kept else request.path

    def export(self, kind: str) -> Response:
        """Every row that the filters leave, not just this page."""
        if current_user.is_authenticated:
            self._log_export(kind)
        write, media = EXPORTS[kind]
        rows = self._ordered().limit(EXPORT_LIMIT).options(*self.table.options)
        header = [str(column.label) for column in self.table.columns]
        found = self._found(rows.execution_options(yield_per=CHUNK))
        return download(as_file(write, header, self._values(found)), media, self.table.name, kind)

    def _log_export(self, kind: str) -> None:
        """Who took which list away, how narrowed; not what was looked for, which may be a name."""
        audit.read(
            current_user,
            "export",
            by=current_user,
            at=clock.now(),
            why=str(self.title),
            list=self.table.name,
            format=kind,
            rows=None if self.is_broad else self.total,
            narrowed=[name for name in ("q", *self.table.narrow) if self.arguments.get(name)],
        )

    def _best(self, start: int) -> list[Any]:
        """A page of what a search found, tier by tier, each asked only for what is still lacking.

        So a word that stands in every row is not a reason to look at all of them.
        """
        found: list[Any] = []
        skip = start
        for tier in _tiers(self.table.ranked(self.query)):
            if len(found) == self.size or start + len(found) >= self.total:
                break
            selected = self.selected.where(tier)
            ordered = selected.order_by(None).order_by(*self.table.order)
            more = self._rows(ordered, skip, self.size - len(found))
            found += more
            skip = 0 if more or not skip else skip - _count(selected)
        return found

    def _rows(self, selected: sa.Select[Any], skip: int, most: int) -> Sequence[Any]:
        """So many rows after so many others; what is sorted are the ids, which are narrow."""
        page = selected.offset(skip).limit(most)
        if not self.table.entities:
            return self._found(page.options(*self.table.options)).all()
        number = page.column_descriptions[0]["entity"].id
        ids = db.session.scalars(page.with_only_columns(number)).all()
        these = self.table.rows.order_by(None).where(number.in_(ids))
        found = {row.id: row for row in self._found(these.options(*self.table.options))}
        return [found[one] for one in ids if one in found]

    def _found(self, selected: sa.Select[Any]) -> Any:
        found = db.session.execute(selected)
        return found.scalars() if self.table.entities else found

    def _values(self, rows: Any) -> Iterator[list[Any]]:
        for some in rows.partitions(CHUNK):
            self.table.gather(some)
            yield from ([column.value(row) for column in self.table.columns] for row in some)

    def _narrowed(self) -> sa.Select[Any]:
        selected = self.table.rows
        if self.query and self.table.match:
            selected = selected.where(self.table.match(self.query))
        elif self.table.search:
            selected = selected.where(*map(self._has, self.query.split()))
        if self.filters is not None:
            self.filters.validate()  # a filter that is missing or wrong leaves the others alone
            for name, condition in self.table.narrow.items():
                asked = getattr(self.filters, name, None)
                if asked is not None and asked.data and not asked.errors:
                    selected = selected.where(condition(asked.data))
        return selected

    def _has(self, word: str) -> sa.ColumnElement[bool]:
        """A word as it was typed or in half width, in any of the texts."""
        ways = product(self.table.search, {word, half_width(word)})
        return sa.or_(*(column.icontains(said, autoescape=True) for column, said in ways))

    def _by(self) -> Any:
        """The order that the address asks for, None when it asks for none."""
        wanted = self.sort.removeprefix("-")
        by = next((c.sort for c in self.table.columns if c.key == wanted), None)
        return by if by is None else by.desc() if self.sort.startswith("-") else by.asc()

    def _ranks(self) -> Sequence[Any]:
        """What comes first in what was found; what is found everywhere has its usual order."""
        return self.table.ranked(self.query) if self.query and not self.is_broad else ()

    def _ordered(self) -> sa.Select[Any]:
        if (by := self._by()) is not None:
            return self.selected.order_by(None).order_by(by.nulls_last(), *self.table.order)
        best = self._ranks()
        tiers = [(condition, tier) for tier, condition in enumerate(best)]
        first = [sa.case(*tiers, else_=len(tiers))] if tiers else []
        return self.selected.order_by(*first, *self.table.order)


def _settled(arguments: MultiDict[str, str], filters: Any) -> MultiDict[str, str]:
    """The arguments with whom a field of names found, so that every link goes on to say so."""
    settled = MultiDict(arguments)
    for found in filters or ():
        if getattr(found, "candidates", None) is not None and found.data:
            settled[found.name] = found.value_of(found.data)
            settled.pop(f"{found.name}-named", None)
    return settled


def _fields(form: type[FilterForm] | None) -> set[str]:
    """The names of a form's fields, without asking the database for their choices."""
    return {name for name in dir(form) if hasattr(getattr(form, name), "_formfield")}


def _tiers(conditions: Sequence[Any]) -> Iterator[Any]:
    """Each condition without those before it, and what meets none."""
    for place, condition in enumerate(conditions):
        yield sa.and_(condition, *[sa.not_(before) for before in conditions[:place]])
    yield sa.and_(sa.true(), *[sa.not_(condition) for condition in conditions])


def _count(selected: sa.Select[Any], most: int | None = None) -> int:
    """How many rows, if there are no more than `most`; so the database need not see them all."""
    some = selected.order_by(None).limit(most)
    rows = sa.select(sa.func.count()).select_from(some.subquery())
    return db.session.scalar(rows) or 0


def choices(names: Any) -> list[tuple[str, Any]]:
    """The options of a filter: everything first."""
    return [("", _("全部")), *((str(key), label) for key, label in names.items())]


def download(file: IO[bytes], media: str, name: str, ending: str) -> Response:
    """An export as the answer, named with the day; it was made in a file and not in memory."""
    response = send_file(file, mimetype=media)
    response.content_length = os.fstat(file.fileno()).st_size
    named = f"{name}-{clock.today():%Y%m%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{named}"'
    return response
