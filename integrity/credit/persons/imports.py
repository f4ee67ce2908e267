"""Persons from a table: read at once, sealed, and told of by the number of the line alone."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.errors import Refused
from integrity.credit.persons import service
from integrity.files import imports
from integrity.files.columns import Head
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.people.subjects import service as subjects

HEADS = (
    Head("name", _l("姓名"), required=True),
    Head(
        "identifier",
        _l("身份证号码"),
        required=True,
        also=("身份证号", "公民身份号码", "证件号码"),
    ),
    Head("document", _l("作出决定的文书"), required=True),
)


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Register the person of a row; raises BadValue, which repeats nothing of it."""
    known = subjects.by_identifier(row["identifier"])
    try:
        service.register(row["name"], row["identifier"], row["document"], by=by, at=at)
    except Refused as refused:
        raise BadValue("identifier", refused.detail) from None
    return Loaded.UNCHANGED if known else Loaded.ADDED


IMPORTER = Importer(
    heads=HEADS, load=load, key=("identifier",), title=_l("自然人"), identifies=("identifier",)
)
"""Not one of those that anybody may choose: its files are not kept, and nothing is exported."""


def run(file: FileStorage, *, by: audit.Actor, at: datetime) -> imports.Report:
    """Register everybody in a file that is not kept; raises WrongFile, SeveralSheets."""
    with imports.received(file) as table:
        return imports.run(IMPORTER, table, by=by, at=at)
