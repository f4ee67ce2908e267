"""Repair: after the minimum period, with what was owed done, free of charge."""

from datetime import date

import pytest

from integrity.base import clock
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.credit.records import filings
from integrity.credit.records.models import RecordState
from integrity.credit.repairs import service
from integrity.credit.sanctions.models import EntryOutcome, EntryState
from tests.factories import NOW, TODAY, make_enterprise, make_record, make_user
from tests.sanctions.makers import make_listed

TOLD = {"statement": "示例：已全部履行并公开说明。", "promise": "示例：今后按期履行承诺。"}


@pytest.fixture(autouse=True)
def _app(app):
    return app


def confirmed(repairable_on=date(2026, 10, 1), **more):
    return make_record(
        state=RecordState.CONFIRMED,
        decided_on=date(2026, 7, 1),
        repairable_on=repairable_on,
        until=date(2027, 7, 1),
        public=True,
        **more,
    )


def file(record):
    return service.file(record, **TOLD, by=make_user(Role.OFFICER, record.subject), at=NOW)


@pytest.mark.parametrize("repairable_on", [None, date(2026, 12, 1)])
def test_before_the_minimum_period_nothing_can_be_filed(repairable_on):
    record = confirmed(repairable_on)

    with pytest.raises(service.NotYetRepairable):
        file(record)


def test_only_a_confirmed_record_is_repaired():
    assert service.hindrances(make_record(), TODAY)


def test_a_granted_repair_takes_the_record_out_of_view_at_once():
    office = make_user(Role.OFFICE)
    repair = file(confirmed())

    service.accept(repair, by=office, at=NOW)
    service.agree(repair, "示例：已核实", by=office, at=NOW)
    service.grant(repair, "示例：复核同意", by=make_user(Role.OFFICE), at=NOW)

    assert repair.record.state is RecordState.REPAIRED
    assert not repair.record.public
    assert repair.record.closed_on == clock.local_day(NOW)


def test_a_refused_repair_leaves_the_record_as_it_is():
    office = make_user(Role.OFFICE)
    repair = file(confirmed())

    service.refuse(repair, "示例：义务未履行", by=office, at=NOW)

    assert repair.record.state is RecordState.CONFIRMED


def test_the_page_says_why_it_is_too_early(client, login):
    record = confirmed(date(2027, 1, 1))
    login(make_user(Role.OFFICER, record.subject))

    page = client.get(f"/repairs/new?record={record.id}")

    assert "最短公示期" in page.text


def test_one_person_alone_grants_no_repair():
    office = make_user(Role.OFFICE)
    repair = file(confirmed())
    service.accept(repair, by=office, at=NOW)
    service.agree(repair, "示例：已核实", by=office, at=NOW)

    with pytest.raises(filings.NotYourOwn):
        service.grant(repair, "示例", by=office, at=NOW)

    assert repair.record.state is RecordState.CONFIRMED


def test_one_application_is_open_at_a_time():
    record = confirmed()
    file(record)

    with pytest.raises(service.NotYetRepairable):
        file(record)


def test_an_entry_without_a_record_is_repaired_after_its_least_time():
    """Seen: listed by hand, a subject could neither object nor repair."""
    entry = make_listed(make_enterprise(), record=False, at=clock.at(date(2025, 11, 19)))
    office, early = make_user(Role.OFFICE), make_listed(make_enterprise(), record=False)

    repair = file(entry)
    service.accept(repair, by=office, at=NOW)
    service.agree(repair, "示例：已核实", by=office, at=NOW)
    service.grant(repair, "示例：同意", by=make_user(Role.OFFICE), at=NOW)

    assert (entry.state, entry.outcome) == (EntryState.REMOVED, EntryOutcome.REPAIRED)
    assert service.hindrances(early, TODAY)


def test_the_office_must_accept_within_three_working_days():
    repair = file(confirmed())

    assert repair.step_due_on == rules.due("REP-ACCEPT", TODAY).due_on


def test_the_promise_is_public_from_the_acceptance_until_the_decision(client):
    """The form said 向社会公开作出, and the promise could be read nowhere."""
    office, other = make_user(Role.OFFICE), make_user(Role.OFFICE)
    repair = file(confirmed())

    def is_told() -> bool:
        return TOLD["promise"] in client.get("/repairs/promises/").text

    seen = [is_told()]
    service.accept(repair, by=office, at=NOW)
    seen.append(is_told())
    service.agree(repair, "示例：已核实", by=office, at=NOW)
    service.grant(repair, "示例：复核同意", by=other, at=NOW)
    seen.append(is_told())

    assert seen == [False, True, False]


def test_the_promise_about_what_is_not_public_is_not_public_either(client):
    record = confirmed()
    repair = file(record)
    service.accept(repair, by=make_user(Role.OFFICE), at=NOW)
    record.public = False

    page = client.get("/repairs/promises/")

    assert page.status_code == 200 and TOLD["promise"] not in page.text
