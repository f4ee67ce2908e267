"""Contracts and their nodes from lists of the procurement and finance departments."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.files.imports import Importer, Loaded, Row
from integrity.files.rows import BadValue
from integrity.pages.fields import differences, heads, read, written
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.contracts import registrations
from integrity.streams.contracts.errors import AlreadyRegistered
from integrity.streams.contracts.fields import NODE_CONTENT, NODE_ROW, ROW
from integrity.streams.contracts.models import Contract, ContractNode

SOURCE = "file"
APART = ("counterparty", "counterparty_name", "external_id", "source")
CONTENT = tuple(field for field in ROW if field.name not in APART)
"""What a row says of a contract, besides with whom it is and how it is known."""


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The parties of a batch, and the contracts registered before under its keys."""
    keys = {row["external_id"] for row in rows}
    known = _known(sa.or_(Contract.external_id.in_(keys), Contract.ref.in_(keys)))
    words = (row[name] for row in rows for name in ("subject", "counterparty"))
    return {"subjects": subjects.by_words(words), "contracts": {_key(c): c for c in known}}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Register one contract; the same row again changes nothing, another one is refused.

    Raises AlreadyRegistered.
    """
    key = (row["source"] or SOURCE, row["external_id"])
    said, firm = read(CONTENT, row), _firm(row)
    if known := row.known["contracts"].get(key):
        if other := differences(CONTENT, known, said, row):
            names = _("、").join(str(field.label) for field in other)
            raise AlreadyRegistered(
                _("该编号已经以其他内容登记，不能由导入更改：%(names)s。", names=names)
            )
        return Loaded.UNCHANGED
    body = said.pop("subject")
    made = registrations.register(
        body, firm, by=by, at=at, source=key[0], external_id=key[1], **said
    )
    row.known["contracts"][key] = made
    return Loaded.ADDED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every contract, with the columns in which it can be imported again."""
    parties = (joinedload(Contract.subject), joinedload(Contract.counterparty))
    wanted = sa.select(Contract).options(*parties).order_by(Contract.id)
    found = db.session.scalars(wanted.execution_options(yield_per=1000))
    return (written(ROW, contract) for contract in found)


def prepare_nodes(rows: Sequence[Row]) -> dict[str, Any]:
    """The contracts that a batch names, by their number here and by that of their source."""
    keys = {row["contract"] for row in rows}
    found = _known(sa.or_(Contract.external_id.in_(keys), Contract.ref.in_(keys)))
    named = {contract.external_id: contract for contract in found if contract.external_id}
    return {"named": named | {contract.ref: contract for contract in found}}


def load_node(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add one node to its contract; the same row again changes nothing. Raises BadValue."""
    said = read(NODE_CONTENT, row)
    contract = row.known["named"].get(row["contract"])
    if contract is None:
        raise BadValue("contract", _("没有这个合同，请先导入或者登记合同。"))
    for node in contract.nodes:
        if all(getattr(node, name) == value for name, value in said.items()):
            return Loaded.UNCHANGED
    registrations.add_node(contract, **said, by=by, at=at)
    return Loaded.ADDED


def dump_nodes() -> Iterator[Mapping[str, Any]]:
    """Every node that the parties agreed on."""
    wanted = sa.select(ContractNode).options(joinedload(ContractNode.contract))
    wanted = wanted.order_by(ContractNode.contract_id, ContractNode.place)
    found = db.session.scalars(wanted.execution_options(yield_per=1000))
    return (written(NODE_ROW, node) for node in found)


def _known(which: sa.ColumnElement[bool]) -> Sequence[Contract]:
    parties = (joinedload(Contract.subject), joinedload(Contract.counterparty))
    return db.session.scalars(sa.select(Contract).where(which).options(*parties)).all()


def _key(contract: Contract) -> tuple[str, str]:
    return contract.source or SOURCE, contract.external_id or contract.ref


def _firm(row: Row) -> Subject:
    """The counterparty by code or name; an unknown code with a name is added as an enterprise."""
    column, name = row["counterparty"], row["counterparty_name"]
    if column in row.known["subjects"] or not name:
        return cells.named(
            row, "counterparty", _("没有这个相对方；新的请填写统一社会信用代码和名称。")
        )
    found = subjects.register(SubjectKind.ENTERPRISE, name, column)
    row.known["subjects"][column] = found
    return found


IMPORTERS = {
    "contracts": Importer(
        heads=heads(ROW),
        load=load,
        key=("source", "external_id"),
        prepare=prepare,
        dump=dump,
        title=_l("政府合同"),
        permission=Permission.IMPORT,
    ),
    "contract-nodes": Importer(
        heads=heads(NODE_ROW),
        load=load_node,
        key=("contract", "owing", "kind", "what", "planned_on", "amount"),
        prepare=prepare_nodes,
        dump=dump_nodes,
        title=_l("合同履约节点"),
        permission=Permission.IMPORT,
    ),
}
