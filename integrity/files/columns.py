"""The columns of spreadsheets: what they are called on screen and in files for people.

Programs and the command line use the keys; a file that is imported may use either in its header.
"""

import enum
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from flask_babel import force_locale
from flask_babel import gettext as _

from integrity.base.i18n import LOCALES

NOTES = ("_line", "_error")
"""Columns of a file of refused rows that are passed over when it is imported again."""


class Measure(enum.StrEnum):
    """In what the values of a column are counted, if in anything."""

    MONEY = "money"
    PERCENT = "percent"
    DAYS = "days"


class Head(NamedTuple):
    """One column: its key, its label, how it is filled in (or the words that may stand there, by
    what they mean), an example, whether it must be filled in, what else it may be called, in what
    its values are counted, and whether it holds words that everybody reads.
    """

    key: str
    label: Any = ""
    help: Any = ""
    hint: Any = ""
    required: bool = False
    also: Sequence[str] = ()
    measure: Measure | None = None
    public: bool = False

    @property
    def name(self) -> str:
        """What it is called in the language of the page."""
        return str(self.label) or self.key

    @property
    def name_and_key(self) -> str:
        """Both, for whoever has to add the column to a file."""
        return _("%(name)s（%(note)s）", name=self.name, note=self.key)

    def words(self) -> set[str]:
        """Whatever may stand for it in a header: in any tongue of the house."""
        found = {self.key, *self.also}
        for locale in LOCALES:
            with force_locale(locale):
                found.add(self.name)
        return found


def heads(keys: Iterable[str], required: Sequence[str] = ()) -> list[Head]:
    """Columns for programs and the command line, which need no names."""
    return [Head(key, required=key in required) for key in keys]


def keys(cells: Iterable[str], heads: Iterable[Head]) -> list[str]:
    """The header of a file as keys; a cell that is neither key nor name stays as it is."""
    known = {word: head.key for head in heads for word in head.words()}
    return [known.get(cell, cell) for cell in cells]
