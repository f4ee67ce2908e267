"""A paper of a matter and its way: drafted, issued, served on everybody to whom it goes."""

import enum
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from integrity.base import server_keys
from integrity.base.db import BIG, Model, db
from integrity.base.permissions import Permission, Role
from integrity.base.states import HasSteps
from integrity.casework.documents import paper
from integrity.casework.documents.paper import Paper
from integrity.files.attached import Attachment, HasFiles
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject


class DocumentState(enum.StrEnum):
    DRAFTED = "drafted"
    REVIEWED = "reviewed"  # waits for those who sign with, and for who issues it
    ISSUED = "issued"  # its text never changes again
    SERVED = "served"  # on everybody to whom it goes
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class DeliveryState(enum.StrEnum):
    WAITING = "waiting"  # nobody has sent it yet, or it came back
    SENT = "sent"
    SERVED = "served"  # proven, or deemed by a rule
    ANSWERED = "answered"
    CANCELLED = "cancelled"


class Way(enum.StrEnum):
    """How a paper reaches somebody."""

    DESK = "desk"
    POST = "post"
    PERSON = "person"
    PUBLISHED = "published"


class Proof(enum.StrEnum):
    """By what it is proven that a paper was served."""

    CONFIRMED = "confirmed"
    FILE = "file"
    DEEMED = "deemed"


S, D = DocumentState, DeliveryState
STATE_NAMES = {
    S.DRAFTED: _l("拟稿"),
    S.REVIEWED: _l("已核稿，待签发"),
    S.ISSUED: _l("已签发，待送达"),
    S.SERVED: _l("已送达"),
    S.ARCHIVED: _l("已归档"),
    S.CANCELLED: _l("作废"),
}
TONES = {S.DRAFTED: "soon", S.REVIEWED: "soon", S.SERVED: "good", S.CANCELLED: "closed"}
DELIVERY_NAMES = {
    D.WAITING: _l("待送达"),
    D.SENT: _l("已发出，待送达证明"),
    D.SERVED: _l("已送达"),
    D.ANSWERED: _l("已答复"),
    D.CANCELLED: _l("作废"),
}
WAY_NAMES = {
    Way.DESK: _l("工作台送达"),
    Way.POST: _l("邮寄送达"),
    Way.PERSON: _l("直接送达"),
    Way.PUBLISHED: _l("公告送达"),
}
PROOF_NAMES = {
    Proof.CONFIRMED: _l("受送达人签收"),
    Proof.FILE: _l("送达回证，经另一人核对"),
    Proof.DEEMED: _l("按规则视为送达"),
}


class DocumentCounter(Model):
    """The last internal number that an issuing body gave in a year to a kind; 0: the office."""

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[int]
    year: Mapped[int]
    mark: Mapped[str] = mapped_column(sa.String(10))
    last: Mapped[int]

    __table_args__ = (sa.UniqueConstraint("body", "year", "mark"),)


