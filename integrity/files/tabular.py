"""What reading a file of rows gives, and why it may give nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused
from integrity.base.i18n import N_

INSTRUCTIONS = (N_("填写说明"), "Explanations")
"""What the sheet of a template is called that explains the columns; nobody imports it."""
Lines = Iterator[tuple[int, list[str]]]
"""Line number in the file, and the text of its cells."""


class WrongFile(Refused):
    """The file as a whole cannot be read: too big, of another kind, or with another header."""

    title = _l("文件不能导入")


class SeveralSheets(WrongFile):
    """Several sheets have content, and nobody said which one is meant."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            _("有多张工作表有内容：%(names)s。请指定读取哪一张。", names=quoted(names))
        )
        self.names = names


@dataclass(frozen=True)
class Sheet:
    """One table: about how many lines it has, the lines, what it is called (a text file: nothing).

    `left` names the other sheets with content, which are not read.
    """

    total: int
    lines: Lines
    name: str = ""
    left: Sequence[str] = field(default=())


def quoted(names: Iterable[str]) -> str:
    return _("、").join(f"“{name}”" for name in names)
