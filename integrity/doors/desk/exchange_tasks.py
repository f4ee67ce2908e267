"""What waits for whoever sets up platforms: those that do not answer, and rows they refused."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.permissions import Permission
from integrity.casework.tasks import Task
from integrity.doors.exchange import batches, service


def duties(user: Any) -> Iterable[Task]:
    """A task for each platform of which somebody must know, and for receipts: theirs and ours."""
    if not user.can(Permission.RECEIVERS_MANAGE):
        return
    for found in service.at_fault(clock.now()):
        address = url_for("exchange.platform", number=found.id)
        yield Task(
            day=None,
            kind=_("平台交换"),
            title=found.name,
            body="",
            url=address,
            act=_("查看"),
            act_url=address,
            key=f"exchange-{found.id}",
            warning=found.error or _("有被退回的信息"),
        )
    for batch in batches.unanswered(clock.today()):
        address = url_for("exchange.batch", number=batch.id)
        ours = batches.comes_in(batch)
        yield Task(
            day=batch.answer_by,
            kind=_("平台交换"),
            title=_("%(name)s（%(note)s）", name=batch.ref, note=batch.platform.name),
            body="",
            url=address,
            act=_("登记交付回执") if ours else _("导入回执"),
            act_url=url_for("exchange.tell" if ours else "exchange.answer", number=batch.id),
            key=f"exchange-batch-{batch.id}",
            warning=_("逾期没有交付回执") if ours else _("逾期没有回执"),
        )
