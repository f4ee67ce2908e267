"""Subjects as the cells of a table name them: by code, by name, or by a name they had before."""

from typing import Any

from flask_babel import gettext as _

from integrity.files.rows import BadValue, Row
from integrity.people.subjects import aliases
from integrity.people.subjects.kept_codes import marked
from integrity.people.subjects.models import Subject
from integrity.people.subjects.service import near


def named(row: Row, column: str, unknown: Any = "") -> Subject:
    """Whom a cell names, of those found for the batch; raises BadValue, naming who may be meant."""
    found: Subject | None = row.known["subjects"].get(row[column])
    if found is None:
        raise BadValue(column, missing(row[column], unknown))
    understood(row, column, found)
    return found


def understood(row: Row, column: str, subject: Subject) -> None:
    """Note for the check of the file who is meant."""
    row.understood[column] = subject.name


def missing(word: str, unknown: Any = "") -> str:
    """That nobody, or more than one, is known by a word, and who may be meant."""
    said = str(unknown) or _("没有这个单位，或者有多个单位同名；请填写统一社会信用代码。")
    likely = _("、").join(
        _(
            "%(name)s（%(note)s）",
            name=subject.name,
            note=marked(subject.uscc) or subject.slug or "—",
        )
        for subject in near(word)
    )
    if aliases.ask(word):
        said += _("已提请领导小组办公室确认“%(word)s”指哪个单位，也可以改填代码。", word=word)
    return said + _("是否为：%(names)s？", names=likely) if likely else said
