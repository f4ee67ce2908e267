"""Enter what a body decided, confirm it by a second person, take it back by two.

Who entered answers for nothing alone: a second person of the same body makes it count. What is
adverse is proposed as a credit record the next night, told and open to objection; what is good
counts at once and is shown.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db, one_at_a_time
from integrity.base.states import Flow, Move
from integrity.casework.rules import service as rules
from integrity.casework.sides import Only
from integrity.casework.steps import Side, Step
from integrity.casework.streams import breach
from integrity.credit.catalogue import service as catalogue
from integrity.credit.catalogue.models import CatalogueItem, Publicity
from integrity.credit.records import annulments, grading
from integrity.files import attached
from integrity.files.spellings import has_identity_number
from integrity.people.subjects import persons
from integrity.people.subjects.models import KIND_NAMES as SUBJECT_NAMES
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.decisions.errors import AlreadyEntered, NotSecond, WrongDecision
from integrity.streams.decisions.models import (
    ADVERSE,
    GOOD,
    STANDING,
    Decision,
    DecisionKind,
    DecisionOutcome,
    DecisionState,
    Severity,
    key_of,
    rule_of,
)
from integrity.streams.decisions.permissions import DecisionsPermission as P

STREAM = "decisions"
SHOWN = "LOCAL-GOOD-SHOWN"
"""How long what speaks for a subject is shown, where its document does not say."""
CONTENT = ("kind", "severity", "title", "facts", "decided_on")
"""What the same document cannot say twice in other words."""
S = DecisionState
FLOW = Flow(
    steps={
        S.DRAFT: Step(Side.FINDER, "LOCAL-DECISION-CONFIRM"),
        S.REVOKING: Step(Side.FINDER, "REC-ANNUL"),
    },
    free={S.EFFECTIVE: "it stands; its record has clocks of its own"},
    confirm=Move({S.DRAFT}, S.EFFECTIVE, P.CONFIRM),
    abandon=Move({S.DRAFT}, S.DISCARDED, P.ENTER),
    propose_revocation=Move({S.EFFECTIVE}, S.REVOKING, P.ENTER),
    revoke=Move({S.REVOKING}, S.REVOKED, P.CONFIRM),
    let_stand=Move({S.REVOKING}, S.EFFECTIVE, P.CONFIRM),
    expire=Move({S.EFFECTIVE}, S.EXPIRED),
)
_body_only = Only("body_id", _l("只有作出决定的单位可以办理。"), error=NotSecond)


def enter(
    body: Subject,
    subject: Subject,
    said: Mapping[str, Any],
    *,
    by: audit.Actor,
    at: datetime,
    document: FileStorage | None = None,
) -> Decision:
    """Enter a decision of a body as a draft; the same document again is the same decision.

    `said`: kind, severity, number, title, facts, decided_on, shown_until. Raises WrongDecision,
    AlreadyEntered, NoRuleInForce.
    """
    said = {"severity": None, "shown_until": None} | dict(said)
    _check(body, subject, said, local_day(at))
    said["shown_until"] = _shown_until(said, local_day(at))
    key = key_of(body.id, said["number"], subject.id)
    one_at_a_time(f"decision {key}")
    if found := _same(key, said):
        return found
    made = Decision(
        ref=secrets.token_hex(8),
        key=key,
        subject=subject,
        body=body,
        entered_by_id=by.id,
        entered_by_name=by.name,
        state=S.DRAFT,
        **said,
    )
    FLOW.begin(made, local_day(at))
    db.session.add(made)
    db.session.flush()
    made.ref = f"JL{made.id:08d}"
    audit.write(made, "enter", by=by, at=at, target=made.state, kind=made.kind)
    if document:
        attached.save(document, made, public=False, by=by, at=at, body_id=body.id)
    return made


def standing(key: str) -> Decision | None:
    """The draft or the decision that stands under a key."""
    mine = sa.select(Decision).where(Decision.key == key, Decision.closed_on.is_(None))
    return db.session.scalars(mine).first()


def _same(key: str, said: Mapping[str, Any]) -> Decision | None:
    """What the same document says already; raises AlreadyEntered where that is something else."""
    found = standing(key)
    if found and any(getattr(found, name) != said[name] for name in CONTENT):
        words = _("文号 %(number)s 已经以其他内容登记。", number=said["number"])
        raise AlreadyEntered(words)
    return found


def confirm(item: Decision, *, by: Any, at: datetime, why: str = "") -> None:
    """A second person of the body confirms it; raises NotSecond.

    What is good is shown from now on, as far as the catalogue lets everybody read it. What is
    adverse is proposed as a record, of which the subject is told before it counts.
    """
    _second(item, item.entered_by_id, by)
    on = local_day(at)
    FLOW.check(item, "confirm")
    item.effective_on = on
    if item.is_good:
        found = item_of(item.kind, None, on)
        open_ = found is not None and found.publicity is Publicity.PUBLIC
        item.public = open_ and item.subject.public
    FLOW.go(item, "confirm", by=by, at=at, why=why)


def abandon(item: Decision, why: str, *, by: Any, at: datetime) -> None:
    """It was entered wrongly, and nothing came of it; the document can be entered again."""
    _body_only(item, by)
    FLOW.go(item, "abandon", by=by, at=at, why=why)
    item.outcome, item.closed_on = DecisionOutcome.DISCARDED, local_day(at)


def propose_revocation(item: Decision, why: str, *, by: Any, at: datetime) -> None:
    """One person of the body says that it no longer stands: annulled, changed, entered wrongly."""
    _body_only(item, by)
    item.revoked_by_id = by.id
    FLOW.go(item, "propose_revocation", by=by, at=at, why=why)


def revoke(item: Decision, why: str, *, by: Any, at: datetime) -> None:
    """A second one agrees: out of view at once, and so is its record with all that rests on it.

    Raises NotSecond, BeingHeard.
    """
    _second(item, item.revoked_by_id, by)
    FLOW.check(item, "revoke")
    annulments.annul(STREAM, item.id, by=by, at=at, why=why)
    item.public = False
    FLOW.go(item, "revoke", by=by, at=at, why=why)
    item.outcome, item.closed_on = DecisionOutcome.REVOKED, local_day(at)


def let_stand(item: Decision, why: str, *, by: Any, at: datetime) -> None:
    """A second one finds that it still stands; raises NotSecond."""
    _second(item, item.revoked_by_id, by)
    item.revoked_by_id = None
    FLOW.go(item, "let_stand", by=by, at=at, why=why)


def expire(*, on: date, at: datetime) -> int:
    """What was good is shown for its time."""
    ended: dict[str, Any] = {"public": False, "closed_on": on, "outcome": DecisionOutcome.EXPIRED}
    over = (Decision.severity.is_(None), Decision.shown_until < on)
    return FLOW.go_all(Decision, "expire", *over, by=audit.SYSTEM, at=at, **ended)


def breaches(on: date) -> sa.Select[Any]:
    """What is adverse and stands; the record is graded by the rules of the day of the decision."""
    summary = Decision.title + sa.literal("（") + Decision.number + sa.literal("）")
    rule = sa.case(
        *(
            (sa.and_(Decision.kind == kind, Decision.severity == severity), rule_of(kind, severity))
            for kind in ADVERSE
            for severity in Severity
        )
    )
    columns = breach(
        STREAM,
        rule,
        Decision.id,
        Decision.subject_id,
        Decision.decided_on,
        summary,
        found_by_id=Decision.body_id,
        ruled_on=Decision.decided_on,
    )
    known = (Decision.severity.is_not(None), Decision.effective_on <= on)
    return sa.select(*columns).where(Decision.state.in_(STANDING), *known)


def item_of(kind: DecisionKind, severity: Severity | None, on: date) -> CatalogueItem | None:
    """The item of the information catalogue of a day."""
    rule = rule_of(kind, severity) if severity else str(kind)
    found = catalogue.item_of(STREAM, rule, on)
    return found if found and found.stream == STREAM else None


def _check(body: Subject, subject: Subject, said: Mapping[str, Any], today: date) -> None:
    if subject.id == body.id:
        raise WrongDecision(_("不能登记本单位对自己作出的决定。"))
    if said["decided_on"] > today:
        raise WrongDecision(_("日期 %(day)s 还没有到。", day=said["decided_on"]))
    if (said["kind"] in GOOD) != (said["severity"] is None):
        raise WrongDecision(_("失信信息须写明轻微、一般或者严重；守信信息没有失信程度。"))
    _demand_nobody_named(subject, said)
    item = item_of(said["kind"], said["severity"], today)
    if item is None:
        raise WrongDecision(_("信息目录没有列明这一类信息，不能归集。"))
    if subject.kind not in item.subject_kinds:
        kind = SUBJECT_NAMES[subject.kind]
        raise WrongDecision(_("目录事项“%(item)s”不适用于%(kind)s。", item=item.name, kind=kind))


def _demand_nobody_named(subject: Subject, said: Mapping[str, Any]) -> None:
    """What is kept as typed names no person; raises WrongDecision."""
    words = " ".join(said[name] for name in ("number", "title", "facts"))
    named = subject.kind is SubjectKind.PERSON and persons.name_of(subject) in words
    if named or has_identity_number(words):
        raise WrongDecision(_("文号、决定内容和事实中不要写个人姓名、身份证号码。"))


def _shown_until(said: Mapping[str, Any], today: date) -> date | None:
    """Until when what is good is shown; raises WrongDecision for what no longer counts.

    How long what is adverse counts follows from the rules of the day of the decision.
    """
    severity, day = said["severity"], said["decided_on"]
    if severity is None:
        shown = until = said["shown_until"] or rules.period_end(SHOWN, day, today)
    elif said["shown_until"]:
        raise WrongDecision(_("失信信息的期限由规则确定，不填展示截止日期。"))
    else:
        shown, rule = None, rule_of(said["kind"], severity)
        until = grading.consequence(STREAM, rule, today, ruled_on=day)["until"]
    if until < today:
        raise WrongDecision(_("期限已于 %(day)s 届满，不再归集。", day=until))
    return shown


def _second(item: Decision, first: int | None, by: Any) -> None:
    """Somebody else of the body that decided; raises NotSecond."""
    _body_only(item, by)
    if first is not None and by.id == first:
        raise NotSecond(_("登记或者提请的人不能同时确认，须由本单位另一人办理。"))
