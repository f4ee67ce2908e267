"""Cards of a promise, a body or a figure for pages of other sites, and the code to put one there.

A card says where it comes from and of which day it is. It runs no script, knows no login and has no
form; which sites may frame it is a setting (EMBED_SITES).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import sqlalchemy as sa
from flask import Response, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from integrity.base import addresses, clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.security import POLICY
from integrity.base.stamps import anonymous, public
from integrity.casework import figures, streams
from integrity.doors.site.blueprint import bp
from integrity.pages.definitions import DEFINITIONS
from integrity.people.subjects.models import Subject, SubjectKind

FIGURES = ("overdue", "in_time", "bodies", "soon", "claimed")


@dataclass(frozen=True)
class Card:
    """What a card says: a heading with its page, and facts."""

    kicker: Any
    heading: Any
    path: str
    facts: list[tuple[Any, Any]]

    @property
    def url(self) -> str:
        return addresses.under(self.path)

    @property
    def day(self) -> str:
        return i18n.day(clock.today())


CARDS: dict[str, Callable[..., Card]] = {}
"""What makes the card of an address, by its endpoint."""


def card(rule: str) -> Callable[[Callable[..., Card]], Callable[..., ResponseReturnValue]]:
    """The address of a card: shown in a frame by the sites of the setting, and by no others."""

    def declare(make: Callable[..., Card]) -> Callable[..., ResponseReturnValue]:
        @bp.get(rule, endpoint=make.__name__)
        @anonymous
        @wraps(make)
        def shown(**named: Any) -> ResponseReturnValue:
            made = make(**named)
            return framed(make_response(render_template("site/embed.html", card=made)))

        CARDS[f"{bp.name}.{make.__name__}"] = make
        return shown

    return declare


def framed(response: Response) -> Response:
    """Without scripts, and framed by whom the setting names."""
    policy = POLICY.replace("script-src 'self'", "script-src 'none'")
    policy = policy.replace("form-action 'self'", "form-action 'none'")
    policy = policy.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(ancestors())}")
    response.headers["Content-Security-Policy"] = policy
    return response


def ancestors() -> list[str]:
    """Who may frame a card: this site, and the sites of the setting; what is no site is none."""
    said = str(current_app.config["EMBED_SITES"]).replace(",", " ").split()
    if said == ["*"]:
        return said
    return ["'self'", *(site for site in said if addresses.is_site(site))]


@card("/embed/bodies/<slug>")
def embed_body(slug: str) -> Card:
    """A public body: what it owes, and how much of it is late."""
    wanted = sa.select(Subject).where(Subject.slug == slug, Subject.kind == SubjectKind.BODY)
    found = db.session.scalars(wanted.where(Subject.public)).first()
    if found is None or found.merged_into_id:
        raise NotFound
    counted = figures.by_stream(clock.today(), found.id).values()
    return Card(
        _("机关事业单位"),
        found.name,
        url_for("site.body", slug=slug),
        [
            (_("尚未办结的事项"), sum(one.open for one in counted)),
            (_("其中逾期"), sum(one.overdue for one in counted)),
            (_("已办结的事项"), sum(one.closed for one in counted)),
            (_("其中按期办结"), sum(one.in_time for one in counted)),
        ],
    )


@card("/embed/figures/<any(" + ", ".join(FIGURES) + "):name>")
def embed_figure(name: str) -> Card:
    """One of the figures of the home page, with how it is counted."""
    label = DEFINITIONS[name].label
    found = next(one for one in figures.headlines(clock.today()) if one.label == label)
    facts = [(_("数值"), found.value), (_("怎样计算"), found.definition)]
    return Card(_("全部单位"), found.label, url_for("site.definitions"), facts)


@card("/embed/<stream>/<ref>")
def embed_item(stream: str, ref: str) -> Card:
    """A public thing of a stream: who owes it, by when, where it stands."""
    found = streams.named(stream)
    item = db.session.scalars(
        sa.select(found.model)
        .join(Subject, Subject.id == found.model.subject_id)
        .where(found.model.ref == ref, found.reach.public())
        .where(Subject.public, Subject.kind != SubjectKind.PERSON)
    ).first()
    if item is None:
        raise NotFound
    today = clock.today()
    late = item.days_late(today) if item.is_overdue(today) else 0
    return Card(
        found.title,
        item.title,
        found.url(item),
        [
            (_("责任单位"), item.subject.name),
            (_("状态"), _standing(found, item)),
            (_("完成期限"), i18n.day(item.due_on) if item.due_on else _("没有期限")),
            *([(_("逾期"), _("%(days)d 天", days=late))] if late else []),
        ],
    )


def _standing(stream: streams.Stream, item: Any) -> Any:
    if stream.words.standing:
        return stream.words.standing(item, clock.today())[0]
    return stream.words.state_names[item.state]


@bp.get("/embed/code")
@public
def embed_code() -> ResponseReturnValue:
    """What to copy into a page: a frame, or the same as plain HTML."""
    path = request.args.get("card", "")
    made = _of(path)
    shown = {"card": made, "frame_url": addresses.under(path)}
    return render_template(
        "site/embed_code.html",
        frame=render_template("site/_embed_frame.html", **shown).strip(),
        plain=render_template("site/_embed_plain.html", **shown).strip(),
        sites=[site for site in ancestors() if site != "'self'"],
        path=path,
        **shown,
    )


def _of(path: str) -> Card:
    """The card at an address. Raises NotFound."""
    try:
        endpoint, named = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        raise NotFound from None
    if endpoint not in CARDS:
        raise NotFound
    return CARDS[endpoint](**named)
