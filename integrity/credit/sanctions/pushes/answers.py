"""What a body says it did: of each measure, corrected by superseding; a removal is confirmed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.credit.sanctions.pushes.models import (
    Cleared,
    Part,
    Push,
    PushAnswer,
    PushKind,
    PushMeasure,
    PushOutcome,
    Reason,
)
from integrity.credit.sanctions.pushes.service import FLOW

WHOLE = 0
"""Of which measure one speaks where a push asks for none."""
OF_ONE = (PushOutcome.APPLIED, PushOutcome.NOT_APPLIED)


class WrongAnswer(Refused):
    """The answer does not fit the push, or gives no reason where one is needed."""


@dataclass(frozen=True)
class Said:
    """What was done about one measure; without a day, it was done on the day of the answer."""

    outcome: PushOutcome
    why: str = ""
    reason: Reason | None = None
    done_on: date | None = None


def current(push: Push) -> dict[int, PushAnswer]:
    """What is said now, by measure."""
    return {said.measure_id or WHOLE: said for said in push.answers if said.superseded_at is None}


def open_lines(push: Push) -> list[int]:
    """The measures of which something may be said: all that it asks for, or the whole."""
    return [line.measure_id for line in push.asked] or [WHOLE]


def answer(
    push: Push, said: Mapping[int, Said], *, by: audit.Actor, at: datetime
) -> list[PushAnswer]:
    """What the body did about some of the measures; what it said already changes nothing.

    It is answered when something is said of each. Returns what is new; raises WrongAnswer.
    """
    if push.kind is PushKind.REMOVE:
        raise WrongAnswer(_("反馈结果与推送种类不符。"))
    on, known = local_day(at), current(push)
    if not said or not set(said) <= set(open_lines(push)):
        raise WrongAnswer(_("请逐项反馈推送中列明的措施。"))
    fresh = {number: _checked(one, on) for number, one in said.items()}
    fresh = {n: one for n, one in fresh.items() if not _same(known.get(n), one, said[n])}
    if not fresh:
        return []
    whole = set(open_lines(push)) <= {*known, *fresh}
    facts = {"measures": [line.measure.code for line in push.asked if line.measure_id in fresh]}
    why = "；".join(dict.fromkeys(one.why for one in fresh.values() if one.why))
    FLOW.go(push, "answer" if whole else "outcome", by=by, at=at, why=why, **facts)
    push.version += 1
    made = [_keep(push, number, one, known.get(number), by, at) for number, one in fresh.items()]
    db.session.flush()
    _sum_up(push, whole, by, at)
    return made


def answer_whole(push: Push, said: Said, *, by: audit.Actor, at: datetime) -> list[PushAnswer]:
    """The same of every measure that it asks for; raises WrongAnswer."""
    return answer(push, dict.fromkeys(open_lines(push), said), by=by, at=at)


def confirm(
    push: Push, cleared: Mapping[Part, Cleared], why: str = "", *, by: audit.Actor, at: datetime
) -> None:
    """The body has dropped a removed entry wherever it kept it; raises WrongAnswer."""
    if push.kind is not PushKind.REMOVE:
        raise WrongAnswer(_("反馈结果与推送种类不符。"))
    if set(cleared) != set(Part):
        raise WrongAnswer(_("请逐项说明各处存放的信息是否已经删除。"))
    said = {part.value: Cleared(cleared[part]).value for part in Part}
    facts = {"outcome": PushOutcome.DROPPED, "cleared": said}
    FLOW.go(push, "confirm", by=by, at=at, why=why, **facts)
    push.outcome, push.why, push.version = PushOutcome.DROPPED, why.strip(), push.version + 1
    push.answered_at, push.answered_by_name, push.changed_at = at, by.name, at
    push.closed_on, push.cleared = local_day(at), said
    push.digest = _digest(push)


def _digest(push: Push) -> str:
    """A number that anybody can make again from what the ledger of a removal says."""
    told = {
        "body": push.body.uscc,
        "cleared": push.cleared,
        "entry": push.entry.ref,
        "on": push.closed_on and push.closed_on.isoformat(),
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def lines(push: Push) -> list[tuple[PushMeasure | None, list[PushAnswer]]]:
    """Every measure that it asks for and all that was said of it, the newest first."""
    said: dict[int, list[PushAnswer]] = {}
    for one in reversed(push.answers):
        said.setdefault(one.measure_id or WHOLE, []).append(one)
    if not push.asked:
        return [(None, said.get(WHOLE, []))]
    return [(line, said.get(line.measure_id, [])) for line in push.asked]


def _checked(said: Said, on: date) -> Said:
    """As it is kept; raises WrongAnswer."""
    outcome, why = PushOutcome(said.outcome), said.why.strip()
    if outcome not in OF_ONE:
        raise WrongAnswer(_("反馈结果与推送种类不符。"))
    if said.done_on and said.done_on > on:
        raise WrongAnswer(_("执行日期不能晚于今天。"))
    if outcome is PushOutcome.APPLIED:
        return Said(outcome, why, None, said.done_on or on)
    if not why:
        raise WrongAnswer(_("未执行的，须写明原因。"))
    return Said(outcome, why, Reason(said.reason or Reason.OTHER), None)


def _same(known: PushAnswer | None, one: Said, typed: Said) -> bool:
    """Whether this was said already; who names no day does not mean another one."""
    if known is None or (known.outcome, known.why, known.reason) != (
        one.outcome,
        one.why,
        one.reason,
    ):
        return False
    return typed.done_on is None or known.done_on == one.done_on


def _keep(
    push: Push, number: int, said: Said, known: PushAnswer | None, by: audit.Actor, at: datetime
) -> PushAnswer:
    if known is not None:
        known.superseded_at = at
    made = PushAnswer(
        measure_id=number or None,
        version=push.version,
        outcome=said.outcome,
        reason=said.reason,
        why=said.why,
        done_on=said.done_on,
        at=at,
        by_name=by.name,
    )
    push.answers.append(made)
    return made


def _sum_up(push: Push, whole: bool, by: audit.Actor, at: datetime) -> None:
    """What its answers come to, together."""
    known = current(push).values()
    outcomes = {said.outcome for said in known}
    push.why = "；".join(dict.fromkeys(said.why for said in known if said.why))
    push.answered_at, push.answered_by_name, push.changed_at = at, by.name, at
    if whole:
        push.outcome = outcomes.pop() if len(outcomes) == 1 else PushOutcome.PARTLY
        push.closed_on = push.closed_on or local_day(at)
