"""What bodies are called in papers, in a state."""

from typing import Any

from integrity.base.audit.service import Somebody
from integrity.base.db import db
from integrity.people.subjects import aliases, code_keeping
from integrity.people.subjects.aliases import Alias
from integrity.people.subjects.kept_codes import KeptCode
from integrity.people.subjects.models import Subject
from integrity.people.subjects.names import spelled
from tests.factories import NOW


def make_alias(body: Subject | None, word: str = "市示例局", place: str = "示例市") -> Alias:
    """A name that means a body; that waits for the office when none is given."""
    alias = Alias(word=word, key=spelled(word), place=place, source=body, at=NOW, state="proposed")
    db.session.add(alias)
    db.session.flush()
    if body is not None:
        aliases.confirm(alias, body, "来文载明", by=Somebody("示例办公室"), at=NOW)
    return alias


def make_kept(firm: Subject, why: str = "登记机关证实") -> KeptCode:
    """An old registration number of a firm."""
    code = f"3701003{firm.id:08d}"
    by = Somebody("示例办公室")
    return code_keeping.keep(code, firm, "营业执照副本（示例）", why, by=by, at=NOW)


def in_area(body: Any, area: str) -> Any:
    """A body that is in an area."""
    body.area = area
    db.session.flush()
    return body
