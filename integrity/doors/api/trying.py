"""What a token for tests gets: answers about codes for tests, of which nothing is registered."""

from typing import Any

from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.credit.checks import service, trials
from integrity.credit.checks.models import Check
from integrity.doors.api import schemas
from integrity.doors.api.admission import caller


def tried(asked: schemas.CheckRequest) -> dict[str, Any]:
    """The answer to a check on trial."""
    made = trials.check(
        asked.queries,
        purpose=asked.purpose,
        matter=asked.matter,
        case_no=asked.case_no,
        as_of=asked.as_of,
        body_id=caller().body_id,
        at=clock.now(),
    )
    return service.as_json(made)


def on_trial(check_id: str) -> Check:
    """A check on trial of the calling body; raises NotFound, for real ones too."""
    made = trials.of(check_id, caller().body_id)
    if made is None:
        raise NotFound
    return made
