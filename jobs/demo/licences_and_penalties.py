"""Licences and penalties that the first body made public: in force, contested, taken back."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.publicity import service
from integrity.credit.publicity.imports import IMPORTERS
from integrity.credit.publicity.models import Annulment, Posting
from integrity.files import imports
from integrity.files.exports import as_csv
from integrity.people.subjects.models import Subject
from jobs.demo.decisions import EXAMPLE
from jobs.demo.participants import BODIES, SUPPLIERS, Participants

DAY = timedelta(days=1)
LAST = date(2099, 12, 31)
PAPER = "示例复决〔2026〕1 号"


def leave_open(players: Participants, today: date) -> None:
    """Two licences; a penalty that stands, one said to be annulled, one taken back."""
    body = players.subjects[BODIES[0]]
    firms = [players.subjects[name] for name in SUPPLIERS[:3]]
    decided = today - 9 * DAY
    _enter("licences", [_licence(body, firm, decided) for firm in firms[:2]], players, today)
    _enter("penalties", [_penalty(body, firm, decided) for firm in firms], players, today)
    _stands, contested, wrong = db.session.scalars(
        sa.select(Posting).where(Posting.number.like("示例罚字%")).order_by(Posting.number)
    ).all()
    annulled = (Annulment.REVOKED, today - DAY, PAPER)
    office, at = players.people["office1"], clock.at(today, 9)
    service.claim(contested, *annulled, by=office, at=at)
    service.annul(wrong, *annulled, by=office, at=at)
    service.withdraw(wrong, EXAMPLE, by=players.officer(body.id), at=at)


def _licence(body: Subject, firm: Subject, decided: date) -> dict[str, Any]:
    return {
        "xk_xdr_mc": firm.name,
        "xk_xdr_lb": "法人及非法人组织",
        "xk_xdr_shxym": firm.uscc,
        "xk_xkws": "示例许可决定书",
        "xk_wsh": f"示例许字〔{decided.year}〕{firm.id} 号",
        "xk_xklb": "01",
        "xk_xkbh": f"示例证 {firm.id} 号",
        "xk_nr": "示例许可内容",
        "xk_jdrq": decided,
        "xk_yxqz": decided,
        "xk_yxqzi": LAST,
        "xk_xkjg": body.name,
        "xk_xkjgdm": body.uscc,
        "xk_zt": "1",
        "xk_lydw": body.name,
        "xk_lydwdm": body.uscc,
    }


def _penalty(body: Subject, firm: Subject, decided: date) -> dict[str, Any]:
    return {
        "cf_xdr_mc": firm.name,
        "cf_xdr_lb": "法人及非法人组织",
        "cf_xdr_shxym": firm.uscc,
        "cf_frdb": "示例人",
        "cf_wsh": f"示例罚字〔{decided.year}〕{firm.id} 号",
        "cf_wfxw": "示例违法行为",
        "cf_sy": "示例违法事实",
        "cf_yj": "示例条例第一条",
        "cf_cflb": "警告",
        "cf_nr": "警告",
        "cf_jdrq": decided,
        "cf_yxq": LAST,
        "cf_gsjzq": decided + 365 * DAY,
        "cf_cfjg": body.name,
        "cf_cfjgdm": body.uscc,
        "cf_sjly": body.name,
        "cf_sjlydm": body.uscc,
    }


def _enter(kind: str, rows: list[dict[str, Any]], players: Participants, today: date) -> None:
    importer = IMPORTERS[kind]
    columns = list(importer.columns)
    with NamedTemporaryFile() as file:
        file.write(as_csv(columns, iter([[row.get(c, "") for c in columns] for row in rows])))
        file.flush()
        by = players.officer(players.subjects[BODIES[0]].id)
        at = clock.at(today - DAY, 10)
        report = imports.run(importer, Path(file.name), by=by, at=at, dry_run=False)
    if report.added != len(rows):
        raise RuntimeError(report.summary())
