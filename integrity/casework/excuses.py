"""Reasons that the law does not take, found in the words of whoever owes."""

import re
from collections.abc import Iterable
from typing import Any

Excuse = tuple[Any, Any, str]
"""What it is called, the article that rules it out, and how it reads in reasons."""


def mentioned(known: Iterable[Excuse], words: str) -> tuple[Any, Any] | None:
    """The name and the article of the first excuse in these words."""
    found = ((name, article) for name, article, how in known if re.search(how, words))
    return next(found, None)
