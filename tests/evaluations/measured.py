"""A whole round: bodies, leaves of every method, evaluators who score every body."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import sqlalchemy as sa

from evaluations import agreement, combining, computing, grades, schemes
from evaluations.figure_models import ComputedItem
from evaluations.models import Assignment, Round, RoundState, Scheme, Score
from integrity.base.audit.service import Somebody
from integrity.base.db import db
from tests.factories import NOW, make_body, make_enterprise

FIGURES = (
    "commitments", "fulfilled:commitments", "amount:arrears", "courts", "commitments:procurement",
    "commitments:ppp", "commitments:tendering", "commitments:investment", "coverage", "publicity",
)  # fmt: skip
RATED = 11
ITEMS = 20
"""Behind each computed leaf of a body."""
BY = Somebody("示例")


def make_scheme() -> Scheme:
    """24 leaves: ten computed, eleven rated, one asked, a bonus and a veto."""
    leaves = [{"weight": "4", "figure": name} for name in FIGURES]
    leaves += [{"weight": "5"} for _number in range(RATED)]
    leaves += [{"weight": "5", "method": "yes-no"}, {"weight": "0", "method": "bonus", "cap": "3"}]
    leaves += [{"weight": "0", "method": "veto", "bars": "优"}]
    blank = {"parent_code": "", "description": "示例", "weight_note": "示例", "data_source": ""}
    rows = [
        blank | {"code": f"L{n:02}", "name": f"示例{n}"} | leaf for n, leaf in enumerate(leaves)
    ]
    head = {"code": "MEASURED", "version": "1", "name": "示例", "basis": "示例"}
    bands = [{"name": n, "minimum": m} for n, m in (("优", "80"), ("良", "70"), ("中", "0"))]
    return schemes.create(head | {"remedy_below": "60", "ranked_from": "2"}, rows, bands)


def fill_round(bodies: int, evaluators: int) -> Round:
    """Handed in by every evaluator for every body; the computed leaves from their items."""
    scheme = make_scheme()
    ids = [make_body(f"示例{n:03}局").id for n in range(bodies)]
    others = [make_enterprise(f"示例{n:03}信用公司").id for n in range(evaluators)]
    item = Round(
        ref="2026-90", name="示例", year=2026, scheme=scheme, created_at=NOW,
        state=RoundState.OPEN, score_until=date(2026, 12, 31), counted_until=date(2026, 11, 19),
    )  # fmt: skip
    db.session.add(item)
    db.session.flush()
    pairs = [(e, b) for b in ids for e in others]
    given = {"round_id": item.id, "declared_at": NOW, "submitted_at": NOW}
    rows = [given | {"evaluator_id": e, "body_id": b} for e, b in pairs]
    db.session.execute(sa.insert(Assignment), rows)
    _items(item, ids)
    computing.compute(item, by=BY, at=NOW)
    db.session.flush()
    _scores(item, ids)
    item.state = RoundState.SCORED
    db.session.flush()
    db.session.expire_all()
    return item


def recompute(item: Round) -> str:
    """Figures, means, totals, grades, places and agreement of a round, as a digest."""
    figures = sorted(
        (leaf, body, str(count.due), str(count.met))
        for (leaf, body), count in computing.counts(item).items()
    )
    found = combining.sheets(item)
    totals = [sheet.total or Decimal(0) for sheet in found]
    places = grades.ranks(totals, item.scheme.ranked_from)
    results = [
        (sheet.body.name, str(sheet.total), sheet.band, str(sheet.weight), place,
         [(one.indicator.code, str(one.points), one.given) for one in sheet.items])
        for sheet, place in zip(found, places, strict=True)
    ]  # fmt: skip
    alike = [(one.indicator.code, str(one.alpha), one.word) for one in agreement.of(item)]
    first, body = figures[0][0], figures[0][1]
    shifted = [(leaf - first, of - body, *counts) for leaf, of, *counts in figures]
    return sha256(repr((shifted, sorted(results), alike)).encode()).hexdigest()


def _items(item: Round, bodies: list[int]) -> None:
    """Of every third body and leaf, more is late."""
    due = date(2026, 3, 1)
    leaves = [leaf for leaf in schemes.leaves(item.scheme) if leaf.figure]
    rows = [
        {"round_id": item.id, "indicator_id": leaf.id, "body_id": body, "stream": "measured",
         "item_id": k, "ref": f"示例{k}", "due_on": due, "closed_on": due + timedelta(days=k % 3),
         "kept": True, "met": (b + n + k) % (3 + n % 4) > 0, "amount": Decimal(1 + (k * 7) % 5)}
        for n, leaf in enumerate(leaves) for b, body in enumerate(bodies) for k in range(ITEMS)
    ]  # fmt: skip
    db.session.execute(sa.insert(ComputedItem), rows)


def _scores(item: Round, bodies: list[int]) -> None:
    """Evaluators see most alike, some are harder."""
    place = {body: n for n, body in enumerate(bodies)}
    wanted = sa.select(Assignment.id, Assignment.body_id).where(Assignment.round_id == item.id)
    said = {"words": "示例", "link": "", "by_name": "示例", "at": NOW}
    rows = []
    for e, (number, body) in enumerate(db.session.execute(wanted.order_by(Assignment.id))):
        for n, leaf in enumerate(schemes.asked(item.scheme)):
            rated = min(100, 50 + (place[body] * 37 + n * 11) % 50 + (e * 3 + n) % 7)
            asked = {"yes-no": 100 if place[body] % 4 else 0, "veto": 0 if place[body] % 9 else 100}
            points = {"bonus": place[body] % 4}.get(leaf.method, asked.get(leaf.method, rated))
            rows.append(said | {"assignment_id": number, "indicator_id": leaf.id, "points": points})
    db.session.execute(sa.insert(Score), rows)
