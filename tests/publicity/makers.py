"""Rows of the national templates, and what is made of them; everything here is invented."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.publicity.imports import IMPORTERS
from integrity.credit.publicity.made_models import Act, MadeDecision, MadeState
from integrity.credit.publicity.models import Posting
from integrity.files import imports
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_enterprise, make_user

NUMBER = "示罚字〔2026〕第1号"
PERSON = "37010219900307851X"


def penalty(body: Subject, firm: Subject | None = None, **more: Any) -> dict[str, Any]:
    """A fine for a firm."""
    firm = firm or make_enterprise()
    return {
        "cf_xdr_mc": firm.name,
        "cf_xdr_lb": "法人及非法人组织",
        "cf_xdr_shxym": firm.uscc,
        "cf_frdb": "示例人",
        **fine(body),
    } | more


def fine(body: Subject) -> dict[str, Any]:
    """What both templates of penalties have."""
    return {
        "cf_wsh": NUMBER,
        "cf_wfxw": "示例违法行为",
        "cf_sy": "示例违法事实",
        "cf_yj": "示例条例第一条",
        "cf_cflb": "警告；罚款",
        "cf_nr": "警告，并处罚款",
        "cf_nr_fk": "20000",
        "cf_jdrq": "2026-11-12",
        "cf_yxq": "2099-12-31",
        "cf_gsjzq": "2027-11-12",
        "cf_cfjg": body.name,
        "cf_cfjgdm": body.uscc,
        "cf_sjly": body.name,
        "cf_sjlydm": body.uscc,
    }


def penalty_of_person(body: Subject, **more: Any) -> dict[str, Any]:
    who = {"cf_xdr_mc": "示例人", "cf_xdr_zjlx": "身份证", "cf_xdr_zjhm": PERSON}
    return {**who, **fine(body)} | more


def licence(body: Subject, firm: Subject | None = None, **more: Any) -> dict[str, Any]:
    firm = firm or make_enterprise()
    return {
        "xk_xdr_mc": firm.name,
        "xk_xdr_lb": "法人及非法人组织",
        "xk_xdr_shxym": firm.uscc,
        "xk_xkws": "示例许可决定书",
        "xk_wsh": "示许字〔2026〕第1号",
        "xk_xklb": "01",
        "xk_xkbh": "示证1号",
        "xk_nr": "示例许可内容",
        "xk_jdrq": "2026-11-12",
        "xk_yxqz": "2026-11-12",
        "xk_yxqzi": "2031-11-11",
        "xk_xkjg": body.name,
        "xk_xkjgdm": body.uscc,
        "xk_zt": "1",
        "xk_lydw": body.name,
        "xk_lydwdm": body.uscc,
    } | more


def sheet(rows: Sequence[dict[str, Any]], kind: str = "penalties") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, IMPORTERS[kind].columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def enter(
    *rows: dict[str, Any],
    kind: str = "penalties",
    by: Any = None,
    at: datetime = NOW,
    dry_run: bool = False,
) -> imports.Report:
    """Import rows of a template, for the office where nobody is named."""
    with NamedTemporaryFile() as file:
        file.write(sheet(rows, kind))
        file.flush()
        by = by or make_user(Role.OFFICE)
        said = {"by": by, "at": at, "dry_run": dry_run}
        return imports.run(IMPORTERS[kind], Path(file.name), **said)


def posted() -> list[Posting]:
    return list(db.session.scalars(sa.select(Posting).order_by(Posting.id)))


def make_posting(
    body: Subject, firm: Subject | None = None, by: Any = None, **more: Any
) -> Posting:
    """A penalty that its body made public."""
    report = enter(penalty(body, firm, **more), by=by)
    assert report.added == 1, report.summary()
    return posted()[-1]


def make_made(body: Subject, source: str = "示例执法案件系统", **more: Any) -> MadeDecision:
    """A decision that is known from elsewhere and is not public."""
    said: dict[str, Any] = {
        "state": MadeState.KNOWN,
        "act": Act.PENALTY,
        "number": "示罚字〔2026〕第9号",
        "decided_on": date(2026, 11, 2),
        "due_on": date(2026, 11, 11),
        "entered_by_name": "示例人",
        "entered_at": NOW,
    }
    made = MadeDecision(body=body, source=source, **(said | more))
    db.session.add(made)
    db.session.flush()
    return made


def day(text: str) -> datetime:
    """A moment of a day."""
    return datetime.combine(date.fromisoformat(text), NOW.timetz())
