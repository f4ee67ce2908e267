"""Declaring independence, scoring with evidence, handing in."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from evaluations import materials, methods
from evaluations.models import Assignment, Indicator, Round, RoundState, Score
from evaluations.schemes import asked
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.errors import Refused
from integrity.pages.forms import is_web_address


class NotOpen(Refused):
    """The round takes no scores now, or this assignment was handed in."""

    status = 409
    title = _l("现在不能评分")


class NotDeclared(Refused):
    """Independence comes before the first score."""

    title = _l("尚未作出独立性声明")


class WrongScore(Refused):
    """Points outside 0 to 100, no evidence, or an indicator that this round does not score."""


class WrongLink(WrongScore):
    """A link that no page may show."""

    column = "link"


class Incomplete(Refused):
    """An indicator has neither points nor a reason why it does not apply."""


@dataclass(frozen=True)
class Entry:
    """One score as it is given; points None: does not apply."""

    indicator: Indicator
    points: Decimal | None
    words: str
    link: str = ""


def declare(assignment: Assignment, statement: str, *, by: audit.Actor, at: datetime) -> None:
    """The evaluator says that nothing ties it to the body; before the first score, once."""
    _open(assignment)
    if assignment.declared_at is None:
        assignment.statement, assignment.declared_at = statement, at
        assignment.declared_by_name = by.name
        audit.write(assignment, "declare", by=by, at=at, why=statement)


def score(assignment: Assignment, entries: list[Entry], *, by: audit.Actor, at: datetime) -> int:
    """Keep these scores, all or none; returns how many are new or changed. Raises NotDeclared."""
    _open(assignment)
    if assignment.declared_at is None:
        raise NotDeclared(_("请先声明与被评价单位没有利害关系。"))
    scored = {leaf.id for leaf in asked(assignment.round.scheme)}
    evidenced = materials.evidenced(assignment)
    for entry in entries:
        _check(entry, scored, evidenced)
    known = {one.indicator_id: one for one in assignment.scores}
    return sum(_keep(assignment, entry, known, by, at) for entry in entries)


def submit(assignment: Assignment, *, by: audit.Actor, at: datetime) -> None:
    """Hand in the scores of one body; from then on they stay. Raises Incomplete."""
    _open(assignment)
    missing = unscored(assignment)
    if missing:
        codes = _("、").join(leaf.code for leaf in missing)
        raise Incomplete(_("还有指标没有评分：%(codes)s", codes=codes))
    assignment.submitted_at = at
    assignment.handed_in_late = is_late(assignment.round, at)
    materials.lapse([assignment], by=by, at=at)
    audit.write(assignment, "submit", by=by, at=at)


def is_late(item: Round, at: datetime) -> bool:
    """Whether the last day for scores of a round is over."""
    return item.score_until is not None and local_day(at) > item.score_until


def unscored(assignment: Assignment) -> list[Indicator]:
    """The leaves that have no score yet."""
    known = {one.indicator_id for one in assignment.scores}
    return [leaf for leaf in asked(assignment.round.scheme) if leaf.id not in known]


def _open(assignment: Assignment) -> None:
    if assignment.round.state is not RoundState.OPEN:
        raise NotOpen(_("本轮评价不在评分阶段。"))
    if assignment.recused_at is not None:
        raise NotOpen(_("贵机构已经回避，不评价这个单位。"))
    if assignment.submitted_at is not None:
        raise NotOpen(_("评分已提交，不能再修改。"))


def _check(entry: Entry, scored: set[int], evidenced: set[int]) -> None:
    if entry.indicator.id not in scored:
        raise WrongScore(_("%(code)s 不是本轮评分的指标。", code=entry.indicator.code))
    if reason := methods.wrong(entry.indicator, entry.points):
        raise WrongScore(reason)
    if not entry.words.strip():
        raise WrongScore(_("%(code)s 没有写明依据。", code=entry.indicator.code))
    shown = entry.link.strip() or entry.indicator.id in evidenced
    if not shown and methods.needs_evidence(entry.indicator, entry.points):
        raise WrongLink(_("%(code)s 填“是”的，须附证据链接。", code=entry.indicator.code))
    if entry.link.strip() and not is_web_address(entry.link.strip()):
        raise WrongLink(_("请填写以 https:// 或者 http:// 开头的网址。"))


def _keep(
    assignment: Assignment,
    entry: Entry,
    known: dict[int, Score],
    by: audit.Actor,
    at: datetime,
) -> bool:
    one = known.get(entry.indicator.id)
    new = (entry.points, entry.words.strip(), entry.link.strip())
    if one is not None and (one.points, one.words, one.link) == new:
        return False
    fresh = one is None
    if one is None:
        one = Score(indicator_id=entry.indicator.id, indicator=entry.indicator)
        known[entry.indicator.id] = one
    one.points, one.words, one.link = new
    one.by_name, one.at = by.name, at
    if fresh:
        assignment.scores.append(one)
    facts = {"indicator": entry.indicator.code, "points": str(entry.points)}
    audit.write(assignment, "score", by=by, at=at, **facts)
    return True
