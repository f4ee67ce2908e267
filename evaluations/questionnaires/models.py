"""A questionnaire, its questions, who is invited, the answers, and what they came to.

Nothing leads from an answer to who gave it: a sheet has a random number, no time and no reference
to the invitation that was used up for it; what is written freely does not even belong to a sheet.
"""

import enum
import hashlib
import hmac
from datetime import date, datetime

import sqlalchemy as sa
from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.i18n import N_
from integrity.base.outbox import Channel
from integrity.base.states import HasSteps
from integrity.casework.key_fields import KeyField
from integrity.people.messages import strangers
from integrity.people.subjects.models import Subject


class QuestionnaireState(enum.StrEnum):
    DRAFT = "questions-drafted"
    ASKING = "asking"
    COUNTED = "counted"
    TOLD = "results-told"
    DROPPED = "dropped"


class Kind(enum.StrEnum):
    YES_NO = "yes_no"
    SCALE = "scale"
    ONE = "one"
    SEVERAL = "several"
    TEXT = "text"


class Source(enum.StrEnum):
    MESSAGE = "message"
    HANDED = "handed"
    PAPER = "paper"


QUESTIONNAIRE_NAMES = {
    QuestionnaireState.DRAFT: _l("正在编写"),
    QuestionnaireState.ASKING: _l("正在调查"),
    QuestionnaireState.COUNTED: _l("已统计，待公布"),
    QuestionnaireState.TOLD: _l("调查结果已公布"),
    QuestionnaireState.DROPPED: _l("不再调查"),
}
KIND_NAMES = {
    Kind.YES_NO: _l("是或者否"),
    Kind.SCALE: _l("满意程度（五级）"),
    Kind.ONE: _l("单选"),
    Kind.SEVERAL: _l("多选"),
    Kind.TEXT: _l("文字意见"),
}
SOURCE_NAMES = {
    Source.MESSAGE: _l("短信或者邮件链接"),
    Source.HANDED: _l("现场发放的链接"),
    Source.PAPER: _l("纸质问卷"),
}
YES, NO = 1, 0
WORDS = {
    Kind.YES_NO: {YES: N_("是"), NO: N_("否")},
    Kind.SCALE: {
        5: N_("很满意"),
        4: N_("满意"),
        3: N_("一般"),
        2: N_("不满意"),
        1: N_("很不满意"),
    },
}
"""What may be answered where the office writes no choices."""


class Questionnaire(HasSteps, Model):
    """What people are asked about a key field, a body or one promise.

    `frame`, `method`, `population`, `planned`: the plan of the sample, published with the results.
    `about_stream`, `about_ref`: the promise it asks about. Who wrote it does not let it go out; who
    counted it does not publish it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str]
    purpose: Mapped[str]
    key_field: Mapped[KeyField | None] = mapped_column(index=True)
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    about_stream: Mapped[str] = mapped_column(sa.String(40), default="")
    about_ref: Mapped[str] = mapped_column(sa.String(120), default="")
    frame: Mapped[str]
    method: Mapped[str]
    population: Mapped[int]
    planned: Mapped[int]
    state: Mapped[QuestionnaireState] = mapped_column(default=QuestionnaireState.DRAFT, index=True)
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    answer_until: Mapped[date | None]
    counted_on: Mapped[date | None]
    counted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    invited: Mapped[int] = mapped_column(default=0, server_default="0")
    by_message: Mapped[int] = mapped_column(default=0, server_default="0")
    by_hand: Mapped[int] = mapped_column(default=0, server_default="0")
    by_paper: Mapped[int] = mapped_column(default=0, server_default="0")

    body: Mapped[Subject | None] = relationship()
    questions: Mapped[list["Question"]] = relationship(
        order_by="Question.position", back_populates="questionnaire"
    )

    @property
    def parties(self) -> set[int]:
        """Nobody's own: whom it asks about does not take part."""
        return set()

    @property
    def answered(self) -> int:
        """How many sheets were counted."""
        return self.by_message + self.by_hand + self.by_paper

    def may_be_run_by(self, user: object) -> bool:
        """Whether somebody runs it who is not of the body that it asks about."""
        body_id = getattr(user, "body_id", None)
        return self.body_id is None or body_id != self.body_id


