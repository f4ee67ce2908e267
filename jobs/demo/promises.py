"""The real commitments, published when their sources were; what became of them is invented."""

import csv
import tempfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from commitments import changes, fulfilment, milestones, publications, reviews, service, terms
from commitments import imports as shipped
from commitments.milestones import MilestoneState
from commitments.models import (
    Category,
    Commitment,
    CommitmentOutcome,
    CommitmentState,
    KeyField,
    Theme,
)
from commitments.publications import Channel
from integrity import clock, imports
from integrity.accounts.models import User
from integrity.db import db
from integrity.rules.service import read
from jobs.demo.cast import LOADER, Cast

INVENTED = "（示例，演示程序生成）"
FATES = (
    ("kept", 52),
    ("kept late", 8),
    ("partly", 5),
    ("not kept", 3),
    ("reported only", 8),
    ("silent", 24),
)
OWN = (
    ("老旧小区加装电梯 40 部（示例）", "40 部", date(2025, 6, 30)),
    ("新建公共停车泊位 600 个（示例）", "600 个", date(2025, 12, 31)),
    ("雨污分流改造 12 处（示例）", "12 处", date(2026, 6, 30)),
    ("办理商品房预售许可不超过 3 个工作日（示例）", "3 个工作日", date(2026, 9, 30)),
    ("物业服务投诉 5 个工作日内答复（示例）", "5 个工作日", date(2026, 12, 31)),
)


def publish(first: date, until: date) -> int:
    """Import every real commitment whose source appears by a day; returns how many."""
    rows = [row for row in read(shipped.DATA) if row["source_date"] <= until.isoformat()]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "commitments.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        importer = shipped.IMPORTERS["commitments"]
        report = imports.run(importer, file, by=LOADER, at=clock.at(first, 8))
    if report.rejected:
        raise RuntimeError(report.summary())
    return int(report.added)


def live_on(cast: Cast, first: date, last: date) -> None:
    """What the bodies report and the office verifies between two days."""
    wanted = sa.select(Commitment).where(
        Commitment.due_on.is_not(None), Commitment.due_on <= last + timedelta(days=20)
    )
    items = list(db.session.scalars(wanted.options(joinedload(Commitment.subject))))
    for item in items:
        if item.state is CommitmentState.PUBLISHED:
            _report(cast, item, first, last)
        elif item.state is CommitmentState.REPORTED:
            _verify(cast, item, first, last)


def own_promises(cast: Cast, at: datetime) -> None:
    """An invented body drafts, its head signs, the office publishes; one waits for the head."""
    body = cast.bodies[0]
    officer, head, office = (cast.people[name] for name in ("officer", "head", "office1"))
    terms.begin(body, "局长（第1任，示例）", at.date(), by=office, at=at)
    for title, target, due_on in OWN:
        item = service.draft(
            body,
            title=title,
            category=Category.QUALITY,
            target=target,
            body_text=f"我单位向社会公开承诺：{title}，按期完成，接受监督。",
            due_on=due_on,
            theme=Theme.DILIGENT,
            key_field=KeyField.PARTNERSHIP if "停车" in title else None,
            quantity=Decimal(target.split()[0]),
            unit=target.split()[1],
            source_title="示例区政府工作报告（示例）",
            source_page="第 12 页",
            supporters=[cast.bodies[1]],
            steps=_steps(at.date(), due_on),
            by=officer,
            at=at,
        )
        service.submit(item, by=officer, at=at)
        if due_on < date(2026, 12, 1):
            _review(cast, item, at)
            service.sign(item, by=head, at=at)
            service.publish(item, by=office, at=at)
            _spread(item, officer, at)


def _steps(start: date, due_on: date) -> list[tuple[str, date, int]]:
    """A plan in three steps that ends with the commitment."""
    third = (due_on - start) / 3
    names = ("完成前期手续（示例）", "完成过半（示例）", "全部完成（示例）")
    return [
        (name, start + third * n, w)
        for n, name, w in zip((1, 2, 3), names, (20, 30, 50), strict=True)
    ]


