"""The first day: what an installation still needs; it stands on the desk until it is there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock, site_texts
from integrity.base.db import db
from integrity.base.permissions import ROLE_NAMES, Permission, Role, roles_with
from integrity.base.stamps import requires
from integrity.casework.first_steps import FirstStep
from integrity.casework.streams import registered
from integrity.casework.workdays import DayKind, Workday
from integrity.doors.desk.blueprint import bp
from integrity.people.accounts.models import AccountState, User
from integrity.people.messages import channels
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject

NEEDED = (
    Role.OFFICE,
    Role.HEAD,
    Role.OFFICER,
    Role.CUSTODIAN,
    Role.AUDITOR,
    Role.SECURITY,
    Role.SYSTEM,
)
"""Whose accounts nothing goes on without; two of the office, for what two people decide."""


def _number(column: Any, *which: Any) -> Any:
    return sa.select(sa.func.count(column)).where(*which).scalar_subquery()


def _bodies(on: date) -> tuple[Any, Any]:
    return subjects.bodies().with_only_columns(sa.func.count(Subject.id)).scalar_subquery(), 1


def _people(on: date) -> tuple[Any, Any]:
    """Of how many of these roles somebody may log in, and whether a second one of the office."""
    active = User.state == AccountState.ACTIVE
    roles = _number(User.role.distinct(), active, User.role.in_(NEEDED))
    office = _number(User.id, active, User.role == Role.OFFICE)
    return roles + sa.case((office > 1, 1), else_=0), len(NEEDED) + 1


def _holidays(on: date) -> tuple[Any, Any]:
    """Whether this year's notice is there; the next one's is asked for by an alarm."""
    days = Workday.day.between(date(on.year, 1, 1), date(on.year, 12, 31))
    some = _number(Workday.day, days, Workday.kind == DayKind.HOLIDAY)
    return sa.case((some > 0, 1), else_=0), 1


def _texts(on: date) -> tuple[Any, Any]:
    wanted = ("OFFICE_NAME", "OFFICE_CONTACT", "ICP_NUMBER")
    return sum(1 for name in wanted if site_texts.said(name)), len(wanted)


STEPS = (
    FirstStep(
        "texts",
        10,
        _l("写明本站由谁主办、怎样联系、备案号"),
        _l("显示在每一页下方、帮助页和每一份文书中。"),
        Permission.SITE_SAY,
        "desk.texts",
        _texts,
    ),
    FirstStep(
        "bodies",
        20,
        _l("登记机关事业单位"),
        _l("谁承诺、谁欠账、谁答复，都从这里选；可以用表格成批导入。"),
        Permission.IMPORT,
        "desk.register",
        _bodies,
        "subjects",
    ),
    FirstStep(
        "people",
        30,
        _l("开通各角色的账号"),
        _l("每个角色至少一个；领导小组办公室至少两个，名单和记录须由两人先后办理。"),
        Permission.ACCOUNTS_CREATE,
        "desk.accounts",
        _people,
    ),
    FirstStep(
        "holidays",
        40,
        _l("载入本年放假调休安排"),
        _l("没有载入的年份，涉及的期限都是暂定。"),
        Permission.IMPORT,
        "importing.index",
        _holidays,
        "workdays",
    ),
    FirstStep(
        "messages",
        70,
        _l("开通邮件、短信或者政务应用中的一种"),
        _l("不开通的，提醒只在站内显示。由运行人员在设置中填写，在“消息发送”页面试发。"),
        Permission.SYSTEM_RUN,
        "messages.outgoing",
        lambda on: (min(len(channels.on()), 1), 1),
    ),
)


@dataclass(frozen=True)
class Standing:
    """A step, how much of it is there, who does it, and what helps this person to."""

    step: FirstStep
    there: int
    needed: int
    whom: list[Any]
    is_mine: bool
    kind: str

    @property
    def is_done(self) -> bool:
        return self.needed > 0 and self.there >= self.needed


def concerns(user: Any) -> bool:
    """Whoever does one of the steps."""
    return any(user.can(step.permission) for step in _all())


def standings(user: Any, on: date) -> list[Standing]:
    """Every step with how it stands, in their order; one query."""
    steps = _all()
    asked = [
        sa.literal(one) if isinstance(one, int) else one for s in steps for one in s.counts(on)
    ]
    found = [int(value or 0) for value in db.session.execute(sa.select(*_labelled(asked))).one()]
    imports = user.can(Permission.IMPORT)
    return [
        Standing(
            step,
            there,
            needed,
            [ROLE_NAMES[role] for role in roles_with(step.permission)],
            user.can(step.permission),
            step.kind if imports else "",
        )
        for step, there, needed in zip(steps, found[::2], found[1::2], strict=True)
    ]


def open_steps(user: Any, on: date) -> tuple[int, int] | None:
    """How many steps are done, of how many; None when all are, or for whom it does not concern."""
    if not concerns(user):
        return None
    found = standings(user, on)
    done = sum(1 for one in found if one.is_done)
    return None if done == len(found) else (done, len(found))


@bp.get("/first-day")
@requires(Permission.DESK, also=concerns)
def first_day() -> ResponseReturnValue:
    """What is there, what is missing, whose it is, and where it is done."""
    return render_template(
        "desk/first_day.html",
        steps=standings(current_user, clock.today()),
        address=current_app.config["BASE_URL"],
    )


def _all() -> list[FirstStep]:
    more = [step for stream in registered().values() for step in stream.work.first_steps]
    return sorted([*STEPS, *more], key=lambda step: step.order)


def _sql(count: Any) -> Any:
    return sa.literal(count) if isinstance(count, int) else count


def _labelled(values: list[Any]) -> list[Any]:
    return [value.label(f"n{number}") for number, value in enumerate(values)]
