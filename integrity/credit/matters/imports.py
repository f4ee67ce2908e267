"""The application list from a spreadsheet: every row proposes a version, which another adopts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import today
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.credit.matters import service
from integrity.credit.matters.models import MATTER_KIND_NAMES, Matter, MatterKind
from integrity.files.columns import Head
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject

EVERYBODY = "*"
"""In the column of bodies: whichever body handles the matter."""
HEADS = (
    Head("code", _l("事项编码"), _l("政务服务事项编码，或者本清单自编的编码。"), "", True),
    Head("name", _l("事项名称"), _l("与政务服务事项清单一致。"), "", True),
    Head("kind", _l("事项类别"), MATTER_KIND_NAMES, "", True),
    Head("measures", _l("执行的措施"), _l("措施编号，用分号分开；没有的不填。"), "M-S-ADM-10"),
    Head(
        "bodies",
        _l("必须核查的单位"),
        _l("单位名称或者统一社会信用代码，用分号分开；所有办理单位填 *。"),
        "*",
        True,
    ),
    Head("legal_basis", _l("依据"), _l("文件名称、文号和条款。"), "", True),
    Head("reasons", _l("新增或者修改的理由"), _l("供批准人审查。")),
)


def parts(words: str) -> list[str]:
    """The words of a cell that names several."""
    return [word.strip() for word in words.replace("；", ";").split(";") if word.strip()]


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """Everybody whom the rows of a batch name."""
    words = [word for row in rows for word in parts(row["bodies"]) if word != EVERYBODY]
    return {"subjects": subjects.by_words(words)}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Propose a matter, or a change of it; what is on the list already stays as it is.

    Raises BadValue, WrongMatter.
    """
    bodies = _bodies(row)
    said: dict[str, Any] = {
        "name": row["name"],
        "kind": row.choice("kind", MatterKind, MATTER_KIND_NAMES),
        "measures": ";".join(service.families(parts(row["measures"]))),
        "everybody": parts(row["bodies"]) == [EVERYBODY],
        "legal_basis": row["legal_basis"],
    }
    code = row.text("code", 40)
    if old := service.current(code):
        changed = row.differences({name: getattr(old, name) for name in said}, said)
        if not changed and not service.differences(old, {}, bodies):
            return Loaded.UNCHANGED
    measures = parts(said.pop("measures"))
    service.propose(
        code, measures=measures, bodies=bodies, reasons=row["reasons"], by=by, at=at, **said
    )
    return Loaded.UPDATED if old else Loaded.ADDED


def dump() -> Iterator[Mapping[str, Any]]:
    wanted = service.in_force(today()).order_by(Matter.code)
    for matter in db.session.scalars(wanted):
        yield as_row(matter)


def as_row(matter: Matter) -> dict[str, str]:
    """A matter as its list writes it; an import reads it again."""
    named = ";".join(body.uscc or body.name for body in matter.bodies)
    return {
        "code": matter.code,
        "name": matter.name,
        "kind": matter.kind.value,
        "measures": matter.measures,
        "bodies": EVERYBODY if matter.everybody else named,
        "legal_basis": matter.legal_basis,
        "reasons": "",
    }


def _bodies(row: Row) -> list[Subject]:
    words = parts(row["bodies"])
    if words == [EVERYBODY]:
        return []
    known = row.known["subjects"]
    for word in words:
        if word not in known:
            raise BadValue("bodies", cells.missing(word))
    if not words or EVERYBODY in words:
        raise BadValue("bodies", _("填写单位，或者只填 *。"))
    return list({known[word].id: known[word] for word in words}.values())


IMPORTERS = {
    "matters": Importer(
        title=_l("公共信用信息应用清单"),
        heads=HEADS,
        load=load,
        key=("code",),
        called=("name",),
        prepare=prepare,
        dump=dump,
        permission=Permission.MATTERS_KEEP,
    )
}