class DocumentTemplate(Model):
    """A later text of a kind of paper; the first is the one that the program comes with."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    version: Mapped[int]
    text: Mapped[str]
    valid_from: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str]

    __table_args__ = (sa.UniqueConstraint("kind", "version"),)


class Document(HasFiles, HasSteps, Model):
    """One paper of one thing (`thing`, `thing_id`), of a body or, where none is named, the office.

    `token` is its address for who verifies a print, which nobody can guess. `ref` is the internal
    number (内部编号), given with the frozen text; `number` that of the body's own office system.
    `by_act`: it was made by the move that it tells of, whose decision is the signature (签发).
    `replaces_id`: the cancelled paper of the same act.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(sa.String(32), unique=True)
    ref: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(40), index=True)
    thing: Mapped[str] = mapped_column(sa.String(40))
    thing_id: Mapped[int] = mapped_column(BIG)
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    title: Mapped[str]
    template_version: Mapped[int]
    content: Mapped[str]
    sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    server_key: Mapped[str] = mapped_column(default="")
    server_signature: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(default="")
    state: Mapped[DocumentState] = mapped_column(default=S.DRAFTED, index=True)
    by_act: Mapped[bool] = mapped_column(default=False)
    drafted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    drafted_by_name: Mapped[str]
    drafted_at: Mapped[datetime]
    reviewed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    reviewed_by_name: Mapped[str] = mapped_column(default="")
    issued_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    issued_by_name: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    answer_until: Mapped[date | None]
    why: Mapped[str] = mapped_column(default="", server_default="")
    cancelled_why: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))

    body: Mapped[Subject | None] = relationship()
    issuer_id = synonym("body_id")
    issuer = synonym("body")
    deliveries: Mapped[list["Delivery"]] = relationship(
        order_by="Delivery.id", back_populates="document"
    )
    countersigns: Mapped[list["Countersign"]] = relationship(order_by="Countersign.id")

    __table_args__ = (
        sa.Index("ix_document_thing", "thing", "thing_id"),
        sa.CheckConstraint(
            "state IN ('drafted', 'reviewed', 'cancelled') OR "
            "(ref IS NOT NULL AND sha256 <> '' AND issued_on IS NOT NULL)",
            name="issued_is_frozen",
        ),
    )

    @property
    def paper(self) -> Paper:
        """What it says."""
        return paper.read(self.content)

    @property
    def is_frozen(self) -> bool:
        return self.ref is not None

    @property
    def parties(self) -> set[int]:
        """The bodies whose people make it: the issuing one, or that of the office's people."""
        if self.body_id:
            return {self.body_id}
        return set(db.session.scalars(offices()))

    def shows(self, file: Attachment, user: Any) -> bool:
        """Its files are for who makes it."""
        return bool(user.is_authenticated and user.can(Permission.DOCUMENTS_READ, self))


def offices() -> sa.Select[Any]:
    """The ids of the bodies in which the people of the leading group's office are."""
    known = (User.role == Role.OFFICE, User.body_id.is_not(None))
    return sa.select(User.body_id).where(*known).distinct()


server_keys.USED.append(lambda: sa.select(Document.server_key).where(Document.server_key != ""))


class Countersign(Model):
    """Whose word is needed before a paper is issued (会签): a section by name, or a body."""

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    party: Mapped[str]
    opinion: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime | None]


class Delivery(HasFiles, HasSteps, Model):
    """That a paper goes to somebody, by which way, and what proves that it came (送达回证).

    `subject_id` is who it is, if known here. `address` is encrypted. `deemed_on` is the day on
    which a rule takes it for served, whatever happens. `served_on` is empty until that is proven.
    `unread_on`: since when a desk does no more, for nobody opened it there (`reminded_on`).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    state: Mapped[DeliveryState] = mapped_column(default=D.WAITING, index=True)
    way: Mapped[Way | None]
    sent_on: Mapped[date | None]
    sent_by_name: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    deemed_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    unread_on: Mapped[date | None]
    served_on: Mapped[date | None]
    proof: Mapped[Proof | None]
    received_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    received_by_name: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date | None]
    answer_until: Mapped[date | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
    answered_by_name: Mapped[str] = mapped_column(default="")

    document: Mapped[Document] = relationship(back_populates="deliveries")
    subject: Mapped[Subject | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "state NOT IN ('served', 'answered') OR (served_on IS NOT NULL AND proof IS NOT NULL)",
            name="served_is_proven",
        ),
        sa.Index("ix_delivery_state_deemed_on", "state", "deemed_on"),
    )

    @hybrid_property
    def issuer_id(self) -> int | None:
        """The body that issues the paper, and so serves it."""
        return self.document.body_id

    @issuer_id.inplace.expression
    @classmethod
    def _issuer_id(cls) -> sa.ColumnElement[int | None]:
        paper = sa.select(Document.body_id).where(Document.id == cls.document_id)
        return paper.correlate_except(Document).scalar_subquery()

    @property
    def issuer(self) -> Subject | None:
        return self.document.body

    @property
    def parties(self) -> set[int]:
        """Who received it."""
        return {self.subject_id} if self.subject_id else set()

    @property
    def title(self) -> str:
        return self.document.title

    def shows(self, file: Attachment, user: Any) -> bool:
        """Its files are for who makes the paper, and an answer's for who gave it."""
        if file.body_id is not None and user.is_authenticated and user.body_id == file.body_id:
            return bool(user.can(Permission.DOCUMENTS_RECEIVE, self))
        return self.document.shows(file, user)
