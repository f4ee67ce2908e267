"""What of all that is on record must be done in the matter in hand, and what is told besides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.db import db
from integrity.credit.matters.models import Matter, matter_body
from integrity.credit.measures.models import Measure


@dataclass(frozen=True)
class Here:
    """The matter in hand as the application list of a day has it; without `code` it has none.

    `obliged`: whether the list says that the body must check in it.
    """

    code: str = ""
    name: str = ""
    families: frozenset[str] = frozenset()
    obliged: bool = False

    def touches(self, measure: Measure) -> bool:
        """Whether a measure is executed in this matter: all of them where the list has it not."""
        if not self.code:
            return True
        own = measure.matters.replace("\n", ";").split(";")
        return measure.family in self.families or self.code in map(str.strip, own)

    def restricts(self, measures: Iterable[Measure]) -> bool:
        """Whether something that carries these measures restricts in this matter."""
        return not self.code or any(map(self.touches, measures))

    def said(self, elsewhere: Sequence[str]) -> dict[str, str]:
        """The reasons of an answer: which matter it is, who must check in it, what is told besides.

        elsewhere: what the measures are called that are not executed here.
        """
        if not self.code:
            return {"matter": _("办理事项不在应用清单中，所列措施没有按事项区分。")}
        said = _("办理事项：%(name)s（%(code)s）。", name=self.name, code=self.code)
        if not self.obliged:
            said += _("按照应用清单，本单位办理该事项不是必须核查。")
        if elsewhere:
            names = _("、").join(elsewhere)
            said += _("不在该事项中执行的措施只供参考，不作为限制的依据：%(names)s。", names=names)
        return {"matter": said}


ANYWHERE = Here()
"""No matter of the list."""


def here(matter: str, body_id: int, on: date) -> Here:
    """What the application list of a day says of a matter by its code, for a body that checks.

    One statement; words that are no code are no matter of the list.
    """
    named = sa.exists().where(
        matter_body.c.matter_id == Matter.id, matter_body.c.body_id == body_id
    )
    columns: list[Any] = [Matter.name, Matter.measures, sa.or_(Matter.everybody, named)]
    wanted = sa.select(*columns).where(Matter.code == matter, Matter.holds(on))
    found = db.session.execute(wanted).first()
    if found is None:
        return ANYWHERE
    name, measures, obliged = found
    return Here(matter, name, frozenset(filter(None, measures.split(";"))), bool(obliged))


def choices(body_id: int, on: date) -> list[tuple[str, str]]:
    """The matters of a day for a form to choose from: first those in which the body must check."""
    named = sa.exists().where(
        matter_body.c.matter_id == Matter.id, matter_body.c.body_id == body_id
    )
    first = sa.case((sa.or_(Matter.everybody, named), 0), else_=1)
    columns: list[Any] = [Matter.code, Matter.name]
    wanted = sa.select(*columns).where(Matter.holds(on)).order_by(first, Matter.code)
    return [(code, f"{code} {name}") for code, name in db.session.execute(wanted)]
