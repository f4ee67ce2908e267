"""Who does the credit work of each body (信用建设具体工作人员), and which body names nobody."""

from typing import Any

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased
from wtforms import SelectField
from wtforms.validators import Optional

from integrity.base import i18n
from integrity.base.db import db
from integrity.base.permissions import ROLE_NAMES, Permission, Role
from integrity.base.stamps import requires
from integrity.doors.desk.blueprint import bp
from integrity.pages.forms import FilterForm
from integrity.pages.tables import Column, Table, choices
from integrity.people.accounts.models import AccountState, User
from integrity.people.subjects.models import Subject, SubjectKind

CONTACTS = (Role.HEAD, Role.OFFICER)
NAMED = {"yes": _l("已确定"), "no": _l("没有确定")}


class ContactFilters(FilterForm):
    named = SelectField(_l("信用专员"), choices=lambda: choices(NAMED), validators=[Optional()])


@bp.get("/contacts")
@requires(Permission.DASHBOARD)
def contacts() -> ResponseReturnValue:
    """A line for each head and officer, and one for each body that has neither."""
    theirs = (User.body_id == Subject.id, User.role.in_(CONTACTS))
    person = User.name.label("person")
    columns: list[Any] = [Subject.name, Subject.area, person, User.role, User.last_login]
    rows = (
        sa.select(*columns)
        .select_from(Subject)
        .outerjoin(User, sa.and_(*theirs, User.state == AccountState.ACTIVE))
        .where(Subject.kind == SubjectKind.BODY, Subject.merged_into_id.is_(None))
    )
    table = Table(
        title=_("各单位信用工作人员"),
        name="contacts",
        rows=rows,
        columns=[
            Column("body", _("单位"), lambda row: row.name, sort=Subject.name),
            Column("area", _("所在区域"), lambda row: row.area),
            Column("role", _("职责"), _role),
            Column("person", _("姓名"), lambda row: row.person),
            Column("seen", _("最近登录"), _seen),
        ],
        search=(Subject.name, Subject.area, User.name),
        filters=ContactFilters,
        narrow={"named": _named},
        order=(Subject.name, User.role, User.id),
        empty=_("没有符合条件的单位。"),
        entities=False,
    )
    intro = _(
        "有 %(count)d 个单位没有信用专员，由单位确定人选，系统管理员建立账号。",
        count=unnamed(),
    )
    return table.respond("desk/list.html", intro=intro)


def unnamed() -> int:
    """How many bodies have nobody in charge of credit work."""
    bodies = (Subject.kind == SubjectKind.BODY, Subject.merged_into_id.is_(None))
    wanted = sa.select(sa.func.count()).select_from(Subject).where(*bodies, ~_has_officer())
    return db.session.scalar(wanted) or 0


def _has_officer() -> sa.ColumnElement[bool]:
    officer = aliased(User)
    mine = (officer.body_id == Subject.id, officer.role == Role.OFFICER)
    return sa.exists().where(*mine, officer.state == AccountState.ACTIVE)


def _named(value: str) -> sa.ColumnElement[bool]:
    return _has_officer() if value == "yes" else ~_has_officer()


def _role(row: Any) -> Any:
    return ROLE_NAMES[row.role] if row.role else _("没有确定")


def _seen(row: Any) -> str:
    if row.person is None:
        return ""
    return i18n.moment(row.last_login) if row.last_login else _("没有登录过")
