"""Answering once by a link, and entering what stands on paper, which two people do."""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from evaluations.questionnaires.models import (
    GivenAnswer,
    Invitation,
    Kind,
    PaperSheet,
    Question,
    Questionnaire,
    Remark,
    Sheet,
    Source,
)
from evaluations.questionnaires.service import demand_asking
from integrity.base.audit import service as audit
from integrity.base.db import add_once, changed, db
from integrity.base.errors import Forbidden, NotFound, Refused, SamePerson

Given = Mapping[int, Any]
"""By the place of a question: the numbers that were chosen, or what was written."""
BITS = 62


class AlreadyUsed(Refused):
    """A link is good for one answer."""

    status = 409
    title = _l("这个链接的答卷已经收到，每个链接只能答一次，感谢您的参与")


class WrongAnswer(Refused):
    """A question that must be answered was not, or by what it does not offer."""

    correctable = True


class OtherAnswer(WrongAnswer):
    """The second person read something else on the paper than the first."""

    title = _l("与第一次录入不一致")


class AlreadyEntered(Refused):
    """A sheet of paper is entered once."""

    correctable = True


def by_token(token: str) -> Invitation:
    """The invitation that a link names; raises NotFound."""
    number = token.partition(".")[0]
    small = number.isascii() and number.isdecimal() and len(number) < 10
    found = db.session.get(Invitation, int(number)) if small else None
    if found is None or not hmac.compare_digest(found.token.encode(), token.encode()):
        raise NotFound
    return found


def answer(invitation: Invitation, given: Given, *, at: datetime) -> None:
    """Keep an answer and use up its link, of two at once for one of them.

    Raises AlreadyUsed, NotReady, WrongAnswer.
    """
    found = invitation.questionnaire
    demand_asking(found, at)
    checked = check(found, given)
    free = (Invitation.id == invitation.id, Invitation.used.is_(False))
    if not changed(sa.update(Invitation).where(*free).values(used=True)):
        raise AlreadyUsed
    _keep(found, invitation.source, checked)


def enter(
    found: Questionnaire, number: str, given: Given, *, by: audit.Actor, at: datetime
) -> PaperSheet:
    """One person enters what stands on a sheet of paper; it does not count yet.

    Raises NotReady, WrongAnswer, AlreadyEntered, Forbidden.
    """
    _demand_other(found, by)
    demand_asking(found, at)
    made = PaperSheet(
        questionnaire_id=found.id,
        number=number.strip(),
        answers={str(place): said for place, said in check(found, given).items()},
        entered_by_id=by.id,
        entered_by_name=by.name,
        entered_at=at,
    )
    add_once(made, AlreadyEntered(_("这个编号的纸质问卷已经录入。")))
    audit.write(found, "enter_paper", by=by, at=at, number=made.number)
    return made


def enter_again(paper: PaperSheet, given: Given, *, by: audit.Actor, at: datetime) -> None:
    """Another person enters the same sheet without seeing the first: only the same counts.

    Raises SamePerson, NotReady, WrongAnswer, OtherAnswer, AlreadyEntered, Forbidden.
    """
    first = _of_another(paper, by)
    found = paper.questionnaire
    demand_asking(found, at)
    checked = check(found, given)
    apart = [place for place in _places(found) if first.get(place) != checked.get(place)]
    if apart:
        places = _("、").join(map(str, apart))
        raise OtherAnswer(_("第 %(places)s 题与第一次录入不一致，请对照原件核对。", places=places))
    _settle(paper, by, "")
    _keep(found, Source.PAPER, checked)
    audit.write(found, "check_paper", by=by, at=at, number=paper.number)


def refuse_paper(paper: PaperSheet, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Another person finds that a sheet does not count: torn, filled in twice, entered wrongly.

    Raises SamePerson, AlreadyEntered, Forbidden.
    """
    _of_another(paper, by)
    _settle(paper, by, why.strip())
    audit.write(paper.questionnaire, "refuse_paper", by=by, at=at, why=why, number=paper.number)


def check(found: Questionnaire, given: Given) -> dict[int, Any]:
    """What was answered of every question, in order; raises WrongAnswer."""
    return {
        question.position: said
        for question in found.questions
        if (said := _checked(question, given.get(question.position)))
    }


def _checked(question: Question, said: Any) -> Any:
    """Numbers that a question offers, or a text; nothing where it was left out."""
    if question.kind is Kind.TEXT:
        said = (said or "").strip()
    else:
        said = sorted(set(said or ()))
        most = len(question.choices) if question.kind is Kind.SEVERAL else 1
        if len(said) > most or not set(said) <= set(question.choices):
            raise WrongAnswer(_("第 %(place)s 题没有这个选项。", place=question.position))
    if question.needed and not said:
        raise WrongAnswer(_("第 %(place)s 题没有回答。", place=question.position))
    return said


def _keep(found: Questionnaire, source: Source, given: Given) -> None:
    sheet = Sheet(id=secrets.randbits(BITS), questionnaire_id=found.id, source=source)
    db.session.add(sheet)
    db.session.flush()
    places = {question.position: question for question in found.questions}
    for place, said in given.items():
        question = places[place]
        if question.kind is Kind.TEXT:
            db.session.add(Remark(id=secrets.randbits(BITS), question_id=question.id, text=said))
            continue
        for choice in said:
            db.session.add(GivenAnswer(question_id=question.id, sheet_id=sheet.id, choice=choice))


def _of_another(paper: PaperSheet, by: audit.Actor) -> dict[int, Any]:
    """What the first person entered, for another one."""
    _demand_other(paper.questionnaire, by)
    if paper.answers is None:
        raise AlreadyEntered(_("这份纸质问卷已经核对。"))
    if by.id is None or by.id == paper.entered_by_id:
        raise SamePerson(_("录入的人不能同时核对。"))
    return {int(place): said for place, said in paper.answers.items()}


def _settle(paper: PaperSheet, by: audit.Actor, why: str) -> None:
    """Of two who check a sheet at once, one does."""
    open_ = (PaperSheet.id == paper.id, PaperSheet.checked_by_name == "")
    said = {"answers": sa.null(), "checked_by_name": by.name, "refused_why": why}
    if not changed(sa.update(PaperSheet).where(*open_).values(**said)):
        raise AlreadyEntered(_("这份纸质问卷已经核对。"))


def _places(found: Questionnaire) -> Sequence[int]:
    return [question.position for question in found.questions]


def _demand_other(found: Questionnaire, by: audit.Actor) -> None:
    if not found.may_be_run_by(by):
        raise Forbidden(_("被调查的单位不能办理对本单位的问卷调查。"))
