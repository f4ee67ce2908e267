from datetime import date, timedelta
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments import fulfilment, service
from commitments.models import CommitmentOutcome, CommitmentState
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.deadlines import Unproven
from tests.commitments.makers import make_draft, make_published, make_reported, make_submitted, pdf
from tests.factories import NOW, TODAY, make_body, make_user


def breaches(on: date = TODAY) -> list[tuple[str, int, date]]:
    return [(row.rule, row.item_id, row.since) for row in db.session.execute(service.breaches(on))]


def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def test_the_head_signs_exactly_this_text():
    item = make_submitted()

    service.sign(item, by=make_user(Role.HEAD, item.subject), at=NOW)

    assert item.state is CommitmentState.SIGNED
    assert item.body_text in item.signed_text
    assert item.signed_sha256 == sha256(item.signed_text.encode()).hexdigest()


def test_who_drafted_does_not_sign():
    body = make_body()
    head = make_user(Role.HEAD, body)
    item = make_submitted(body, by=head)

    with pytest.raises(service.OwnWork):
        service.sign(item, by=head, at=NOW)

    assert item.state is CommitmentState.SUBMITTED


@pytest.mark.parametrize("role", [Role.OFFICER, Role.OFFICE])
def test_only_a_head_signs(role):
    item = make_submitted()

    with pytest.raises(service.NotTheHead):
        service.sign(item, by=make_user(role, item.subject), at=NOW)


def test_the_head_of_another_body_does_not_sign():
    with pytest.raises(service.NotTheHead):
        service.sign(make_submitted(), by=make_user(Role.HEAD, make_body()), at=NOW)


def test_a_draft_given_back_can_be_changed_and_its_old_words_stay():
    item = make_submitted()
    service.decline(item, "目标不清楚。", by=make_user(Role.HEAD, item.subject), at=NOW)

    officer = make_user(Role.OFFICER, item.subject)
    service.edit(item, title="改造老旧小区51个", category="service", by=officer, at=NOW)
    db.session.flush()

    newest = audit.history(item)[0]
    assert item.title == "改造老旧小区51个"
    assert newest.facts == {"old": {"title": "改造老旧小区49个"}}


def test_a_signed_text_is_not_edited():
    item = make_published()

    with pytest.raises(NotAllowed):
        service.edit(item, category="service", by=make_user(Role.OFFICER, item.subject), at=NOW)


def test_what_is_reported_as_done_is_not_yet_fulfilled():
    item = make_reported()

    assert item.state is CommitmentState.REPORTED
    assert item.outcome is None
    assert item.days_late(TODAY) == 0


def test_a_report_speaks_of_no_day_to_come():
    item = make_published()
    officer = make_user(Role.OFFICER, item.subject)

    with pytest.raises(fulfilment.WrongDay):
        fulfilment.report(item, TODAY + timedelta(days=1), "", "", by=officer, at=NOW)


def test_who_reported_does_not_verify():
    reporter = make_user(Role.OFFICE, make_body())
    item = make_reported(by=reporter)

    with pytest.raises(service.OwnWork):
        fulfilment.verify(
            item, CommitmentOutcome.FULFILLED, "实地核查", "属实", by=reporter, at=NOW
        )


def test_nobody_of_the_same_body_verifies():
    item = make_reported()

    with pytest.raises(service.OwnWork):
        fulfilment.send_back(item, "不实", by=make_user(Role.OFFICE, item.subject), at=NOW)


def test_what_is_verified_as_not_kept_is_a_breach_though_it_was_in_time():
    item = make_reported()

    fulfilment.verify(
        item, CommitmentOutcome.NOT_FULFILLED, "实地核查", "未动工", by=office(), at=NOW
    )
    db.session.flush()

    assert breaches() == [("not-fulfilled", item.id, TODAY)]


def test_what_is_partly_kept_in_time_is_no_breach():
    item = make_reported()

    fulfilment.verify(item, CommitmentOutcome.PARTLY, "实地核查", "完成一半", by=office(), at=NOW)
    db.session.flush()

    assert breaches() == []


def test_a_report_sent_back_leaves_the_commitment_open_and_late():
    item = make_reported(due_on=date(2026, 11, 1))

    fulfilment.send_back(item, "未见竣工验收。", by=office(), at=NOW)
    db.session.flush()

    assert item.is_overdue(TODAY)
    assert breaches() == [("overdue", item.id, date(2026, 11, 2))]


def test_what_was_done_late_is_still_a_breach():
    item = make_reported(date(2026, 11, 5), due_on=date(2026, 11, 1))

    assert breaches() == [("overdue", item.id, date(2026, 11, 2))]


def test_a_draft_is_never_late():
    make_draft(due_on=date(2026, 1, 1))

    assert breaches() == []


def test_the_summary_of_a_breach_names_the_promise():
    make_published(due_on=date(2026, 11, 1))

    row = db.session.execute(service.breaches(TODAY)).one()

    assert row.summary == "公开承诺逾期未完成：改造老旧小区49个"


def test_evidence_belongs_to_the_commitment():
    item = make_published()
    officer = make_user(Role.OFFICER, item.subject)

    fulfilment.progress(item, 40, "已开工20个。", by=officer, at=NOW, evidence=pdf())
    db.session.flush()

    assert [report.percent for report in fulfilment.reports(item)] == [40]
    assert item.state is CommitmentState.PUBLISHED


days = st.dates(date(2026, 10, 1), date(2026, 12, 31))


@pytest.mark.slow
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.none() | days, st.none() | days), max_size=6), days)
def test_lateness_is_the_same_in_sql_and_in_python(pairs, on):
    item = make_published()
    for due_on, closed_on in pairs:
        item.due_on, item.closed_on = due_on, closed_on
        db.session.flush()

        late = {row[1] for row in breaches(on) if row[0] == "overdue" and row[1] == item.id}

        assert (item.id in late) == (item.days_late(on) > 0 and due_on < on)


def test_a_report_counts_from_the_day_received_unless_a_day_is_proven():
    """A day before the report, even before the promise was public, was taken as done in time."""
    first, second = make_reported(date(2026, 1, 5)), make_reported(date(2026, 11, 1))
    kept = (CommitmentOutcome.FULFILLED, "现场核查", "属实")

    fulfilment.verify(first, *kept, by=office(), at=NOW)
    with pytest.raises(Unproven):
        fulfilment.verify(second, *kept, done_on=date(2026, 11, 1), by=office(), at=NOW)

    assert first.closed_on == TODAY
    assert second.closed_on is None
