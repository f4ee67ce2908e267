"""Codes that are real though they break the rule of codes, kept after a second look and marked.

Registers gave codes whose check character is wrong; firms from before 2015 stand in old papers
under a registration number (15 digits) or an organisation code (9 characters).
"""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from integrity.base.db import Model, db
from integrity.people.subjects import identifiers
from integrity.people.subjects.identifiers import CodeKind
from integrity.people.subjects.models import Subject

CODE_NAMES = {
    CodeKind.IRREGULAR: _l("校验位不符的统一社会信用代码"),
    CodeKind.REGISTRATION: _l("原工商注册号"),
    CodeKind.ORGANISATION: _l("原组织机构代码"),
}
MARKS = {
    CodeKind.IRREGULAR: _l("（校验位不符，已核对）"),
    CodeKind.REGISTRATION: _l("（原工商注册号，已核对）"),
    CodeKind.ORGANISATION: _l("（原组织机构代码，已核对）"),
}


class KeptCode(Model):
    """A code of a subject that breaks the rule: who looked at which source and why it is kept."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(18), unique=True)
    kind: Mapped[CodeKind]
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    source: Mapped[str]
    why: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[datetime]

    subject: Mapped[Subject] = relationship()

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}


def of(words: Collection[str]) -> dict[str, Subject]:
    """Whose kept codes these words are; nothing is asked where none can be one."""
    codes = {word: identifiers.normalised(word) for word in words}
    odd = {word: code for word, code in codes.items() if identifiers.kind_of(code)}
    if not odd:
        return {}
    wanted = sa.select(KeptCode).where(KeptCode.code.in_(odd.values()))
    known = {
        kept.code: kept.subject
        for kept in db.session.scalars(wanted.options(joinedload(KeptCode.subject)))
    }
    return {word: known[code] for word, code in odd.items() if code in known}


def marked(code: str | None) -> str:
    """A code as a page shows it: with what it is, where it is none by the rule."""
    kind = identifiers.kind_of(code or "")
    return f"{code}{MARKS[kind]}" if kind else code or ""


def said_of(code: str) -> dict[str, str]:
    """What a check explains of such a code."""
    said = _("%(code)s是人工核对后登记的代码，不合编码规则，请同时核对名称。", code=marked(code))
    return {"kept-code": said} if code else {}


def as_json(code: str | None) -> dict[str, str]:
    """What programs are told of a code beside it: nothing of one that is right."""
    kind = identifiers.kind_of(code or "")
    return {"code_kind": kind.value} if kind else {}
