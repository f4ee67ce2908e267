"""Writing a questionnaire, letting it go out, inviting people, counting, and publishing."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from evaluations.permissions import EvaluationsPermission
from evaluations.questionnaires.models import (
    QUESTIONNAIRE_NAMES,
    Invitation,
    Kind,
    PaperSheet,
    Question,
    Questionnaire,
    Source,
)
from evaluations.questionnaires.models import QuestionnaireState as S
from evaluations.questionnaires.tallies import count
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, changed, db
from integrity.base.errors import Forbidden, NotFound, Refused, SamePerson
from integrity.base.outbox import Channel
from integrity.base.states import Flow, Move
from integrity.casework.key_fields import KeyField
from integrity.casework.steps import Side, Step, own
from integrity.people.messages import strangers
from integrity.people.subjects.models import Subject

RUN = EvaluationsPermission.RUN
FLOW = Flow(
    steps={
        S.ASKING: own(Side.OFFICE, "answer_until"),
        S.COUNTED: Step(Side.OFFICE, "LOCAL-SURVEY-PUBLISH"),
    },
    free={S.DRAFT: "nobody is asked yet; the office writes one when it wants"},
    put_question=Move({S.DRAFT}, S.DRAFT, RUN),
    remove_question=Move({S.DRAFT}, S.DRAFT, RUN),
    ask_people=Move({S.DRAFT}, S.ASKING, RUN),
    count_answers=Move({S.ASKING}, S.COUNTED, RUN),
    tell_answers=Move({S.COUNTED}, S.TOLD, RUN),
    drop_questionnaire=Move({S.DRAFT, S.ASKING}, S.DROPPED, RUN),
)
FLOW.names.update(QUESTIONNAIRE_NAMES)
MOST_QUESTIONS = 40


class WrongQuestion(Refused):
    """Too many questions, or choices that are none."""

    correctable = True


class NotPromised(Refused):
    """No promise has this number."""

    correctable = True


class NotReady(Refused):
    """Nothing is asked, its last day is over, or sheets of paper wait for a second person."""

    correctable = True
    title = _l("现在还不能办理")


def draft(
    title: str,
    purpose: str,
    frame: str,
    method: str,
    population: int,
    planned: int,
    *,
    by: audit.Actor,
    at: datetime,
    key_field: KeyField | None = None,
    body: Subject | None = None,
    about: tuple[str, str] = ("", ""),
) -> Questionnaire:
    """A questionnaire without questions; raises Forbidden, NotReady.

    about: the stream and the number of the promise that it asks about.
    """
    number = 1 + (db.session.scalar(sa.select(sa.func.max(Questionnaire.id))) or 0)
    made = Questionnaire(
        ref=f"WJ{number:06d}",
        title=title.strip(),
        purpose=purpose.strip(),
        key_field=key_field,
        body=body,
        about_stream=about[0],
        about_ref=about[1],
        frame=frame.strip(),
        method=method.strip(),
        population=population,
        planned=planned,
        drafted_at=at,
        drafted_by_id=by.id,
    )
    _demand_other(made, by)
    add_once(made, NotReady(_("编号已被占用，请再试一次。")))
    audit.write(made, "draft", by=by, at=at, target=S.DRAFT)
    return made


def put_question(
    found: Questionnaire,
    kind: Kind,
    text: str,
    options: str,
    needed: bool,
    position: int | None,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Ask one thing more, at the end, or something else in a place; raises WrongQuestion."""
    _demand_other(found, by)
    last = len(found.questions)
    place = position or last + 1
    most = min(last + 1, MOST_QUESTIONS)
    if not 1 <= place <= most:
        raise WrongQuestion(_("题号应当在 1 到 %(last)s 之间。", last=most))
    one = found.questions[place - 1] if place <= last else Question(position=place)
    one.kind, one.text, one.needed = Kind(kind), text.strip(), needed
    one.options = options.strip() if one.kind in (Kind.ONE, Kind.SEVERAL) else ""
    if one.kind in (Kind.ONE, Kind.SEVERAL) and not 2 <= len(set(one.choices.values())) <= 20:
        raise WrongQuestion(_("选择题每行写一个选项，2 到 20 个，不能重复。"))
    if place > last:
        found.questions.append(one)
    FLOW.go(found, "put_question", by=by, at=at)


def remove_question(found: Questionnaire, position: int, *, by: audit.Actor, at: datetime) -> None:
    """Ask one thing less; those behind it move up. Raises WrongQuestion."""
    _demand_other(found, by)
    if not 1 <= position <= len(found.questions):
        raise WrongQuestion(_("没有这一题。"))
    gone = found.questions.pop(position - 1)
    db.session.delete(gone)
    db.session.flush()
    for place, one in enumerate(found.questions, 1):
        one.position = place
        db.session.flush()
    FLOW.go(found, "remove_question", by=by, at=at)