def _review(cast: Cast, item: Commitment, at: datetime) -> None:
    for kind in reviews.needed(item):
        why = f"未发现问题{INVENTED}"
        by = cast.people["office2"]
        reviews.record(item, kind, True, "示例法制机构", clock.local_day(at), why, by=by, at=at)


def _spread(item: Commitment, officer: User, at: datetime) -> None:
    """On two channels, and the first step is met."""
    for channel in (Channel.WEBSITE, Channel.WECHAT):
        url = f"https://example.invalid/{channel}/{item.ref}"
        publications.add(item, channel, url, clock.local_day(at), by=officer, at=at)
    first = milestones.of(item)[0]
    milestones.record(first, MilestoneState.MET, f"手续齐备{INVENTED}", by=officer, at=at)


def change_hands(cast: Cast, on: date) -> None:
    """A change with a compensation is granted, another waits, and a new head takes office."""
    office, officer = cast.people["office1"], cast.people["officer"]
    body, at = cast.bodies[0], clock.at(on, 10)
    open_ = sa.select(Commitment).where(
        Commitment.subject_id == body.id,
        Commitment.state == CommitmentState.PUBLISHED,
        Commitment.signed_at.is_not(None),
    )
    items = list(db.session.scalars(open_.order_by(Commitment.id.desc()).limit(2)))
    for place, item in enumerate(items):
        firm = cast.suppliers[place]
        harm = changes.Harm(firm.id, firm.name, "停工待料（示例）", Decimal(50000), on)
        asked = changes.request(
            item,
            changes.ChangeKind.AMEND,
            "public",
            "示例区人民政府（示例）",
            "示例区政府会议纪要〔2026〕1号（示例）",
            f"地下管线迁改，公共利益需要{INVENTED}",
            by=officer,
            at=at,
            harms=[harm],
            title=item.title.replace("（示例）", "（调整后，示例）"),
        )
        if place == 0:
            changes.grant(asked, f"同意{INVENTED}", by=office, at=at)
    terms.begin(body, "局长（第2任，示例）", on, by=office, at=at)
    waiting = terms.waiting(body.id)
    if waiting:
        terms.accept(waiting[0], by=cast.people["head"], at=at)


def fate(item: Commitment) -> str:
    """What becomes of a commitment: always the same for the same one."""
    names, weights = zip(*FATES, strict=True)
    return str(Random(item.ref).choices(names, weights)[0])


def _report(cast: Cast, item: Commitment, first: date, last: date) -> None:
    kind = fate(item)
    if kind == "silent" or item.due_on is None:
        return
    shift = Random(item.ref + "day").randint(2, 18)
    late = shift * 6 if kind == "kept late" else -shift
    done_on = item.due_on + timedelta(days=late)
    if done_on > last:
        return
    fulfilment.report(
        item,
        done_on,
        item.target or "已完成",
        f"已完成{INVENTED}",
        by=cast.officer(item.subject_id),
        at=clock.at(max(done_on, first), 9),
    )


def _verify(cast: Cast, item: Commitment, first: date, last: date) -> None:
    kind = fate(item)
    outcomes = {
        "kept": CommitmentOutcome.FULFILLED,
        "kept late": CommitmentOutcome.FULFILLED,
        "partly": CommitmentOutcome.PARTLY,
        "not kept": CommitmentOutcome.NOT_FULFILLED,
    }
    if kind not in outcomes or item.closed_on is None:
        return
    on = max(item.closed_on + timedelta(days=15), first)
    if on <= last:
        fulfilment.verify(
            item,
            outcomes[kind],
            f"第三方回访{INVENTED}",
            f"现场核对与回访结果{INVENTED}",
            by=cast.people["office1"],
            at=clock.at(on, 10),
        )
