"""Checks on trial (测试模式): codes that nobody can have give every verdict, and nothing is real.

A token for tests asks about these codes alone. Its checks are in no register, count for nothing,
cite nobody and oblige nobody; what was answered is kept for a few days in a table of its own, so
that a system can read it again and say what it did with it. The codes are right in form, of the
division 000000 that no place has; asked about with any other token they are unidentified.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base import clock
from integrity.base.clock import local_day
from integrity.base.db import Model, changed, db
from integrity.casework.rules import service as rules
from integrity.credit.checks import answering, demands, queries, register
from integrity.credit.checks.models import Check, CheckResult, Verdict
from integrity.people.subjects import identifiers

FAMILY = "LOCAL-TRIAL-KEEP"
PREFIX = "test-"
"""What the number of a receipt begins with that is none."""
CODES = {
    "91000000EX0000010F": Verdict.CLEAR,
    "91000000EX0000029C": Verdict.ENCOURAGE,
    "91000000EX00000377": Verdict.CAUTION,
    "91000000EX00000452": Verdict.RESTRICT,
    "91000000EX0000053W": Verdict.REVIEW,
    "91000000EX0000061P": Verdict.UNIDENTIFIED,
    "91000000EX000007XF": Verdict.ERROR,
}
NAMED = (Verdict.CLEAR, Verdict.ENCOURAGE, Verdict.CAUTION, Verdict.RESTRICT)
"""The verdicts of somebody who was identified."""
LISTS = {
    Verdict.ENCOURAGE: ("red", "守信红名单"),
    Verdict.CAUTION: ("watch", "重点关注名单"),
    Verdict.RESTRICT: ("serious", "严重失信名单"),
}
MEASURES = {
    Verdict.ENCOURAGE: (("TEST-I-1", "incentive", "示例：优先办理"),),
    Verdict.RESTRICT: (
        ("TEST-S-1", "sanction", "示例：限制申请财政性资金"),
        ("TEST-S-2", "sanction", "示例：限制参加政府采购"),
    ),
}


LIKE: dict[str, Any] = {"match": "same", "score": 100, "features": []}


class Trial(Model):
    """What was answered to one check on trial."""

    __tablename__ = "trial_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(50), unique=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"))
    answers: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(index=True)


def check(
    asked_about: Mapping[str, Any],
    *,
    purpose: str,
    matter: str,
    case_no: str,
    as_of: date | None,
    body_id: int,
    at: datetime,
) -> Check:
    """Answer as a real check would, of codes for tests; raises WrongBatch, NumberInWords.

    What it gives is no row of the register and never becomes one.
    """
    day = as_of or local_day(at)
    demands.known(day, local_day(at))
    said = {"purpose": purpose.strip(), "matter": matter.strip(), "case_no": case_no.strip()}
    demands.words(said, asked_about)
    queries.check_batch(asked_about)
    results = {key: _result(query, day) for key, query in asked_about.items()}
    ref = PREFIX + register.new_ref(at)
    db.session.add(Trial(ref=ref, body_id=body_id, answers=orjson.dumps([day, results]), at=at))
    return _check(ref, body_id, day, results, at)


def of(ref: str, body_id: int) -> Check | None:
    """A check on trial of a body, as it was answered."""
    wanted = sa.select(Trial).where(Trial.ref == ref, Trial.body_id == body_id)
    kept = db.session.scalars(wanted).first()
    if kept is None:
        return None
    day, results = orjson.loads(kept.answers)
    return _check(ref, body_id, date.fromisoformat(day), results, kept.at)


def sweep(*, on: date) -> int:
    """Forget checks on trial whose days are over; returns how many."""
    kept = on
    while rules.due(FAMILY, kept).due_on >= on:
        kept -= timedelta(days=1)
    return changed(sa.delete(Trial).where(Trial.at < clock.at(kept + timedelta(days=1))))


def _check(ref: str, body_id: int, day: date, results: Mapping[str, Any], at: datetime) -> Check:
    """As the interface and a window tell a check; in no session."""
    digest = answering.digest(results)
    made = Check(
        ref=ref, body_id=body_id, as_of=day, at=at, list_version=0, answer_digest=digest,
        answers=orjson.dumps(results), matter_code="",
    )  # fmt: skip
    made.results = [
        CheckResult(key=key, verdict=Verdict(said.get("verdict", Verdict.ERROR)), check=made)
        for key, said in results.items()
    ]
    return made


def _result(query: Any, day: date) -> dict[str, Any]:
    code = identifiers.normalised(str(query.get("code") or "")) if isinstance(query, dict) else ""
    verdict = CODES.get(code)
    if verdict is None:
        return {"error": _("测试令牌只能核查测试代码，见接口说明。")}
    if verdict is Verdict.ERROR:
        return {"error": _("测试：查询内容有误。")}
    subject = {"kind": "enterprise", "name": _("示例测试企业"), "uscc": code}
    listed = [_entry(verdict, day)] if verdict in LISTS else []
    measures = [_measure(*one) for one in MEASURES.get(verdict, ())]
    return {
        "verdict": verdict.value,
        "as_of": day.isoformat(),
        "asked": {"code": code},
        "subject": subject if verdict in NAMED else None,
        "entries": listed,
        "records": [],
        "measures": measures,
        "candidates": [subject | LIKE] if verdict is Verdict.REVIEW else [],
        "explanations": {"test": _("测试模式的答复，不涉及任何真实主体。")},
        "information": [],
    }


def _entry(verdict: Verdict, day: date) -> dict[str, Any]:
    kind, name = LISTS[verdict]
    return {
        "list": kind,
        "list_name": name,
        "ground": "test",
        "ground_name": _("测试"),
        "legal_basis": _("测试"),
        "listed_on": day.isoformat(),
        "until": None,
        "disputed": False,
        "ended_on": None,
        "url": None,
    }


def _measure(code: str, kind: str, name: str) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "kind": kind,
        "executing_unit": "",
        "legal_basis": _("测试"),
        "until": None,
        "here": True,
        "clerk": "",
    }
