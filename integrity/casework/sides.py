"""Who acts for one side of a thing, and who does not."""

from dataclasses import dataclass
from typing import Any

from integrity.base.errors import Forbidden


@dataclass(frozen=True)
class Only:
    """Called with a thing and who acts: raises `error` for whoever is not of this side.

    column: of the thing, names the body. none: whether who is of no body at all may, too.
    """

    column: str
    words: Any
    error: type[Forbidden] = Forbidden
    none: bool = False

    def __call__(self, thing: Any, by: Any) -> None:
        body = getattr(by, "body_id", None)
        if body != getattr(thing, self.column) and not (self.none and body is None):
            raise self.error(str(self.words))
