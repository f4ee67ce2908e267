"""Every kind of table that can be imported, who may do it on the web, and how it is filled in."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from integrity.base.errors import NotFound
from integrity.base.i18n import locale
from integrity.casework import streams
from integrity.casework.rules.imports import IMPORTERS as RULES
from integrity.credit.activities.imports import IMPORTERS as ACTIVITIES
from integrity.credit.catalogue.imports import IMPORTERS as CATALOGUE
from integrity.credit.checks.outcome_imports import IMPORTERS as OUTCOMES
from integrity.credit.coverage.imports import IMPORTERS as APPROVALS
from integrity.credit.gatherings.imports import data_set, data_sets
from integrity.credit.grading.imports import IMPORTERS as GRADING
from integrity.credit.matters.imports import IMPORTERS as MATTERS
from integrity.credit.measures.imports import IMPORTERS as MEASURES
from integrity.credit.offences.imports import IMPORTERS as OFFENCES
from integrity.credit.policies.imports import IMPORTERS as LIBRARY
from integrity.credit.publicity.imports import IMPORTERS as PUBLICITY
from integrity.credit.publicity.made import IMPORTERS as MADE
from integrity.credit.repairs.imports import IMPORTERS as REPAIRS
from integrity.credit.sanctions.basis_imports import IMPORTERS as BASES
from integrity.credit.sanctions.imports import IMPORTERS as LISTS
from integrity.credit.sanctions.member_imports import IMPORTERS as MEMBERS
from integrity.credit.sanctions.tax_imports import IMPORTERS as TAXPAYERS
from integrity.doors.importing.models import Upload
from integrity.files.columns import Head
from integrity.files.exports import AS_IT_IS
from integrity.files.imports import Importer
from integrity.files.tabular import INSTRUCTIONS
from integrity.people.subjects.imports import IMPORTERS as SUBJECTS


def importers() -> dict[str, Importer]:
    """Everything that can be imported: the core's kinds, those of the streams, the data sets."""
    return _fixed() | data_sets()


def one(kind: str) -> Importer | None:
    """One kind, without looking up all data sets."""
    return _fixed().get(kind) or data_set(kind)


def _fixed() -> dict[str, Importer]:
    found = SUBJECTS | RULES | CATALOGUE | LIBRARY | MEASURES | OFFENCES | LISTS | REPAIRS
    found |= TAXPAYERS | MEMBERS | BASES | MATTERS | APPROVALS | PUBLICITY | MADE
    for stream in streams.registered().values():
        found.update(stream.work.importers)
    return found | GRADING | OUTCOMES | ACTIVITIES


def open_to(user: Any) -> dict[str, Importer]:
    """The kinds that this person may import on the web."""
    return {
        name: importer
        for name, importer in importers().items()
        if importer.permission and user.can(importer.permission)
    }


def named(kind: str, user: Any) -> Importer:
    """One kind, if this person may import it on the web; raises NotFound."""
    try:
        return open_to(user)[kind]
    except KeyError:
        raise NotFound from None


def forget_persons(upload: Upload) -> None:
    """A file that names persons is not kept once it is over; the sweep erases it."""
    if importers()[upload.kind].hidden:
        upload.stored = None


def title(kind: str) -> Any:
    """What a kind is called on screen."""
    found = one(kind)
    return (found and found.title) or kind


def column_names(kind: str) -> Callable[[str], str]:
    """What the columns of a kind are called on screen."""
    found = one(kind)
    return found.name if found else str


def explained(importer: Importer) -> list[tuple[str, str, bool, str]]:
    """Each column of a file: key, name, whether it is required, and how it is filled in."""
    return [(head.key, head.name, head.required, _words(head)) for head in importer.heads]


def template(importer: Importer) -> bytes:
    """An empty workbook to fill in; how to do it stands on a second sheet, which nobody imports."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, AS_IT_IS) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        text = book.add_format({"num_format": "@"})
        sheet, help_sheet = book.add_worksheet(_("数据")), book.add_worksheet(_(INSTRUCTIONS[0]))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(importer.columns) - 1, 18, text)
        sheet.write_row(0, 0, [head.name for head in importer.heads], bold)
        help_sheet.set_column(0, 0, 20)
        help_sheet.set_column(2, 2, 80, wrapped)
        help_sheet.write_row(0, 0, [_("列"), _("必填"), _("怎样填写")], bold)
        for line, (_key, name, required, words) in enumerate(explained(importer), start=1):
            help_sheet.write_row(line, 0, [name, _("必填") if required else "", words])
    return file.getvalue()


def _words(head: Head) -> str:
    """How a column is filled in: a sentence with an example, or the words that may stand there."""
    if not isinstance(head.help, Mapping):
        between = "" if locale() == "zh" else " "
        return between.join(filter(None, (str(head.help), str(head.hint))))
    named = head.help.items()
    words = _("、").join(_("%(name)s（%(note)s）", name=n, note=word) for word, n in named)
    return str(_("只能是：%(words)s", words=words))
