"""What a paper says of a thing: the text in force, with the thing's own words in its fields."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import force_locale

from integrity.base.db import db
from integrity.casework.documents import templates, versions
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.paper import Paper
from integrity.people.subjects.models import Subject


@dataclass
class Writer:
    """Writes the papers of one kind on one day; what is the same for all is read once."""

    kind: PaperKind
    on: date
    _issuers: dict[int | None, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.version, text = versions.in_force(self.kind.name, self.on)
        self.template = templates.parse(text)

    def paper(self, item: Any) -> Paper:
        """What it says of a thing, always in Chinese; without a number while it is a draft."""
        issuer = self.issuer(self.kind.issuer(item))
        return write(self.kind, self.template, item, issuer, self.on)

    def issuer(self, body_id: int | None) -> str:
        """The name under which a body issues it."""
        if body_id not in self._issuers:
            body = db.session.get_one(Subject, body_id) if body_id else None
            self._issuers[body_id] = body.name if body else current_app.config["OFFICE_NAME"]
        return self._issuers[body_id]


def write(kind: PaperKind, template: templates.Template, item: Any, issuer: str, on: date) -> Paper:
    """One paper from a text taken apart."""
    ours = {"发文机关": issuer, "联系方式": current_app.config["OFFICE_CONTACT"]}
    with force_locale("zh"):
        asked = {name: kind.fields[name](item) for name in template.fields - set(ours)}
    values = {name: "" if value is None else value for name, value in asked.items()} | ours
    filled = templates.fill(template, values)
    return _paper(kind, filled, issuer, on)


def sample(kind: PaperKind, text: str, on: date) -> Paper:
    """How a text looks with the names of its fields in their place, for who edits it."""
    template = templates.parse(text)
    values = {name: f"〔{name}〕" for name in template.fields}
    filled = templates.fill(template, values)
    return _paper(kind, filled, str(current_app.config["OFFICE_NAME"]), on)


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
