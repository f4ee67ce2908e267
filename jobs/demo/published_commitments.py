"""The real commitments, published when their sources were; what became of them is invented."""

import csv
import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from commitments import imports as shipped
from commitments import service
from commitments.change import changes, compensations
from commitments.change_models import ChangeKind
from commitments.models import (
    Category,
    Commitment,
    CommitmentState,
    Theme,
)
from commitments.steps import publications, reviews
from commitments.steps.publications import Channel, Stage
from commitments.takeover import office_terms
from integrity.base import clock
from integrity.base.db import db
from integrity.casework.key_fields import KeyField
from integrity.casework.rules.service import read
from integrity.files import imports
from integrity.people.accounts.models import User
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject
from jobs.demo.participants import LOADER, Participants

INVENTED = "（示例，演示程序生成）"
Promise = tuple[Category, str, str, date]
OWN = (
    (Category.GUARANTEE, "老旧小区加装电梯 40 部（示例）", "40 部", date(2025, 6, 30)),
    (Category.DEADLINE, "新建公共停车泊位 600 个（示例）", "600 个", date(2025, 12, 31)),
    (Category.ENVIRONMENT, "雨污分流改造 12 处（示例）", "12 处", date(2026, 6, 30)),
    (
        Category.SERVICE,
        "办理商品房预售许可不超过 3 个工作日（示例）",
        "3 个工作日",
        date(2026, 9, 30),
    ),
    (Category.QUALITY, "物业服务投诉 5 个工作日内答复（示例）", "5 个工作日", date(2026, 12, 31)),
    (Category.DEADLINE, "保障性住房 320 套交付使用（示例）", "320 套", date(2026, 3, 31)),
    (Category.SERVICE, "施工许可 5 个工作日办结（示例）", "5 个工作日", date(2026, 8, 31)),
    (Category.GUARANTEE, "住房租赁补贴发放 900 户（示例）", "900 户", date(2026, 5, 31)),
    (Category.ENVIRONMENT, "建筑工地扬尘整治 26 处（示例）", "26 处", date(2026, 8, 31)),
    (Category.POLICY, "建筑业企业奖励兑现 18 家（示例）", "18 家", date(2027, 3, 31)),
    (Category.CONTRACT, "保障房项目按合同付款 4 期（示例）", "4 期", date(2027, 6, 30)),
)
WAITING = "物业服务投诉 5 个工作日内答复（示例）"
"""The one that still waits for the signature of the head."""
OTHERS = (
    (Category.SERVICE, "高频事项一次办成 12 项（示例）", "12 项", date(2026, 6, 30)),
    (Category.DEADLINE, "年度重点项目完工 6 个（示例）", "6 个", date(2026, 9, 30)),
    (Category.GUARANTEE, "兑现惠企补贴 40 家（示例）", "40 家", date(2025, 12, 31)),
    (Category.POLICY, "落实惠企政策 15 项（示例）", "15 项", date(2026, 3, 31)),
    (Category.QUALITY, "窗口办事满意率达到 98 %（示例）", "98 %", date(2026, 7, 31)),
)
"""What each of the other invented bodies promises."""


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


def own_promises(players: Participants, at: datetime) -> None:
    """Invented bodies draft, their heads sign, the office publishes; one waits for the head."""
    for body in players.bodies:
        _promise(players, body, OWN if body is players.bodies[0] else OTHERS, at)


def _promise(
    players: Participants, body: Subject, promised: Iterable[Promise], at: datetime
) -> None:
    officer, head, office = (
        players.officer(body.id),
        players.head(body.id),
        players.people["office1"],
    )
    office_terms.begin(body, "局长（第1任，示例）", at.date(), by=office, at=at)
    subjects.publish_duties(body, "https://example.invalid/duties", by=office, at=at)
    for category, title, target, due_on in promised:
        item = service.draft(
            body,
            title=title,
            category=category,
            target=target,
            body_text=f"我单位向社会公开承诺：{title}，按期完成，接受监督。",
            due_on=due_on,
            theme=Theme.DILIGENT,
            key_field=KeyField.PARTNERSHIP if "停车" in title else None,
            major="停车" in title,
            quantity=Decimal(target.split()[0]),
            unit=target.split()[1],
            source_title="示例区政府工作报告（示例）",
            source_page="第 12 页",
            supporters=[players.bodies[1]] if body is players.bodies[0] else [],
            steps=_steps(at.date(), due_on),
            by=officer,
            at=at,
        )
        service.submit(item, by=officer, at=at)
        if title != WAITING:
            _review(players, item, at)
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


def _review(players: Participants, item: Commitment, at: datetime) -> None:
    for kind in reviews.needed(item):
        why = f"未发现问题{INVENTED}"
        by = players.people["office2"]
        reviews.record(item, kind, True, "示例法制机构", clock.local_day(at), why, by=by, at=at)


def _spread(item: Commitment, officer: User, at: datetime) -> None:
    """On two channels: how it was decided, and how to get it."""
    for channel, stage in ((Channel.WEBSITE, Stage.DECISION), (Channel.WECHAT, Stage.SERVICE)):
        url = f"https://example.invalid/{channel}/{item.ref}"
        publications.add(item, channel, url, clock.local_day(at), by=officer, at=at, stage=stage)


def change_hands(players: Participants, on: date) -> None:
    """A change is granted and its compensation reported, another waits, a new head takes office."""
    office, officer = players.people["office1"], players.people["officer"]
    body, at = players.bodies[0], clock.at(on, 10)
    open_ = sa.select(Commitment).where(
        Commitment.subject_id == body.id,
        Commitment.state == CommitmentState.PUBLISHED,
        Commitment.signed_at.is_not(None),
    )
    items = list(db.session.scalars(open_.order_by(Commitment.id.desc()).limit(2)))
    for place, item in enumerate(items):
        firm = players.suppliers[place]
        harm = compensations.Harm(firm.id, firm.name, "停工待料（示例）", Decimal(50000), on)
        asked = changes.request(
            item,
            ChangeKind.AMEND,
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
            paid, slip = asked.compensations[0], f"回单 0001{INVENTED}"
            compensations.report(paid, on, paid.amount, by=officer, at=at, slip=slip)
    office_terms.begin(body, "局长（第2任，示例）", on, by=office, at=at)
    waiting = office_terms.waiting(body.id)
    if waiting:
        office_terms.accept(waiting[0], by=players.people["head"], at=at)
