"""The states of an entry and who may move it; the office has a clock of its own."""

from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.credit.sanctions.models import STATE_NAMES
from integrity.credit.sanctions.models import EntryState as S

DECIDE = Permission.SANCTIONS_DECIDE
NOT_LISTED, REMOVED = Makes("not-listing-decision"), Makes("removal-decision")
FLOW = Flow(
    steps={
        S.NOMINATED: Step(Side.OFFICE, "LOCAL-NOTIFY"),
        S.NOTIFIED: Step(Side.OFFICE, "LOCAL-HEAR", since="statement_due"),
        S.HEARD: Step(Side.OFFICE, "LOCAL-DECIDE"),
        S.DECIDED: Step(Side.OFFICE, "LOCAL-DECIDE"),
        S.LISTED: Step(Side.OFFICE, "LOCAL-DECIDE", since="removal_on"),
    },
    notify=Move(
        {S.NOMINATED}, S.NOTIFIED, Permission.SANCTIONS_NOMINATE, paper=Makes("listing-notice")
    ),
    defend=Move({S.NOTIFIED}, S.NOTIFIED, Permission.SANCTIONS_DEFEND),
    hear=Move({S.NOTIFIED}, S.HEARD, Permission.SANCTIONS_NOMINATE, paper=Makes("defence-record")),
    decide=Move({S.HEARD}, S.DECIDED, DECIDE),
    confirm=Move(
        {S.DECIDED}, S.LISTED, DECIDE, paper=Makes("listing-decision", "listing-repair-guide")
    ),
    send_back=Move({S.DECIDED}, S.HEARD, DECIDE),
    reject=Move({S.NOMINATED, S.NOTIFIED, S.HEARD}, S.REJECTED, DECIDE, paper=NOT_LISTED),
    lapse=Move({S.NOMINATED, S.NOTIFIED, S.HEARD, S.DECIDED}, S.REJECTED, paper=NOT_LISTED),
    propose_removal=Move({S.LISTED}, S.LISTED, DECIDE),
    keep=Move({S.LISTED}, S.LISTED, DECIDE),
    remove=Move({S.LISTED}, S.REMOVED, DECIDE, paper=REMOVED),
    lift=Move({S.LISTED}, S.REMOVED, paper=REMOVED),
    expire=Move({S.LISTED}, S.REMOVED),
    forfeit=Move({S.LISTED}, S.REMOVED, paper=REMOVED),
)
FLOW.names.update(STATE_NAMES)


class SameDecider(Refused):
    """One person cannot decide twice: 谁认定谁负责, and two are responsible."""
