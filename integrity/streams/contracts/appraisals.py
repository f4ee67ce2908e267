"""Appraising the other side of a contract: written, answered, found where it is disputed.

Only what is final is told outside: accepted, not objected to in time, or found to stand.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from integrity.base import i18n
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db
from integrity.base.errors import NotAllowed
from integrity.base.states import Flow, Move, read_again
from integrity.casework.documents import making
from integrity.casework.documents.making import Makes
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.people.accounts import service as accounts
from integrity.people.subjects import competence
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.contracts.appraisal_models import STATE_NAMES, Appraisal
from integrity.streams.contracts.appraisal_models import AppraisalState as S
from integrity.streams.contracts.codes import APPRAISED, ContractState, NodeState, Owing
from integrity.streams.contracts.errors import AlreadyRegistered, OtherSide, WrongAppraisal
from integrity.streams.contracts.models import Contract
from integrity.streams.contracts.permissions import ContractsPermission as P
from integrity.streams.contracts.sides import attach, neither_side

MATTER = "appraisals"
"""What the table of competent bodies calls it."""
ABOUT = ("采购", "招标", "投标", "评标")
"""Words of a matter for which a check tells of appraisals."""
PAPER = Makes("appraisal-decision")
APPRAISALS = Flow(
    steps={
        S.WRITTEN: Step(Side.OWED, day="answer_by", since="told_on"),
        S.OBJECTED: Step(Side.FINDER, "LOCAL-CON-APPRAISAL-FIND"),
    },
    free=dict.fromkeys((S.FINAL, S.SET_ASIDE), "a side may ask for a review or sue"),
    accept=Move({S.WRITTEN}, S.FINAL, P.APPRAISE),
    object=Move({S.WRITTEN}, S.OBJECTED, P.APPRAISE),
    object_for=Move({S.WRITTEN}, S.OBJECTED, P.HANDLE),
    stand=Move({S.WRITTEN}, S.FINAL),
    assign=Move({S.OBJECTED}, S.OBJECTED, P.HANDLE, corrects=True),
    uphold=Move({S.OBJECTED}, S.FINAL, P.FIND, paper=PAPER),
    set_aside=Move({S.OBJECTED}, S.SET_ASIDE, P.FIND, paper=PAPER),
    overrule=Move({S.FINAL, S.SET_ASIDE}, S.OBJECTED, P.HANDLE, corrects=True),
)
APPRAISALS.names.update(STATE_NAMES)


def write(
    contract: Contract,
    points: dict[str, int],
    words: str,
    *,
    by: Any,
    at: datetime,
    document: FileStorage | None = None,
) -> Appraisal:
    """One side appraises the other, once the other has performed something.

    The firm is told by a paper, and its term begins when that is served; the body by a message.

    Raises AlreadyRegistered, OtherSide, WrongAppraisal.
    """
    author = by.body
    if author is None or author.id not in contract.parties:
        raise OtherSide(_("只有合同双方可以互相评价。"))
    if reason := why_not(contract, author.id):
        raise WrongAppraisal(reason)
    if _of(contract, author.id):
        raise AlreadyRegistered(_("您已经评价过这份合同。"))
    made = _unsaved(contract, author, points, words, local_day(at))
    APPRAISALS.begin(made, local_day(at))
    db.session.add(made)
    db.session.flush()
    made.ref = f"PJ{made.written_on.year}-{made.id:06d}"
    audit.write(made, "write_appraisal", by=by, at=at, target=made.state, score=str(made.score))
    attach(made, document, by, at)
    if made.is_of_body:
        made.told_on, made.answer_by = local_day(at), _answer_by(local_day(at))
    else:
        making.issue(["appraisal-notice"], [made], by=by, at=at)
    return made


def why_not(contract: Contract, author_id: int) -> str:
    """Why a side cannot appraise the other yet; nothing where it can."""
    if contract.kind not in APPRAISED:
        return _("只有政府采购、招标采购代理的合同进行履约评价。")
    if contract.state is ContractState.REGISTERED:
        return _("合同还没有核对，核对以后可以评价。")
    theirs = [node for node in contract.nodes if node.owing is Owing.COUNTERPARTY]
    if author_id == contract.subject_id:
        done = [node for node in theirs if node.state is NodeState.KEPT]
        reason = _("验收以后可以评价供应商。")
    else:
        done = [node for node in theirs if node.report or node.state is NodeState.KEPT]
        reason = _("报告交付以后可以评价采购人。")
    return "" if done or contract.state is ContractState.ENDED else reason


def accept(item: Appraisal, *, by: Any, at: datetime, why: str = "") -> None:
    """Who is appraised has nothing against it."""
    _appraised_only(item, by)
    APPRAISALS.check(item, "accept")
    item.answer, item.final_on = why, local_day(at)
    APPRAISALS.go(item, "accept", by=by, at=at, why=why)


def object_(item: Appraisal, why: str, *, by: Any, at: datetime) -> None:
    """Who is appraised says that it is not so: until it is found, it is used nowhere."""
    _appraised_only(item, by)
    _object(item, "object", why, by, at)


def object_for(item: Appraisal, why: str, document: FileStorage, *, by: Any, at: datetime) -> None:
    """The same in writing, for a firm that cannot speak here. Raises NotAllowed."""
    neither_side(item, by)
    if accounts.somebody_may(P.APPRAISE, item.appraised_id):
        raise NotAllowed(_("被评价方有账号，由其自己答复。"))
    _object(item, "object_for", why, by, at)
    attach(item, document, by, at)


def assign(item: Appraisal, finder: Subject, why: str, *, by: Any, at: datetime) -> None:
    """Where the competent department is itself a side, or none is registered, another finds.

    Raises WrongAppraisal.
    """
    neither_side(item, by)
    if finder.kind is not SubjectKind.BODY or finder.id in (item.author_id, item.appraised_id):
        raise WrongAppraisal(_("请选择合同双方以外的主管部门。"))
    APPRAISALS.check(item, "assign")
    item.finder = finder
    APPRAISALS.go(item, "assign", by=by, at=at, why=why, finder=finder.id)


def uphold(item: Appraisal, finding: str, *, by: Any, at: datetime) -> None:
    """The department finds that it stands."""
    _finder_only(item, by)
    APPRAISALS.check(item, "uphold")
    item.finding, item.final_on = finding, local_day(at)
    APPRAISALS.go(item, "uphold", by=by, at=at, why=finding)


def set_aside(item: Appraisal, finding: str, *, by: Any, at: datetime) -> None:
    """The department finds that it does not; nobody is told of it any more."""
    _finder_only(item, by)
    APPRAISALS.check(item, "set_aside")
    item.finding = finding
    APPRAISALS.go(item, "set_aside", by=by, at=at, why=finding)


def overrule(
    item: Appraisal, ruling: str, why: str, document: FileStorage, *, by: Any, at: datetime
) -> None:
    """A review or a court had the finding made anew; until then it is told nowhere.

    Raises NotAllowed for what nobody found.
    """
    neither_side(item, by)
    APPRAISALS.check(item, "overrule")
    if not item.finding:
        raise NotAllowed(_("没有经过认定的评价，不能重新认定。"))
    item.final_on = None
    APPRAISALS.go(item, "overrule", by=by, at=at, why=why, ruling=ruling)
    attach(item, document, by, at, ruling)


def begin(things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime) -> None:
    """The notice was served: the term to object runs from here, once."""
    untold = (Appraisal.id.in_(things), Appraisal.told_on.is_(None))
    term = {"told_on": on, "answer_by": _answer_by(on)}
    changed(sa.update(Appraisal).where(*untold).values(**term))
    read_again(Appraisal, *term)


def let_stand(*, on: date, at: datetime) -> int:
    """What nobody objected to in time is final; returns how many."""
    unanswered = Appraisal.answer_by < on
    return APPRAISALS.go_all(Appraisal, "stand", unanswered, by=audit.SYSTEM, at=at, final_on=on)


def informs(subject_ids: Sequence[int], about: str, on: date) -> dict[int, list[str]]:
    """What a check in a matter of procurement tells of those it asks for: only what is final."""
    found: dict[int, list[str]] = {}
    if not any(word in about for word in ABOUT):
        return found
    wanted = sa.select(Appraisal).where(
        Appraisal.appraised_id.in_(subject_ids),
        Appraisal.state == S.FINAL,
        Appraisal.final_on <= on,
    )
    for item in db.session.scalars(wanted.order_by(Appraisal.final_on, Appraisal.id)):
        said = _(
            "履约评价 %(ref)s：%(score)s 分（满分 5 分），%(day)s生效。",
            ref=item.ref,
            score=item.score,
            day=i18n.day(item.final_on),
        )
        found.setdefault(item.appraised_id, []).append(said)
    return found


def _unsaved(
    contract: Contract, author: Subject, points: dict[str, int], words: str, on: date
) -> Appraisal:
    of_body = author.id == contract.counterparty_id
    appraised = contract.subject if of_body else contract.counterparty
    return Appraisal(
        ref=f"new-{uuid4()}",
        contract=contract,
        contract_id=contract.id,
        author=author,
        author_id=author.id,
        appraised=appraised,
        appraised_id=appraised.id,
        points=points,
        words=words,
        state=S.WRITTEN,
        written_on=on,
    )


def _object(item: Appraisal, move: str, why: str, by: Any, at: datetime) -> None:
    APPRAISALS.check(item, move)
    finder = competence.body_of(MATTER)
    item.answer = why
    item.finder_id = None if finder in (item.author_id, item.appraised_id) else finder
    APPRAISALS.go(item, move, by=by, at=at, why=why)


def _of(contract: Contract, author_id: int) -> Appraisal | None:
    mine = (Appraisal.contract_id == contract.id, Appraisal.author_id == author_id)
    return db.session.scalar(sa.select(Appraisal).where(*mine))


def _answer_by(on: date) -> date:
    return rules.due("LOCAL-CON-APPRAISAL", on).due_on


def _appraised_only(item: Appraisal, by: Any) -> None:
    if getattr(by, "body_id", None) != item.appraised_id:
        raise OtherSide(_("只有被评价方可以办理此事项。"))


def _finder_only(item: Appraisal, by: Any) -> None:
    if item.finder_id is None or getattr(by, "body_id", None) != item.finder_id:
        raise OtherSide(_("只有负责认定的主管部门可以办理此事项。"))
