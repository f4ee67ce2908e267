"""A thing of every stream, as its own tests make one."""

from collections.abc import Callable
from typing import Any

from integrity.base.permissions import Role
from integrity.credit.records.models import RecordState
from integrity.streams.rectifications import service as rectifications
from tests.arrears.makers import make_invoice
from tests.commitments.makers import make_published
from tests.complaints.makers import make_accepted
from tests.contracts.makers import make_node
from tests.courts.makers import make_case
from tests.decisions.makers import make_decision
from tests.evaluations.makers import make_point
from tests.factories import NOW, TODAY, make_record, make_user, served
from tests.grievances.makers import make_true
from tests.lawsuits.makers import make_suit
from tests.losses.makers import make_granted
from tests.plans.makers import make_task
from tests.pledges.makers import make_pledge
from tests.remnants.makers import make_remnant
from tests.targets.makers import make_target
from tests.tips.makers import make_tip


def make_order() -> Any:
    record = make_record(state=RecordState.CONFIRMED, decided_on=TODAY, until=TODAY, public=True)
    return served(rectifications.order(record, "示例要求", by=make_user(Role.OFFICE), at=NOW))


MAKERS: dict[str, Callable[[], Any]] = {
    "arrears": make_invoice,
    "commitments": make_published,
    "complaints": make_accepted,
    "contracts": make_node,
    "courts": make_case,
    "decisions": make_decision,
    "evaluations": make_point,
    "grievances": make_true,
    "lawsuits": make_suit,
    "losses": make_granted,
    "plans": make_task,
    "pledges": make_pledge,
    "rectifications": make_order,
    "remnants": make_remnant,
    "targets": make_target,
    "tips": make_tip,
}