def ask_people(found: Questionnaire, until: date, *, by: audit.Actor, at: datetime) -> None:
    """A second person lets it go out; from now on the questions stay. NotReady, SamePerson."""
    _demand_other(found, by)
    if by.id is None or by.id == found.drafted_by_id:
        raise SamePerson(_("编写问卷的人不能同时批准发出。"))
    if not any(one.kind is not Kind.TEXT for one in found.questions):
        raise NotReady(_("问卷至少要有一道可以统计的题。"))
    if until <= local_day(at):
        raise NotReady(_("截止日期应当晚于今天。"))
    found.answer_until = until
    FLOW.go(found, "ask_people", by=by, at=at)


def invite(
    found: Questionnaire,
    channel: Channel,
    addresses: Sequence[str],
    *,
    by: audit.Actor,
    at: datetime,
) -> int:
    """Invite people by message; of more than the plan wants some are drawn, in an order that nobody
    chose: that of keyed digests. Who was invited is not invited again. Returns how many are.

    Raises NotReady, Forbidden.
    """
    _demand_asking(found, by, at)
    known = {strangers.digest(address): address for address in addresses if address.strip()}
    taken = sa.select(Invitation.digest).where(Invitation.questionnaire_id == found.id)
    old = set(db.session.scalars(taken))
    lots = sorted(set(known) - old, key=lambda mark: sha256(f"{found.ref}{mark}".encode()).digest())
    drawn = lots[: max(found.planned - len(old), 0)]
    rows = [
        {
            "questionnaire_id": found.id,
            "source": Source.MESSAGE,
            "channel": channel,
            "sealed": strangers.sealed(known[mark], mark),
            "digest": mark,
            "made_at": at,
        }
        for mark in drawn
    ]
    if not rows:
        raise NotReady(_("没有可以邀请的人：都已邀请过，或者已达到计划样本量。"))
    db.session.execute(sa.insert(Invitation), rows)
    audit.write(found, "invite_people", by=by, at=at, given=len(known), drawn=len(rows))
    return len(rows)


def hand_out(
    found: Questionnaire, number: int, *, by: audit.Actor, at: datetime
) -> Sequence[Invitation]:
    """Links to hand out where no message reaches people; each is good for one answer.

    Raises NotReady, Forbidden.
    """
    _demand_asking(found, by, at)
    made = [
        Invitation(questionnaire_id=found.id, source=Source.HANDED, made_at=at)
        for _place in range(number)
    ]
    db.session.add_all(made)
    db.session.flush()
    audit.write(found, "hand_out_links", by=by, at=at, number=number)
    return made


def count_answers(found: Questionnaire, *, by: audit.Actor, at: datetime) -> None:
    """No more answers; what came is counted. What could tell who took part is forgotten.

    Raises NotReady, Forbidden.
    """
    _demand_other(found, by)
    waiting = sa.select(sa.func.count()).where(
        PaperSheet.questionnaire_id == found.id, PaperSheet.answers.is_not(None)
    )
    if db.session.scalar(waiting):
        raise NotReady(_("还有纸质问卷没有由第二个人核对。"))
    FLOW.check(found, "count_answers")
    count(found)
    gone = sa.update(Invitation).where(Invitation.questionnaire_id == found.id)
    changed(gone.values(sealed=None, digest=None))
    found.counted_on, found.counted_by_id = local_day(at), by.id
    FLOW.go(found, "count_answers", by=by, at=at)


def tell_answers(found: Questionnaire, *, by: audit.Actor, at: datetime) -> None:
    """Another person publishes what it came to; raises SamePerson, Forbidden."""
    _demand_other(found, by)
    if by.id is None or by.id == found.counted_by_id:
        raise SamePerson(_("统计的人不能同时批准公布。"))
    FLOW.go(found, "tell_answers", by=by, at=at)


def drop_questionnaire(found: Questionnaire, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not asked any more, for reasons that stay; raises Forbidden."""
    _demand_other(found, by)
    FLOW.go(found, "drop_questionnaire", by=by, at=at, why=why)


def demand_asking(found: Questionnaire, at: datetime) -> None:
    """Raise NotReady unless answers are taken now."""
    over = found.answer_until is None or local_day(at) > found.answer_until
    if found.state is not S.ASKING or over:
        raise NotReady(_("这份问卷现在不收答卷。"))


def by_ref(ref: str) -> Questionnaire:
    """Raises NotFound."""
    found = db.session.scalars(sa.select(Questionnaire).where(Questionnaire.ref == ref)).first()
    if found is None:
        raise NotFound
    return found


def _demand_asking(found: Questionnaire, by: audit.Actor, at: datetime) -> None:
    _demand_other(found, by)
    demand_asking(found, at)


def _demand_other(found: Questionnaire, by: audit.Actor) -> None:
    """Raise Forbidden for somebody of the body that is asked about."""
    own_ = getattr(by, "body_id", None)
    asked = found.body_id or (found.body.id if found.body else None)
    if asked is not None and own_ == asked:
        raise Forbidden(_("被调查的单位不能办理对本单位的问卷调查。"))
