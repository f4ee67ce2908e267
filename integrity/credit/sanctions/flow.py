"""The states of an entry and who may move it; who leads the procedure has a clock for each step."""

from integrity.base.errors import Refused
from integrity.base.histories import KeptFlow
from integrity.base.permissions import Permission
from integrity.base.states import Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.credit.sanctions.history import EntryVersion
from integrity.credit.sanctions.models import STATE_NAMES
from integrity.credit.sanctions.models import EntryState as S

FIND = Permission.SANCTIONS_FIND
NOT_LISTED, REMOVED = Makes("not-listing-decision"), Makes("removal-decision")
PENDING = frozenset({S.NOMINATED, S.NOTIFIED, S.HEARD, S.SHOWN})
FLOW = KeptFlow(
    EntryVersion,
    steps={
        S.NOMINATED: Step(Side.ISSUER, "LOCAL-NOTIFY"),
        S.NOTIFIED: Step(Side.ISSUER, "LOCAL-HEAR", since="statement_due"),
        S.HEARD: Step(Side.ISSUER, "LOCAL-DECIDE"),
        S.SHOWN: Step(Side.ISSUER, "LOCAL-DECIDE", since="shown_until"),
        S.DECIDED: Step(Side.ISSUER, "LOCAL-DECIDE"),
        S.LISTED: Step(Side.ISSUER, "LOCAL-DECIDE", since="removal_on"),
    },
    notify=Move(
        {S.NOMINATED}, S.NOTIFIED, Permission.SANCTIONS_NOMINATE, paper=Makes("listing-notice")
    ),
    defend=Move({S.NOTIFIED}, S.NOTIFIED, Permission.SANCTIONS_DEFEND),
    hear=Move({S.NOTIFIED}, S.HEARD, Permission.SANCTIONS_NOMINATE, paper=Makes("defence-record")),
    publicise=Move({S.HEARD}, S.SHOWN, Permission.SANCTIONS_NOMINATE),
    decide=Move({S.HEARD, S.SHOWN}, S.DECIDED, FIND),
    confirm=Move(
        {S.DECIDED}, S.LISTED, FIND, paper=Makes("listing-decision", "listing-repair-guide")
    ),
    adopt=Move({S.NOMINATED}, S.LISTED),
    renew=Move({S.LISTED}, S.LISTED),
    lose=Move({S.LISTED}, S.REMOVED, paper=REMOVED),
    send_back=Move({S.DECIDED}, S.HEARD, FIND),
    reject=Move(PENDING, S.REJECTED, FIND, paper=NOT_LISTED),
    lapse=Move({*PENDING, S.DECIDED}, S.REJECTED, paper=NOT_LISTED),
    propose_removal=Move({S.LISTED}, S.LISTED, FIND),
    keep=Move({S.LISTED}, S.LISTED, FIND),
    remove=Move({S.LISTED}, S.REMOVED, FIND, paper=REMOVED),
    lift=Move({S.LISTED}, S.REMOVED, paper=REMOVED),
    expire=Move({S.LISTED}, S.REMOVED),
    forfeit=Move({S.LISTED}, S.REMOVED, paper=REMOVED),
)
FLOW.names.update(STATE_NAMES)


class SameDecider(Refused):
    """One person cannot decide twice: 谁认定谁负责, and two are responsible."""
