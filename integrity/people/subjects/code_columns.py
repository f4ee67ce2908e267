"""The code of a subject as lists show it: marked where it was kept though it breaks the rule."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from integrity.pages.tables import Column
from integrity.people.subjects.kept_codes import marked


def code_column(of: Callable[[Any], str | None], key: str = "code", sort: Any = None) -> Column:
    """The column; files take the bare code."""
    return Column(
        key, _("统一社会信用代码"), lambda row: of(row) or "", lambda row: marked(of(row)), sort
    )
