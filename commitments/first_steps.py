"""What commitments need before their first day: who heads each body, and the first of them."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from commitments import service
from commitments.models import Commitment
from commitments.permissions import CommitmentsPermission
from commitments.takeover.office_terms import OfficeTerm
from integrity.base.permissions import Role
from integrity.casework.first_steps import FirstStep
from integrity.people.accounts.models import AccountState, User


def _heads(on: date) -> tuple[Any, Any]:
    """How many bodies whose head has an account have somebody in office, of how many."""
    heads = (User.role == Role.HEAD, User.state == AccountState.ACTIVE, User.body_id.is_not(None))
    headed = sa.select(User.body_id).where(*heads)
    open_ = sa.and_(OfficeTerm.from_on <= on, OfficeTerm.to_on.is_(None))
    known = sa.select(sa.func.count(OfficeTerm.body_id.distinct())).where(
        open_, OfficeTerm.body_id.in_(headed)
    )
    needed = sa.select(sa.func.count(User.body_id.distinct())).where(*heads)
    return known.scalar_subquery(), needed.scalar_subquery()


def _first(on: date) -> tuple[Any, Any]:
    some = sa.exists().where(service.is_public()).select_from(Commitment)
    return sa.cast(sa.select(some).scalar_subquery(), sa.Integer), 1


FIRST_STEPS = (
    FirstStep(
        "heads",
        50,
        _l("登记主要负责人的任期"),
        _l("没有登记任期的单位，公开页面不显示现任负责人，换届时也不会移交未完成的事项。"),
        CommitmentsPermission.PUBLISH,
        "commitments.office_terms",
        _heads,
    ),
    FirstStep(
        "commitment",
        90,
        _l("公开第一项承诺"),
        _l("由单位起草、主要负责人签署，经审查后公开；以往公开过的承诺可以成批导入。"),
        CommitmentsPermission.PUBLISH,
        "commitments.index",
        _first,
        "commitments",
    ),
)
