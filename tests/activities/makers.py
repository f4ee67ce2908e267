"""An activity of a body, and one that was verified."""

from typing import Any

from integrity.base.permissions import Role
from integrity.credit.activities import service
from integrity.credit.activities.models import Activity, ActivityKind
from integrity.people.subjects.models import Subject
from tests.factories import NOW, TODAY, make_body, make_user

FLOWS = {Activity: service.FLOW}


def make_activity(
    kind: ActivityKind = ActivityKind.PUBLICITY,
    body: Subject | None = None,
    title: str = "示例宣传活动",
    by: Any = None,
) -> Activity:
    done_by = body or make_body("示例宣传局")
    who = by or make_user(Role.OFFICE)
    return service.enter(kind, done_by, TODAY, title, "社区宣传栏", 120, by=who, at=NOW)


def verified(activity: Activity) -> Activity:
    service.verify_activity(activity, by=make_user(Role.OFFICE), at=NOW)
    return activity
