"""Atom feeds of the register and of one commitment."""

from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as ET  # nosec B405: written, never parsed

from flask import Response
from flask_babel import gettext as _

from commitments import presenter
from commitments.models import Commitment
from integrity.base import addresses, site_texts
from integrity.base.clock import ZONE
from integrity.pages.items import Event

ATOM = "http://www.w3.org/2005/Atom"
EPOCH = "1970-01-01T00:00:00+08:00"


def register(items: Iterable[Commitment]) -> Response:
    """The newest commitments."""
    entries = [
        (
            _address(item),
            _address(item),
            item.title,
            f"{presenter.sentence(item)} {presenter.word(item)[0]}",
            item.published_at,
        )
        for item in items
    ]
    return _feed(_("公开承诺"), entries)


def of_one(item: Commitment, events: Iterable[Event]) -> Response:
    """What happened to one commitment."""
    entries = [
        (
            f"{_address(item)}#{event.at.timestamp():.6f}" if event.at else _address(item),
            _address(item),
            event.what + _("：") + item.title,
            event.why or "",
            event.at,
        )
        for event in events
    ]
    return _feed(item.title, entries)


def _feed(title: str, entries: list[tuple[str, str, str, str, datetime | None]]) -> Response:
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    moments = [_moment(when) for *_rest, when in entries]
    _add(feed, "id", addresses.here())
    _add(feed, "title", f"{title} · {site_texts.site_name()}")
    _add(feed, "updated", max(moments, default=EPOCH))
    ET.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=addresses.here())
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _add(author, "name", site_texts.site_name())
    for (identity, href, heading, text, _when), moment in zip(entries, moments, strict=True):
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", identity)
        _add(entry, "title", heading)
        _add(entry, "updated", moment)
        _add(entry, "summary", text)
        ET.SubElement(entry, f"{{{ATOM}}}link", href=href)
    body = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _address(item: Commitment) -> str:
    return addresses.absolute("commitments.item", ref=item.ref)


def _moment(when: datetime | None) -> str:
    return when.astimezone(ZONE).isoformat(timespec="seconds") if when else EPOCH
