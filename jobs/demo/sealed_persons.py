"""Who stands behind a firm, sealed at once, and queries about a person; one waits for consent."""

from datetime import date, timedelta

from integrity.base import clock
from integrity.credit.persons import service as persons
from integrity.credit.persons.models import Authorisation, Purpose
from integrity.credit.relations import service as relations
from integrity.credit.relations.models import RelationRole
from integrity.files.spellings import RESIDENT_WEIGHTS
from integrity.people.subjects import competence
from jobs.demo.participants import LOADER, RECEIVERS, SUPPLIERS, Participants

DAY = timedelta(days=1)
NAMES = ("欧阳示例", "司马示例")
"""Names that nobody has."""


def leave_open(players: Participants, today: date) -> None:
    """Two relations as a register has them; a clerk's question, and one for the custodian."""
    office, at = players.people["office1"], clock.at(today - 5 * DAY, 10)
    source, since = "示例登记机关查询结果", today.replace(year=today.year - 2, day=1)
    roles = (RelationRole.LEGAL_REPRESENTATIVE, RelationRole.SHAREHOLDER)
    firm = players.subjects[SUPPLIERS[4]]
    for serial, (name, role) in enumerate(zip(NAMES, roles, strict=True)):
        person = relations.related(name, _number(serial))
        relations.enter(firm, person, role, since, None, source, by=office, at=at)
    personnel = players.subjects[RECEIVERS[3]]
    competence.register(Purpose.PERSONNEL.value, personnel.id, by=LOADER, at=at)
    for purpose, by in (
        (Purpose.LICENSING, players.people["clerk"]),
        (Purpose.PERSONNEL, players.officer(personnel.id)),
    ):
        said = (Authorisation.CONSENT, "示例授权书第1号", f"示例办件{today.year}01")
        persons.ask(NAMES[0], _number(0), purpose, *said, by=by, at=clock.at(today, 8))


def _number(serial: int) -> str:
    """A well-formed identity number of an area that does not exist."""
    first = f"11019919900101{815 + serial:03d}"
    total = sum(int(c) * w for c, w in zip(first, RESIDENT_WEIGHTS, strict=True))
    return first + "10X98765432"[total % 11]
