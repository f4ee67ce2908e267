"""What a paper says of a thing: the text in force, with the thing's own words in its fields."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import force_locale

from integrity.base import site_texts
from integrity.base.db import db
from integrity.casework.documents import templates, terms, versions
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.models import offices
from integrity.casework.documents.paper import Paper
from integrity.people.subjects.models import Subject


@dataclass
class Writer:
    """Writes the papers of one kind on one day; what is the same for all is read once."""

    kind: PaperKind
    on: date

    def __post_init__(self) -> None:
        terms.begin(self.on)
        self.version, text = versions.in_force(self.kind.template, self.on)
        self.template = templates.parse(text)

    def paper(self, item: Any, why: str = "") -> Paper:
        """What it says of a thing, always in Chinese; without a number while it is a draft."""
        issuer = self.name_of(self.issuer(item))
        return write(self.kind, self.template, item, issuer, self.on, why)

    def issuer(self, item: Any) -> int | None:
        """The body that issues it; None for that of the office's people."""
        found = self.kind.issuer(item)
        return None if found in terms.once("offices", _offices) else found

    def name_of(self, body_id: int | None) -> str:
        """The name under which a body issues it."""
        if body_id is None:
            return site_texts.said("OFFICE_NAME")
        return str(terms.once(body_id, lambda: db.session.get_one(Subject, body_id).name))


def write(
    kind: PaperKind,
    template: templates.Template,
    item: Any,
    issuer: str,
    on: date,
    why: str = "",
) -> Paper:
    """One paper from a text taken apart."""
    ours = {"发文机关": issuer, "联系方式": site_texts.said("OFFICE_CONTACT")}
    ours |= {kind.why: why} if kind.why else {}
    with force_locale("zh"):
        asked = {name: kind.fields[name](item) for name in template.fields - set(ours)}
    values = {name: "" if value is None else value for name, value in asked.items()} | ours
    return _paper(kind, templates.fill(template, values), issuer, on)


def _offices() -> set[int]:
    return set(db.session.scalars(offices()))


def sample(kind: PaperKind, text: str, on: date) -> Paper:
    """How a text looks with the names of its fields in their place, for who edits it."""
    template = templates.parse(text)
    values = {name: f"〔{name}〕" for name in template.fields}
    filled = templates.fill(template, values)
    return _paper(kind, filled, site_texts.said("OFFICE_NAME"), on)


def _paper(kind: PaperKind, filled: templates.Filled, issuer: str, on: date) -> Paper:
    return Paper(
        kind=kind.name,
        title=filled.title,
        issuer=issuer,
        addressee=filled.addressee,
        body=filled.body,
        basis=filled.basis,
        signatory=issuer,
        day=on,
        internal="",
        copies=filled.copies,
        enclosures=filled.enclosures,
        red_head=filled.red_head,
    )
