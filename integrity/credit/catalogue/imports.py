"""The catalogue from and to tables, in the columns in which catalogues are published.

What a table says otherwise than the catalogue does is proposed, and decided like any change.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework.drafting import OPEN
from integrity.casework.rules.models import VERIFIED_NAMES, Verified
from integrity.credit.catalogue import columns, drafts
from integrity.credit.catalogue.draft_models import CatalogueDraft, CatalogueState
from integrity.credit.catalogue.models import (
    CATEGORY_NAMES,
    CYCLE_NAMES,
    PERSON_GROUND_NAMES,
    PUBLICITY_NAMES,
    SENSE_NAMES,
    SHARING_NAMES,
    CatalogueItem,
    Category,
    Cycle,
    PersonGround,
    Publicity,
    Sense,
    Sharing,
)
from integrity.credit.catalogue.service import as_row
from integrity.credit.measures.models import BASIS_NAMES, WORD_OF_KIND, BasisLevel
from integrity.credit.measures.service import subject_words
from integrity.files.columns import Head
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.people.subjects.models import KIND_NAMES

KINDS = {name: WORD_OF_KIND[kind] for kind, name in KIND_NAMES.items()}


def _words(names: Mapping[Any, Any]) -> dict[Any, str]:
    return {name: str(word) for word, name in names.items()}


HEADS = (
    Head("code", _l("目录编号"), _l("目录中已有的提出修订，没有的提出新增。"), "ML-QY-09", True),
    Head("name", _l("信息事项"), _l("事项名称。"), "", True),
    Head("category", _l("类别"), _words(CATEGORY_NAMES), "", True),
    Head("sense", _l("性质"), _words(SENSE_NAMES), "", True),
    Head("applies_to", _l("适用对象"), KINDS, _l("几种对象用半角分号隔开。"), True),
    Head("source", _l("归集单位"), _l("产生信息并负责报送的单位。"), "", True),
    Head("cycle", _l("更新周期"), _words(CYCLE_NAMES), "", True),
    Head("sharing", _l("共享属性"), _words(SHARING_NAMES), "", True),
    Head("condition", _l("共享条件"), _l("有条件共享的必填。")),
    Head("publicity", _l("公开属性"), _words(PUBLICITY_NAMES), "", True),
    Head("period", _l("公示期限"), _l("期限规则的编号；不填的，按认定标准确定。")),
    Head("columns", _l("报送的列"), _l("各列用半角分号隔开，例如：合同编号 文字 主键。")),
    Head(
        "person_ground",
        _l("处理个人信息的合法性基础"),
        _words(PERSON_GROUND_NAMES),
        _l("适用对象有自然人或者有密封的列的必填。"),
    ),
    Head("stream", _l("失信行为的来源"), _l("系统内失信行为的来源；不涉及的不填。")),
    Head("rule", _l("来源中的失信行为"), _l("没有单独列明的其他行为填 *。")),
    Head("legal_basis", _l("依据"), _l("文件名称、文号和条款。"), "", True),
    Head("basis_level", _l("依据层级"), _words(BASIS_NAMES), "", True),
    Head("effective_from", _l("依据施行日期"), _l("依据文件的施行日期。"), "2026-01-01", True),
    Head("effective_to", _l("依据失效日期"), _l("现行有效的不填。")),
    Head("verified", _l("核对情况"), _words(VERIFIED_NAMES), "", True),
)


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The items of a batch that are there already and what is proposed for them, by code."""
    codes = [row["code"] for row in rows]
    items = sa.select(CatalogueItem).where(
        CatalogueItem.code.in_(codes), CatalogueItem.until.is_(None)
    )
    changes = sa.select(CatalogueDraft).where(CatalogueDraft.code.in_(codes), OPEN)
    return {
        "items": {item.code: item for item in db.session.scalars(items)},
        "drafts": {draft.code: draft for draft in db.session.scalars(changes)},
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Propose an item, or its next version where the table says otherwise; raises BadValue."""
    said = _values(row)
    drafts.demand_sense(said)
    code = row.text("code", 40)
    found, pending = row.known["items"].get(code), row.known["drafts"].get(code)
    if pending is not None:
        if row.differences({name: getattr(pending, name) for name in said}, said):
            raise BadValue("code", _("该事项已有一件修订正在办理。"))
        return Loaded.UNCHANGED
    if found and not row.differences({name: getattr(found, name) for name in said}, said):
        return Loaded.UNCHANGED
    why = _("按导入的目录表提出")
    state = CatalogueState.SUBMITTED
    made = drafts.begin(code, found, said, None, why, state=state, by=by, at=at)
    row.known["drafts"][code] = made
    return Loaded.UPDATED if found else Loaded.ADDED


def dump() -> Iterator[Mapping[str, Any]]:
    """Every item in its newest version."""
    wanted = sa.select(CatalogueItem).where(CatalogueItem.until.is_(None))
    for item in db.session.scalars(wanted.order_by(CatalogueItem.code)):
        yield as_row(item)


def _values(row: Row) -> dict[str, Any]:
    return {
        "name": row["name"],
        "category": row.choice("category", Category, CATEGORY_NAMES),
        "sense": row.choice("sense", Sense, SENSE_NAMES),
        "applies_to": _applies_to(row),
        "source": row["source"],
        "cycle": row.choice("cycle", Cycle, CYCLE_NAMES),
        "sharing": row.choice("sharing", Sharing, SHARING_NAMES),
        "condition": row.text("condition", 400),
        "publicity": row.choice("publicity", Publicity, PUBLICITY_NAMES),
        "period": row.text("period", 40),
        "columns": columns.kept(row["columns"]),
        "person_ground": row.choice("person_ground", PersonGround, PERSON_GROUND_NAMES)
        if row["person_ground"]
        else None,
        "stream": row.text("stream", 40),
        "rule": row.text("rule", 40),
        "legal_basis": row["legal_basis"],
        "basis_level": row.choice("basis_level", BasisLevel, BASIS_NAMES),
        "effective_from": row.day("effective_from"),
        "effective_to": row.day("effective_to"),
        "verified": row.choice("verified", Verified, VERIFIED_NAMES),
    }


def _applies_to(row: Row) -> str:
    """The kinds of subject as words, whichever way they are written; raises WrongMeasure."""
    named = {str(name): word for name, word in KINDS.items()}
    found = row["applies_to"].replace("；", ";").split(";")
    return subject_words(";".join(named.get(word.strip(), word) for word in found))


IMPORTERS = {
    "catalogue": Importer(
        title=_l("公共信用信息目录"),
        heads=HEADS,
        load=load,
        key=("code",),
        called=("name",),
        prepare=prepare,
        dump=dump,
        permission=Permission.MEASURES_DECIDE,
    )
}
