"""Invented pledges of invented enterprises: kept, broken, overdue, withdrawn and running ones."""

from datetime import date, datetime, timedelta
from random import Random

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.people.accounts.models import User
from integrity.people.subjects import identifiers
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.pledges import service
from integrity.streams.pledges.models import Pledge, PledgeKind, PledgeState
from jobs.demo.decisions import EXAMPLE, chance
from jobs.demo.participants import AREA, CLERKS, Participants

TAX_OFFICE = "示例区税务局（示例）"
ASSOCIATION = "示例餐饮行业协会"
FIRMS = (
    "示例餐饮管理有限公司",
    "示例食品销售有限公司",
    "示例药房连锁有限公司",
    "示例口腔门诊有限公司",
)
APPROVALS = (
    "食品经营许可（告知承诺，示例）",
    "药品零售许可（告知承诺，示例）",
    "公共场所卫生许可（告知承诺，示例）",
    "施工许可（告知承诺，示例）",
)
DECLARED = (
    (PledgeKind.COMPREHENSIVE, "依法诚信经营（示例）"),
    (PledgeKind.SPECIAL, "食品安全和明码标价（示例）"),
    (PledgeKind.SELF_DECLARATION, "企业产品和服务标准自我声明公开（示例）"),
)
TEXT = "本单位承诺：{title}。填报内容真实，愿意接受核查和社会监督，违背承诺的自愿承担后果（示例）。"
SOURCE = "现场核查记录（示例）"
DAYS = 60
"""From an invented pledge to the day that its invented document names."""


def register() -> None:
    """Register the enterprises, the association and the tax office of this part of the story."""
    names = [(SubjectKind.BODY, "11", TAX_OFFICE), (SubjectKind.ORGANISATION, "51", ASSOCIATION)]
    names += [(SubjectKind.ENTERPRISE, "91", name) for name in FIRMS]
    for number, (kind, prefix, name) in enumerate(names, start=1):
        code = identifiers.complete_uscc(f"{prefix}370176EX8{number:05d}")
        subjects.register(kind, name, code, area=AREA, code_is_example=True)


def add_month(players: Participants, first: date, last: date) -> None:
    """What is pledged in one month, and what becomes of what was pledged before."""
    random, known = Random(f"pledges{first}"), _known()
    firms = [*(known[name] for name in FIRMS), *players.suppliers]
    approving, on = (
        players.subjects[CLERKS],
        min(first + timedelta(days=random.randint(0, 20)), last),
    )
    for title in random.sample(APPROVALS, 2):
        firm = random.choice(firms)
        _pledge(players, firm, PledgeKind.APPROVAL, title, on, approving, on + timedelta(days=DAYS))
    kind, title = random.choice(DECLARED)
    _pledge(
        players, random.choice(firms), kind, title, on, random.choice((known[ASSOCIATION], None))
    )
    if first.month == 1:
        for firm in firms[:3]:
            _pledge(players, firm, PledgeKind.TAX, "如实申报纳税（示例）", on, known[TAX_OFFICE])
    _go_on(players, last)


def leave_open(players: Participants, today: date) -> None:
    """What waits for the people who can log in: to report in time, reported late, to be checked."""
    supplier, body = players.suppliers[0], players.bodies[0]
    ago = today - timedelta(days=DAYS)
    for title, due_on in (
        ("按承诺补齐施工现场材料（示例）", today + timedelta(days=5)),
        ("按承诺完成扬尘治理设施安装（示例）", today - timedelta(days=12)),
    ):
        _pledge(players, supplier, PledgeKind.APPROVAL, title, ago, body, due_on)
    reported = _pledge(
        players, supplier, PledgeKind.SPECIAL, "工程质量保修承诺（示例）", ago, body, today
    )
    _report(players, reported, today, clock.at(today, 8))


def _pledge(
    players: Participants,
    firm: Subject,
    kind: PledgeKind,
    title: str,
    on: date,
    receiver: Subject | None,
    due_on: date | None = None,
) -> Pledge:
    """Registered by who received it, else declared by the enterprise itself."""
    official = receiver is not None and receiver.kind is SubjectKind.BODY
    return service.register(
        firm,
        kind,
        f"{title} {on.year}年{on.month}月",
        TEXT.format(title=title),
        on,
        received_by=receiver,
        matter=title if kind is PledgeKind.APPROVAL else "",
        due_on=due_on,
        valid_until=None if due_on else on + timedelta(days=365),
        by=players.officer(receiver.id) if official and receiver else _account(players, firm.id),
        at=clock.at(on, 9),
    )


def _go_on(players: Participants, last: date) -> None:
    """Most with a day are reported and checked; some let it pass; few are broken or withdrawn."""
    db.session.flush()
    running = sa.select(Pledge).where(
        Pledge.state.in_((PledgeState.REGISTERED, PledgeState.REPORTED)),
        Pledge.pledged_on < last - timedelta(days=20),
    )
    for item in db.session.scalars(running.order_by(Pledge.id)).all():
        at, by = clock.at(last, 10), _checker(players, item)
        if item.state is PledgeState.REPORTED:
            assert item.claimed_on is not None  # the report said the day
            service.confirm(item, item.claimed_on, SOURCE, EXAMPLE, by=by, at=at)
        elif chance(item, 4, f"broken{last:%m}"):
            service.find_broken(item, last, SOURCE, EXAMPLE, by=by, at=at)
        elif chance(item, 1, f"withdrawn{last:%m}"):
            service.withdraw(item, "注销决定书（示例）", EXAMPLE, by=by, at=at)
        elif item.due_on and not chance(item, 12, "silent"):
            if chance(item, 60, f"report{last:%m}"):
                _report(players, item, last, at)
        elif item.valid_until and item.valid_until <= last and chance(item, 70, "year"):
            service.confirm(item, last, SOURCE, EXAMPLE, by=by, at=at)


def _report(players: Participants, item: Pledge, kept_on: date, at: datetime) -> None:
    words = "已按承诺履行，材料齐全（示例）。"
    service.report(item, kept_on, words, by=_account(players, item.subject_id), at=at)


def _account(players: Participants, firm_id: int) -> User:
    """The enterprise's own login where it has one."""
    supplier = players.people["supplier"]
    return supplier if firm_id == supplier.body_id else players.officer(firm_id)


def _checker(players: Participants, item: Pledge) -> User:
    """The body that received it, else the office."""
    number = item.answering_id
    return players.officer(number) if number else players.people["office1"]


def _known() -> dict[str, Subject]:
    return subjects.by_words((TAX_OFFICE, ASSOCIATION, *FIRMS))
