"""What a campaign finds: over all streams by rule, from the bodies, from outside."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from arrears.models import InvoiceState
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.casework.breaches import Problem
from integrity.casework.problems import declared
from integrity.streams.campaigns import finding, reports
from integrity.streams.campaigns.models import Finding, ReportState, Source
from integrity.streams.courts import service as courts
from tests.arrears.makers import make_invoice
from tests.campaigns.makers import make_campaign, make_finding, office, report_of
from tests.courts.makers import judge_of, make_performing
from tests.factories import NOW, TODAY, make_body, make_user
from tests.site.makers import make_commitment
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("app")
LONG_AGO = date(2026, 6, 1)


def late_in_three_streams(body: Any) -> dict[str, Any]:
    """A promise, a debt and a judgment of one body, all late."""
    case = make_performing(body=body, due_on=LONG_AGO)
    debt = make_invoice(InvoiceState.FORWARDED, debtor=body)
    debt.due_on = LONG_AGO
    promise = make_commitment(body, due_on=LONG_AGO)
    db.session.flush()
    return {"courts": case, "arrears": debt, "commitments": promise}


def found_of(body: Any) -> dict[str, Finding]:
    wanted = sa.select(Finding).where(Finding.subject_id == body.id)
    return {one.stream: one for one in db.session.scalars(wanted)}


def test_a_campaign_finds_what_is_late_in_every_stream_and_says_what_it_is() -> None:
    """The office looked through six lists by hand and classified what it found by memory."""
    body = make_body()
    things = late_in_three_streams(body)

    number = finding.find(make_campaign(body), by=office(), at=NOW)

    found = found_of(body)
    assert number == 3 and {name: one.item_id for name, one in found.items()} == {
        name: thing.id for name, thing in things.items()
    }
    assert {name: one.problem for name, one in found.items()} == {
        "courts": Problem.JUDGMENT_REFUSED,
        "arrears": Problem.ARREARS,
        "commitments": Problem.PROMISE_BROKEN,
    }
    assert [event.move for event in audit.history(found["courts"])] == ["find"]
    assert all(one.step_due_on for one in found.values())


def test_looking_again_finds_only_what_is_new() -> None:
    body = make_body()
    late_in_three_streams(body)
    campaign = make_campaign(body)
    finding.find(campaign, by=office(), at=NOW)

    assert finding.find(campaign, by=office(), at=NOW) == 0

    make_commitment(body, due_on=LONG_AGO, title="另一项示例承诺")
    assert finding.find(campaign, by=office(), at=NOW) == 1
    assert len(audit.history(db.session.scalars(sa.select(Finding)).all()[0])) == 1


def test_it_is_one_statement_a_stream_whatever_there_is() -> None:
    body = make_body()
    campaign = make_campaign(body)
    by = office()
    with statements() as few:
        finding.find(campaign, by=by, at=NOW)
    for _ in range(5):
        make_commitment(body, due_on=LONG_AGO)

    with statements() as many:
        finding.find(campaign, by=by, at=NOW)

    inserts = [said for said in many if "INTO finding" in said]
    assert len(inserts) == len([s for s in streams.of_bodies().values() if declared(s)])
    assert len(many) <= len(few) + 1  # the log of what is new


def test_what_was_done_since_or_is_of_another_body_or_stream_is_not_found() -> None:
    body, other = make_body(), make_body("另一示例局")
    done = make_performing(body=body, due_on=LONG_AGO)
    courts.perform(done, TODAY, "示例", by=make_user(Role.OFFICER, body), at=NOW)
    courts.confirm(done, TODAY, by=judge_of(done), at=NOW)
    late_in_three_streams(other)
    promise = make_commitment(body, due_on=LONG_AGO)

    finding.find(make_campaign(body, streams=("courts",)), by=office(), at=NOW)
    assert found_of(body) == {}

    finding.find(make_campaign(body), by=office(), at=NOW)
    assert {one.item_id for one in found_of(body).values()} == {promise.id}
    assert found_of(other) == {}


def test_what_a_body_tells_of_itself_is_so_and_counts_as_its_report() -> None:
    body = make_body()
    campaign = make_campaign(body)

    told = make_finding(body, campaign, source=Source.SELF, owner="综合科科长")

    assert told.state.value == "confirmed"
    assert report_of(campaign, body).state is ReportState.FILED


@pytest.mark.parametrize(
    ("scope", "since"), [("other", date(2026, 10, 1)), ("own", TODAY + timedelta(days=1))]
)
def test_nothing_is_told_of_who_is_not_covered_or_of_a_day_to_come(scope: str, since: date) -> None:
    body = make_body()
    campaign = make_campaign(body if scope == "own" else make_body("另一示例局"))

    with pytest.raises(finding.OutOfScope):
        finding.tell(
            campaign, body, Problem.ARREARS, "示例", since, Source.LEAD, by=office(), at=NOW
        )


def test_a_zero_is_signed_by_the_head_and_shown_as_wrong_once_something_is_found() -> None:
    """A zero report stood as a good one whatever was found afterwards."""
    body = make_body()
    campaign = make_campaign(body)
    report = report_of(campaign, body)
    head = make_user(Role.HEAD, body)
    reports.sign_zero(report, "查了全部合同", by=head, at=NOW)
    wrong = sa.select(sa.literal(1)).where(
        reports.contradicted(), reports.SelfReport.id == report.id
    )

    assert report.signed_by_name == head.name and db.session.scalar(wrong) is None

    make_finding(body, campaign)

    assert db.session.scalar(wrong) == 1


def test_who_does_not_report_in_time_is_silent() -> None:
    body = make_body()
    campaign = make_campaign(body)
    assert campaign.report_until is not None
    silent = sa.select(reports.SelfReport.subject_id)

    on_the_day = db.session.scalars(silent.where(reports.silent(campaign.report_until))).all()
    after = campaign.report_until + timedelta(days=1)

    assert on_the_day == []
    assert db.session.scalars(silent.where(reports.silent(after))).all() == [body.id]


def test_a_campaign_that_has_not_begun_finds_nothing() -> None:
    campaign = make_campaign(make_body(), opened=False)

    with pytest.raises(NotAllowed):
        finding.find(campaign, by=office(), at=NOW)
