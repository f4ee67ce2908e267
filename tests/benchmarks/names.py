"""Checks by name among a hundred thousand firms, beside checks by code and how it was."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from flask import Flask
from rapidfuzz import fuzz, process

from integrity.base.audit.service import Somebody
from integrity.base.clock import at
from integrity.base.db import db, in_batches
from integrity.credit.checks import service as checks
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.people.subjects.names import key
from tests.benchmarks.filling import ON, settle
from tests.benchmarks.measuring import Cliff, best
from tests.factories import example_code, make_body

FIRMS = 100_000
LIST = 1000
"""Names of one list."""
PLACES = ["济南", "青岛", "山东", "历下", "历城", "章丘", "高新", "淄博"]
SIGNS = "鼎盛华瑞恒泰鑫源博远宏达众诚金凯隆兴安康信德天和正大明光新世纪中科智汇云海永福顺利丰裕嘉美"
TRADES = ["商贸", "科技", "建筑工程", "园林绿化", "物业管理", "信息技术", "餐饮管理", "文化传媒"]


def naming(new_app: Callable[[str], Flask]) -> Iterator[Cliff]:
    """One name, and a list of a thousand, that nobody has exactly."""
    with new_app("bench_names").app_context():
        body = make_body()
        names = _fill()
        code = example_code(1, "91")
        coded = best(lambda: _check(body, {"q": {"code": code}}))
        slips = [name[:3] + name[4:] for name in names[:: FIRMS // LIST]][:LIST]
        one = iter(slips)
        now = best(lambda: _check(body, {"q": {"name": next(one)}}), 50)
        before = coded + best(lambda: _read_all(slips[0]))
        yield Cliff(f"a check by name, {FIRMS:,} firms ÷ by code", before, now, coded, 10)
        batch = {str(n): {"name": name} for n, name in enumerate(slips)}
        many = best(lambda: _check(body, batch), 1)
        what = f"a list of {LIST} names ÷ as many single ones"
        yield Cliff(what, None, many, now * LIST, 1)


def _fill() -> list[str]:
    words = itertools.product(SIGNS, SIGNS[::2], TRADES, SIGNS[1::2], PLACES)
    names = [
        f"{place}{first}{second}{third}{trade}有限公司"
        for first, second, trade, third, place in itertools.islice(words, 0, None, 7)
    ][:FIRMS]
    facts = {"kind": SubjectKind.ENTERPRISE, "initials": "", "code_is_example": True}
    for some in in_batches(enumerate(names, 1), 5000):
        rows = [
            {"name": name, "key": key(name), "uscc": example_code(n, "91"), **facts}
            for n, name in some
        ]
        db.session.execute(sa.insert(Subject), rows)
    settle("subject")
    return names


def _check(body: Subject, queries: dict[str, Any]) -> None:
    words = {"purpose": "行政许可审批", "matter": "示例许可"}
    checks.check(queries, **words, body=body, by=Somebody("示例审批人员"), at=at(ON))


def _read_all(name: str) -> None:
    """Every name is read and compared for each check."""
    known = dict(db.session.execute(sa.select(Subject.id, Subject.key)).all())  # type: ignore[arg-type]
    process.extract(key(name), known, scorer=fuzz.WRatio, score_cutoff=75, limit=5)
