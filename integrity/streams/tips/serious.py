"""The serious acts by which a report is filed, and the department that looks into each."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from integrity.base import clock
from integrity.credit.measures.lists import ListKind
from integrity.credit.offences import service as offences
from integrity.credit.offences.models import Offence
from integrity.people.subjects import competence


def acts(on: date) -> list[Offence]:
    """The acts that can be reported on a day: those that can lead to the list of serious ones."""
    return offences.acts(ListKind.SERIOUS, on)


def matter(code: str) -> str:
    """What the table of competent bodies calls the department for an act."""
    return f"tip-{code}"


def department(act: Offence) -> int | None:
    """The body registered for an act, or for the group it belongs to; None: the office says."""
    return competence.body_of(matter(act.code)) or competence.body_of(matter(act.parent))


class Matters(Mapping[str, Any]):
    """Every act of today as a matter of that table; the acts are data, and change."""

    def _all(self) -> dict[str, Any]:
        return {matter(act.code): act.title for act in acts(clock.today())}

    def __getitem__(self, name: str) -> Any:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def items(self) -> Any:
        """All at once, by one query."""
        return self._all().items()
