"""A report of every kind, what stands in one, and asking for one."""

import json
from datetime import timedelta

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.records.models import RecordState
from integrity.credit.reports import service
from integrity.credit.reports.models import CreditReport, ReportKind, Shown
from integrity.people.subjects.models import Subject
from integrity.streams.pledges import service as pledges
from tests.factories import NOW, TODAY, make_enterprise, make_record, make_user
from tests.pledges.makers import make_reported, officer_of

DAY = timedelta(days=1)


def make_report(
    subject: Subject | None = None, kind: ReportKind = ReportKind.PUBLIC
) -> CreditReport:
    subject = subject or make_enterprise()
    if kind is ReportKind.OWN:
        return service.give_own(subject, by=make_user(Role.SUPPLIER, subject), at=NOW)
    if kind is ReportKind.COUNTER:
        clerk = make_user(Role.OFFICE)
        return service.give_at_counter(subject, Shown.LICENCE, by=clerk, at=NOW)
    give = service.certify if kind is ReportKind.CERTIFICATE else service.give
    return give(subject, by=None, at=NOW)


def counting(subject, **more):
    """A record that counts and that anybody may read."""
    said = {"public": True, "decided_on": TODAY - DAY, "until": TODAY + 90 * DAY, "grade": "minor"}
    return make_record(subject, RecordState.CONFIRMED, **(said | more))


def ask(client, words, kind=ReportKind.PUBLIC, **more):
    return client.post("/credit-reports/", data={"words": words, "kind": kind}, **more)


def taken(client, answer):
    """What the report says to which an answer leads."""
    return json.loads(client.get(f"{answer.location}.json").data)


def kept_pledge(firm):
    item = make_reported(subject=firm)
    pledges.confirm(item, TODAY, "现场核查", "示例", by=officer_of(item), at=NOW)
    db.session.flush()
    return item
