"""A sample of the bodies of a round is scored a second time, by another evaluator."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from flask_babel import gettext as _

from evaluations import rounds
from evaluations.models import Assignment, Round
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.errors import Refused
from integrity.casework.rules import service as rules
from integrity.people.subjects.models import Subject


class NothingToDraw(Refused):
    """The sample is full, or this evaluator may score none of the others."""


def draw(item: Round, evaluator: Subject, *, by: audit.Actor, at: datetime) -> Sequence[Subject]:
    """Give a second evaluator LOCAL-EVAL-SAMPLE percent of the bodies, at least one.

    They are drawn in the order of the digests of round and code, which anybody can recompute.
    Raises NothingToDraw, and what assigning raises.
    """
    of_body: dict[int, list[Assignment]] = {}
    for one in item.assignments:
        if one.recused_at is not None:
            continue
        of_body.setdefault(one.body_id, []).append(one)
    once = [some[0] for some in of_body.values() if len(some) == 1]
    percent = rules.number("LOCAL-EVAL-SAMPLE", local_day(at))
    missing = -(-len(of_body) * percent // 100) - (len(of_body) - len(once))
    free = [one.body for one in once if evaluator.id not in (one.evaluator_id, one.body_id)]
    drawn = sorted(free, key=lambda body: _lot(item, body))[: max(missing, 0)]
    if not drawn:
        raise NothingToDraw(_("没有可以抽取的单位，或者已经抽满。"))
    rounds.assign(item, evaluator, drawn, by=by, at=at)
    return drawn


def _lot(item: Round, body: Subject) -> str:
    return sha256(f"{item.ref}{body.uscc or body.slug}".encode()).hexdigest()
