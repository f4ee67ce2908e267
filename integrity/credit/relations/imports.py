"""Relations from the market register's table: read at once, persons sealed, the file not kept."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.errors import Refused
from integrity.credit.relations import service
from integrity.credit.relations.models import ROLE_NAMES, RelationRole
from integrity.files import imports
from integrity.files.columns import Head
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.people.subjects import service as subjects

HEADS = (
    Head("subject", _l("统一社会信用代码"), required=True),
    Head("role", _l("关系"), ROLE_NAMES, required=True),
    Head("name", _l("姓名或者名称"), required=True, also=("姓名", "名称")),
    Head("code", _l("证件号码"), required=True, also=("身份证号", "身份证号码")),
    Head("since", _l("开始日期"), required=True),
    Head("until", _l("结束日期")),
    Head("source", _l("来源"), required=True),
)


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Enter a row, or its end; raises BadValue, which repeats nothing of it."""
    subject, since = subjects.by_code(row["subject"]), row.day("since")
    if subject is None:
        raise BadValue("subject", _("没有登记该代码的主体。"))
    assert since is not None  # the column is required
    role: Any = row.choice("role", RelationRole, ROLE_NAMES)
    try:
        other = service.related(row["name"], row["code"])
        _relation, fresh = service.enter(
            subject, other, role, since, row.day("until"), row["source"], by=by, at=at
        )
    except Refused as refused:
        raise BadValue("code", refused.detail) from None
    return Loaded.ADDED if fresh else Loaded.UNCHANGED


IMPORTER = Importer(
    identifies=("code",),
    heads=HEADS,
    load=load,
    key=("subject", "code", "role", "since"),
    title=_l("关联关系"),
)
"""Not one of those that anybody may choose: its files are not kept, and nothing is exported."""


def run(file: FileStorage, *, by: audit.Actor, at: datetime) -> imports.Report:
    """Enter every relation in a file that is not kept; raises WrongFile, SeveralSheets."""
    with imports.received(file) as table:
        return imports.run(IMPORTER, table, by=by, at=at)
