"""Debts as a stream."""

import sqlalchemy as sa

from debts import service
from debts.imports import IMPORTERS
from debts.models import STATE_NAMES, Debt
from debts.permissions import GRANTS, DebtsPermission
from debts.views import bp
from integrity.base.runs import Job
from integrity.casework.acts import Act
from integrity.casework.breaches import Problem
from integrity.casework.streams import Place, Reach, Stream, Words, Work

STREAM = Stream(
    name="debts",
    title="政府债务",
    model=Debt,
    blueprint=bp,
    breaches=service.breaches,
    reach=Reach(
        mine=lambda body_id: Debt.subject_id == body_id,
        public=sa.false,
        read=DebtsPermission.READ,
        grants=GRANTS,
        menu=(Place("/debts/", "债务", 55),),
    ),
    work=Work(
        flow=service.FLOW,
        acts={"pay": Act("偿还", service.pay)},
        jobs=(
            Job(
                "remind_debtors",
                "提醒临近期限的债务",
                "3 1 * * *",
                lambda on, at: {"flagged": service.remind(on=on)},
            ),
        ),
        importers=IMPORTERS,
    ),
    words=Words(
        rules={"unpaid": "逾期未偿"},
        problems={"unpaid": Problem.ARREARS},
        state_names=STATE_NAMES,
    ),
)
