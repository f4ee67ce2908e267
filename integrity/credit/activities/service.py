"""Enter an activity; it counts once somebody else has verified it, and its body may contest it."""

from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once
from integrity.base.errors import Forbidden, Refused, SamePerson
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step
from integrity.credit.activities.models import STATE_NAMES, Activity, ActivityKind
from integrity.credit.activities.models import ActivityState as S
from integrity.credit.activities.permissions import ActivitiesPermission as P
from integrity.people.subjects.models import Subject

FLOW = Flow(
    steps={
        S.ENTERED: Step(Side.OFFICE, "LOCAL-ACTIVITY-VERIFY"),
        S.CONTESTED: Step(Side.OFFICE, "LOCAL-ACTIVITY-VERIFY"),
    },
    free={S.VERIFIED: "it counts until its body contests it"},
    verify_activity=Move({S.ENTERED}, S.VERIFIED, P.VERIFY),
    return_activity=Move({S.ENTERED, S.CONTESTED}, S.RETURNED, P.VERIFY),
    contest_activity=Move({S.VERIFIED}, S.CONTESTED, P.CONTEST),
    keep_activity=Move({S.CONTESTED}, S.VERIFIED, P.VERIFY),
)
FLOW.names.update(STATE_NAMES)


class WrongActivity(Refused):
    """Its day has not come, or it is registered."""

    title = _l("登记有误")


class OfOffice(Forbidden):
    """What a medium exposed is entered by the office; a body enters what it did itself."""

    title = _l("须由领导小组办公室登记")


def enter(
    kind: ActivityKind,
    body: Subject,
    on: date,
    title: str,
    channel: str,
    people: int | None = None,
    address: str = "",
    text: str = "",
    *,
    by: audit.Actor,
    at: datetime,
) -> Activity:
    """Enter what a body did, or what was exposed of it; raises WrongActivity, OfOffice."""
    if ActivityKind(kind) is ActivityKind.EXPOSURE and getattr(by, "body_id", None) == body.id:
        raise OfOffice(_("媒体曝光由领导小组办公室登记；本单位可以对登记提出异议。"))
    if on > local_day(at):
        raise WrongActivity(_("日期 %(day)s 还没有到。", day=on))
    made = Activity(
        kind=ActivityKind(kind),
        subject=body,
        subject_id=body.id,
        on=on,
        title=title.strip(),
        channel=channel.strip(),
        people=people,
        address=address.strip(),
        text=text.strip(),
        entered_by_id=by.id,
        entered_by_name=by.name,
        entered_at=at,
    )
    FLOW.begin(made, local_day(at))
    add_once(made, WrongActivity(_("这一天的同名事项已经登记。")))
    audit.write(made, "enter_activity", by=by, at=at, target=made.state)
    return made


def verify_activity(activity: Activity, *, by: audit.Actor, at: datetime) -> None:
    """Another person finds that it is so: it counts. Raises SamePerson."""
    FLOW.check(activity, "verify_activity")
    _demand_another(activity, by)
    FLOW.go(activity, "verify_activity", by=by, at=at)


def return_activity(activity: Activity, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not so, or its body was right to contest it: it does not count."""
    FLOW.go(activity, "return_activity", by=by, at=at, why=why)


def contest_activity(activity: Activity, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Its body says that it is not so; it does not count until that is decided."""
    FLOW.go(activity, "contest_activity", by=by, at=at, why=why)


def keep_activity(activity: Activity, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is so, for these reasons; raises SamePerson for who entered it."""
    FLOW.check(activity, "keep_activity")
    _demand_another(activity, by)
    FLOW.go(activity, "keep_activity", by=by, at=at, why=why)


def _demand_another(activity: Activity, by: audit.Actor) -> None:
    if by.id is None or by.id == activity.entered_by_id:
        raise SamePerson(_("事项由您登记，须由另一人核实。"))