class Question(Model):
    """One thing that is asked; `options`: what may be chosen, a line each."""

    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire.id"))
    position: Mapped[int]
    kind: Mapped[Kind]
    text: Mapped[str]
    options: Mapped[str] = mapped_column(default="")
    needed: Mapped[bool] = mapped_column(default=True)

    questionnaire: Mapped[Questionnaire] = relationship(back_populates="questions")

    __table_args__ = (sa.UniqueConstraint("questionnaire_id", "position"),)

    @property
    def words(self) -> dict[int, str]:
        """What may be answered, by the number that is kept; in Chinese, whoever reads it."""
        if self.kind in WORDS:
            return WORDS[self.kind]
        return dict(enumerate(filter(None, map(str.strip, self.options.splitlines())), 1))

    @property
    def choices(self) -> dict[int, object]:
        """The same as this reader is told it."""
        known = self.words
        return {n: _l(word) for n, word in known.items()} if self.kind in WORDS else dict(known)


class Invitation(Model):
    """One answer that somebody may give. Its address, sealed, is forgotten once it was written to.

    `digest` keeps one address from being invited twice until the answers are counted; codes that
    are handed out have none.
    """

    __tablename__ = "questionnaire_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire.id"))
    source: Mapped[Source]
    channel: Mapped[Channel | None]
    sealed: Mapped[str | None]
    digest: Mapped[str | None] = mapped_column(sa.String(64))
    made_at: Mapped[datetime]
    undelivered: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    used: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    questionnaire: Mapped[Questionnaire] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("questionnaire_id", "digest"),
        sa.Index(
            "ix_questionnaire_invitation_unsent",
            "id",
            sqlite_where=sa.text("sealed IS NOT NULL"),
            postgresql_where=sa.text("sealed IS NOT NULL"),
        ),
    )

    @property
    def token(self) -> str:
        """Who has it may answer once; nothing that is stored is enough to make it."""
        said = f"questionnaire {self.questionnaire_id} {self.id} {self.made_at:%Y%m%d%H%M%S%f}"
        key = current_app.config["SECRET_KEY"].encode()
        return f"{self.id}.{hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:40]}"


strangers.KEPT.append(Invitation)


class Sheet(Model):
    """One answered questionnaire, and nothing of who answered it or when."""

    __tablename__ = "questionnaire_sheet"

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    questionnaire_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire.id"), index=True)
    source: Mapped[Source]


class GivenAnswer(Model):
    """What a sheet chose of one question; of several choices a row each."""

    __tablename__ = "questionnaire_answer"

    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), primary_key=True)
    sheet_id: Mapped[int] = mapped_column(
        sa.BigInteger, sa.ForeignKey("questionnaire_sheet.id"), primary_key=True
    )
    choice: Mapped[int] = mapped_column(primary_key=True)


class Remark(Model):
    """What somebody wrote freely; read by who runs the questionnaire, never public."""

    __tablename__ = "questionnaire_remark"

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), index=True)
    text: Mapped[str]


class PaperSheet(Model):
    """A sheet of paper, entered by one person; it counts once another entered the same.

    `number` stands on the paper. `answers` is emptied once it counts, or was refused.
    """

    __tablename__ = "questionnaire_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire.id"))
    number: Mapped[str] = mapped_column(sa.String(40))
    answers: Mapped[dict[str, object] | None] = mapped_column(sa.JSON)
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    entered_by_name: Mapped[str]
    entered_at: Mapped[datetime]
    checked_by_name: Mapped[str] = mapped_column(default="", server_default="")
    refused_why: Mapped[str] = mapped_column(default="", server_default="")

    questionnaire: Mapped[Questionnaire] = relationship()

    __table_args__ = (sa.UniqueConstraint("questionnaire_id", "number"),)

    @property
    def parties(self) -> set[int]:
        return set()


class Tally(Model):
    """How many chose an answer, of how many who answered the question; fixed at the count."""

    __tablename__ = "questionnaire_tally"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), index=True)
    choice: Mapped[int]
    count: Mapped[int]
    answered: Mapped[int]

    question: Mapped[Question] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("question_id", "choice"),
        sa.CheckConstraint("count BETWEEN 0 AND answered", name="count_of_answered"),
    )
