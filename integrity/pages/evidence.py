"""The field for a file, and files as the page of a thing shows them."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.validators import StopValidation

from integrity.base.errors import Refused
from integrity.files.attached import Attachment
from integrity.files.examination import examined
from integrity.files.filetypes import ALLOWED
from integrity.pages.items import Evidence

SHEETS = ("xlsx", "csv")
"""The endings of tables that are read."""


class EvidenceField(FileField):
    """A file with the allowed endings; `data` is a FileStorage, or None when nothing was chosen."""

    def __init__(self, label: Any = None, validators: Any = None, **more: Any) -> None:
        more.setdefault("description", _l("PDF、图片、Word、Excel、OFD、CSV 或者文本，单个文件。"))
        more.setdefault("render_kw", {"accept": ",".join(f".{end}" for end in ALLOWED)})
        super().__init__(label, validators, **more)

    def pre_validate(self, form: Any) -> None:
        if self.data:
            try:
                examined(self.data.stream, self.data.filename or "")
            except Refused as refused:
                raise StopValidation(refused.detail or str(refused.title)) from None


class SheetField(EvidenceField):
    """A table: XLSX without macros, or CSV in UTF-8 or GB18030."""

    def __init__(self, label: Any = None, validators: Any = None, **more: Any) -> None:
        more.setdefault("render_kw", {"accept": ",".join(f".{ending}" for ending in SHEETS)})
        super().__init__(label, validators, **more)

    def pre_validate(self, form: Any) -> None:
        name = (self.data and self.data.filename) or ""
        if name and name.rpartition(".")[2].lower() not in SHEETS:
            raise StopValidation(_("只能导入不含宏的 XLSX 或者 CSV 文件。"))
        super().pre_validate(form)


def shown_to(attachments: Iterable[Attachment], user: Any) -> list[Evidence]:
    """For the page of an item: titles, with an address where this person may read the file."""
    return [
        Evidence(
            a.name if a.may_be_read_by(user) else _("一份未公开的证据"),
            a.url if a.may_be_read_by(user) else None,
            f"{a.note} {-(-a.size // 1000)} KB".strip(),
            a.sha256,
        )
        for a in attachments
    ]
