"""The stages of a PPP project, who was responsible in each, and what was broken in which.

Offices and their terms, never names: who held which stage is found again (责任回溯, S2 二（二）).
"""

import enum
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.audit import service as audit
from integrity.base.db import Model, db
from integrity.streams.contracts.codes import ContractKind, ContractState, Owing
from integrity.streams.contracts.errors import WrongContract
from integrity.streams.contracts.models import Contract, ContractNode


class Stage(enum.StrEnum):
    IDENTIFY = "identify"
    PREPARE = "prepare"
    PROCURE = "procure"
    EXECUTE = "execute"
    TRANSFER = "transfer"


STAGE_NAMES = {
    Stage.IDENTIFY: _l("项目识别"),
    Stage.PREPARE: _l("项目准备"),
    Stage.PROCURE: _l("项目采购"),
    Stage.EXECUTE: _l("项目执行"),
    Stage.TRANSFER: _l("项目移交"),
}


class ContractStage(Model):
    """Which office was responsible for a stage, from a day to a day; None: still is."""

    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(sa.ForeignKey("contract.id"), index=True)
    stage: Mapped[Stage]
    post: Mapped[str]
    duty: Mapped[str] = mapped_column(default="")
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    contract: Mapped[Contract] = relationship()

    __table_args__ = (sa.CheckConstraint("to_on >= from_on", name="period"),)

    @property
    def parties(self) -> set[int]:
        return {self.contract.subject_id}


class Default(NamedTuple):
    """A duty that was broken, since when, and which stages and offices it fell to."""

    node: ContractNode
    since: date
    days: int
    held: str


def hold(
    contract: Contract,
    stage: Stage,
    post: str,
    duty: str,
    from_on: date,
    to_on: date | None,
    *,
    by: audit.Actor,
    at: datetime,
) -> ContractStage:
    """Enter who is responsible for a stage; raises WrongContract."""
    if contract.kind is not ContractKind.PPP:
        raise WrongContract(_("只有 PPP 项目登记阶段责任人。"))
    if to_on and to_on < from_on:
        raise WrongContract(_("结束日期不能早于开始日期。"))
    made = ContractStage(
        contract=contract, stage=Stage(stage), post=post, duty=duty, from_on=from_on, to_on=to_on
    )
    db.session.add(made)
    db.session.flush()
    said = {"stage": made.stage, "from_on": str(from_on), "to_on": str(to_on)}
    audit.write(contract, "hold_stage", by=by, at=at, why=post, **said)
    return made


def of(contract: Contract) -> Sequence[ContractStage]:
    """Every stage of a project, in the order of time."""
    wanted = sa.select(ContractStage).where(ContractStage.contract_id == contract.id)
    return db.session.scalars(wanted.order_by(ContractStage.from_on, ContractStage.id)).all()


def held_on(stages: Sequence[ContractStage], day: date) -> str:
    """Which stages ran on a day, and which office held each."""
    running = [s for s in stages if s.from_on <= day <= (s.to_on or day)]
    return _("、").join(f"{STAGE_NAMES[s.stage]} · {s.post}" for s in running)


def defaults(contract: Contract, on: date) -> Iterator[Default]:
    """What the body did not perform by its day, with who held the stage on that day."""
    if contract.state is ContractState.REGISTERED:
        return
    stages: Sequence[Any] = of(contract)
    for node in contract.nodes:
        if node.owing is Owing.BODY and node.due_on and node.is_late(on):
            yield Default(node, node.due_on, node.days_late(on), held_on(stages, node.due_on))
