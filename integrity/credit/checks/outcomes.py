"""What an office did with the answers of a check, measure by measure.

What it says again changes nothing; what it says otherwise is a correction that supersedes, and the
earlier word stays. Where a measure was pushed to the same body, and it said nothing of it yet, its
word counts there too, so that nothing is said twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db, for_change, one_at_a_time
from integrity.base.errors import Refused
from integrity.credit.checks import demands, duties
from integrity.credit.checks.measures_asked import WHOLE, Asked
from integrity.credit.checks.measures_asked import asked as asked
from integrity.credit.checks.models import Check
from integrity.credit.checks.outcome_models import CheckOutcome, Outcome, OutcomeReason
from integrity.credit.checks.queries import WrongQuery
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions.pushes import answers, service
from integrity.credit.sanctions.pushes.models import Push, PushKind, PushMeasure, PushOutcome
from integrity.files import attached
from integrity.files.attached import Attachment


class WrongOutcome(Refused):
    """It names a measure that was not to be executed, gives no reason, or a day to come."""

    correctable = True


class UnknownKey(Refused):
    """The check has no such result."""


@dataclass(frozen=True)
class Said:
    """What was done about one measure; without a day, it was done on the day of the report."""

    outcome: Outcome
    why: str = ""
    reason: OutcomeReason | None = None
    done_on: date | None = None
    document: str = ""


def report(
    made: Check, key: str, said: Mapping[str, Said], *, by: audit.Actor, at: datetime
) -> list[CheckOutcome]:
    """What the office did about some measures of one result, by their codes; returns what is new.

    Nothing is decided on how things stood on an earlier day.
    Raises UnknownKey, WrongOutcome, WrongQuery, NumberInWords.
    """
    checked = examined(made, key, said, at=at)
    one_at_a_time(f"outcome {made.id}")
    known = standing(made).get(key, {})
    fresh = {c: one for c, one in checked.items() if not _same(known.get(c), one, said[c])}
    kept = [_keep(made, key, code, one, known.get(code), by, at) for code, one in fresh.items()]
    if kept:
        codes = {line.code for line in asked(made.given[key])}
        duties.settle(made, key, codes <= {*known, *fresh}, by=by, at=at)
    return kept


def examined(made: Check, key: str, said: Mapping[str, Said], *, at: datetime) -> dict[str, Said]:
    """What is said, as it is kept.

    Raises UnknownKey, WrongOutcome, WrongQuery, NumberInWords.
    """
    if made.is_past:
        raise WrongQuery(_("查询的是过去某日的情况，不能作为办理依据，请重新核查。"))
    if key not in made.given:
        raise UnknownKey(_("本次核查没有“%(key)s”这一项。", key=key))
    codes = {line.code for line in asked(made.given[key])}
    if not said or not set(said) <= codes:
        raise WrongOutcome(_("请逐项反馈该结果中列明应当执行的措施。"))
    return {code: _checked(one, made, local_day(at)) for code, one in said.items()}


def report_whole(
    made: Check, key: str, said: Said, *, by: audit.Actor, at: datetime
) -> list[CheckOutcome]:
    """The same of every measure of one result.

    Raises UnknownKey, WrongOutcome, WrongQuery, NumberInWords.
    """
    lines = asked(made.given.get(key, {}))
    return report(made, key, {line.code: said for line in lines}, by=by, at=at)


def standing(made: Check) -> dict[str, dict[str, CheckOutcome]]:
    """What is said now of a check, by key and measure."""
    found: dict[str, dict[str, CheckOutcome]] = {}
    for one in all_said(made):
        if one.superseded_at is None:
            found.setdefault(one.key, {})[one.measure] = one
    return found


def all_said(made: Check, key: str = "") -> Sequence[CheckOutcome]:
    """Everything that was ever said of a check, or of one of its results, the newest first."""
    wanted = sa.select(CheckOutcome).where(CheckOutcome.check_id == made.id)
    if key:
        wanted = wanted.where(CheckOutcome.key == key)
    return db.session.scalars(wanted.order_by(CheckOutcome.id.desc())).all()


@dataclass(frozen=True)
class Line:
    """A measure of a result, and all that was said of it, the newest first, with the files."""

    asked: Asked
    said: Sequence[tuple[CheckOutcome, Sequence[Attachment]]]


def lines(made: Check) -> dict[str, list[Line]]:
    """Of each result of a check every measure and what was said of it, for a page."""
    said = all_said(made)
    files = attached.of_each(CheckOutcome.__tablename__, (one.id for one in said))
    by_line: dict[tuple[str, str], list[tuple[CheckOutcome, Sequence[Attachment]]]] = {}
    for one in said:
        by_line.setdefault((one.key, one.measure), []).append((one, files[one.id]))
    found = {}
    for key, answer in made.given.items():
        known = [Line(line, by_line.pop((key, line.code), [])) for line in asked(answer)]
        whole = by_line.pop((key, WHOLE), [])
        found[key] = [Line(Asked(), whole), *known] if whole else known
    return found


def _checked(said: Said, made: Check, today: date) -> Said:
    """As it is kept; raises WrongOutcome, NumberInWords."""
    outcome, why, document = Outcome(said.outcome), said.why.strip(), said.document.strip()
    demands.no_number(why, document)
    day = said.done_on or today
    if not made.as_of <= day <= today:
        raise WrongOutcome(_("办理日期不能早于核查，也不能晚于今天。"))
    if outcome is Outcome.APPLIED:
        return Said(outcome, why, None, day, document)
    if not why:
        raise WrongOutcome(_("未采用核查结果的，须写明原因。"))
    reason = None
    if outcome is Outcome.NOT_APPLIED:
        reason = OutcomeReason(said.reason or OutcomeReason.OTHER)
    return Said(outcome, why, reason, day, document)


def _same(known: CheckOutcome | None, one: Said, typed: Said) -> bool:
    """Whether this was said already; who names no day does not mean another one."""
    if known is None:
        return False
    day = one.done_on if typed.done_on else known.done_on
    kept = (known.outcome, known.why, known.reason, known.done_on, known.document)
    return kept == (one.outcome, one.why, one.reason, day, one.document)


def _keep(
    made: Check,
    key: str,
    code: str,
    said: Said,
    known: CheckOutcome | None,
    by: audit.Actor,
    at: datetime,
) -> CheckOutcome:
    if known is not None:
        known.superseded_at = at
        db.session.flush()
    facts = {name: getattr(said, name) for name in ("outcome", "reason", "done_on", "document")}
    kept = CheckOutcome(
        check_id=made.id, key=key, measure=code, why=said.why, officer=by.name, at=at, **facts
    )
    db.session.add(kept)
    db.session.flush()
    move = "outcome" if known is None else "correct_outcome"
    audit.write(made, move, by=by, at=at, why=said.why, key=key, measure=code, outcome=said.outcome)
    if said.outcome is Outcome.APPLIED and code:
        _answer_pushes(made, key, code, said, by, at)
    return kept


def _answer_pushes(
    made: Check, key: str, code: str, said: Said, by: audit.Actor, at: datetime
) -> None:
    """Answer what was pushed to the body because of the entries cited and nobody answered yet.

    That a measure did not fit one case says nothing of the next, so only what was applied counts.
    """
    urls = [entry["url"] for entry in made.given[key]["entries"]]
    wanted = (
        sa.select(Push)
        .join(PushMeasure)
        .join(Measure)
        .where(
            Push.body_id == made.body_id,
            Push.kind == PushKind.APPLY,
            Push.entry_id.in_([int(url.rpartition("/")[2]) for url in urls if url]),
            service.waiting(),
            Measure.code == code,
        )
        .order_by(Push.id)
    )
    why = said.document or _("核查回执 %(ref)s", ref=made.ref)
    told = answers.Said(PushOutcome.APPLIED, why, None, said.done_on)
    for push in db.session.scalars(for_change(wanted, Push)).unique():
        line = next(line for line in push.asked if line.measure.code == code)
        if line.measure_id not in answers.current(push):
            answers.answer(push, {line.measure_id: told}, by=by, at=at)
