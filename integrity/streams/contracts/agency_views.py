"""The agencies of tendering and procurement (招标、采购代理机构), as everybody may know them."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base.db import db
from integrity.base.stamps import public
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.pages.tables import Column, Table
from integrity.people.subjects.code_columns import code_column
from integrity.people.subjects.models import Subject
from integrity.streams.contracts.appraisal_models import Appraisal, AppraisalState
from integrity.streams.contracts.blueprint import bp
from integrity.streams.contracts.codes import ContractKind, ContractState
from integrity.streams.contracts.models import Contract

ENGAGED = sa.and_(Contract.kind == ContractKind.AGENCY, Contract.state != ContractState.REGISTERED)
"""Contracts by which somebody acts for a buyer, once they are checked."""


@bp.get("/agencies/")
@public
def agencies() -> ResponseReturnValue:
    """Who acts for public buyers, how the buyers appraised it, on which lists it stands."""
    scores: dict[int, list[Decimal]] = defaultdict(list)
    lists: dict[int, list[str]] = defaultdict(list)

    def gather(firms: Sequence[Subject]) -> None:
        ids = [firm.id for firm in firms]
        for item in db.session.scalars(_final(ids)):
            scores[item.appraised_id].append(item.score)
        for entry in db.session.scalars(_listed(ids)):
            lists[entry.subject_id].append(str(LIST_NAMES[entry.kind]))

    table = Table(
        title=_("招标、采购代理机构"),
        name="agencies",
        rows=sa.select(Subject).where(
            Subject.public, Subject.id.in_(sa.select(Contract.counterparty_id).where(ENGAGED))
        ),
        link=lambda firm: url_for("site.subject", uscc=firm.uscc),
        columns=[
            Column("name", _("机构名称"), lambda firm: firm.name, sort=Subject.name),
            code_column(lambda firm: firm.uscc),
            Column("lists", _("在列的信用名单"), lambda firm: _("、").join(lists[firm.id])),
            Column("number", _("生效的履约评价"), lambda f: len(scores[f.id]), align="right"),
            Column("score", _("平均得分"), lambda firm: mean(scores[firm.id]), align="right"),
        ],
        search=(Subject.name, Subject.uscc),
        order=(Subject.name, Subject.id),
        gather=gather,
        empty=_("没有登记代理合同的机构。"),
    )
    intro = _("委托代理的单位在合同履行以后作出评价，满分 5 分；有异议的，认定成立以后才计入。")
    return table.respond(intro=intro)


def mean(scores: Sequence[Decimal]) -> Decimal | None:
    """None where nobody appraised it."""
    return (sum(scores, Decimal()) / len(scores)).quantize(Decimal("0.01")) if scores else None


def _final(ids: Sequence[int]) -> sa.Select[Appraisal]:
    return (
        sa.select(Appraisal)
        .join(Appraisal.contract)
        .where(ENGAGED, Appraisal.appraised_id == Contract.counterparty_id)
        .where(Appraisal.appraised_id.in_(ids), Appraisal.state == AppraisalState.FINAL)
    )


def _listed(ids: Sequence[int]) -> sa.Select[ListEntry]:
    return sa.select(ListEntry).where(
        ListEntry.subject_id.in_(ids), ListEntry.state == EntryState.LISTED
    )
