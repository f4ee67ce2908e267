"""What becomes of what was repaired: four treatments, and who still learns of it."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import service as documents
from integrity.credit.checks import lookups
from integrity.credit.measures.lists import Ground
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.repairs import service
from integrity.credit.repairs.treatments import RepairTreatment, treatment_of
from integrity.credit.reports import gathering
from integrity.credit.sanctions.models import EntryState
from integrity.credit.sanctions.pushes.models import Push, PushKind
from integrity.credit.sanctions.treatments import TREATMENT_NAMES, Treatment
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.sanctions.makers import make_listed, make_receivers

SAID = "示例：这条记录说的事"
BEFORE = TODAY - timedelta(days=10)


@pytest.fixture(autouse=True)
def _app(app):
    return app


def confirmed(**more):
    values = {"grade": "general", "summary": SAID} | more
    return make_record(
        state=RecordState.CONFIRMED,
        decided_on=date(2026, 7, 1),
        repairable_on=date(2026, 10, 1),
        until=date(2027, 7, 1),
        public=True,
        **values,
    )


def granted(thing, treatment, monkeypatch):
    """A repair of a thing that its rule treats so."""
    rule = RepairTreatment(treatment=treatment, visit=False, legal_basis="示例依据")
    monkeypatch.setattr(service, "treatment_of", lambda thing, on: rule)
    office = make_user(Role.OFFICE)
    repair = service.file(thing, SAID, SAID, by=make_user(Role.OFFICER, thing.subject), at=NOW)
    service.accept(repair, by=office, at=NOW)
    service.agree(repair, "示例：已核实", by=office, at=NOW)
    service.grant(repair, "示例：同意", by=make_user(Role.OFFICE), at=NOW)
    return repair


def found(record, on=TODAY):
    return lookups.on_record([record.subject_id], on, TODAY)


def told(record):
    """What the subject's own report says of its records."""
    return gathering.told(record.subject, TODAY, whole=True)["records"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, Treatment.ENDED),
        ({"grade": "minor"}, Treatment.ARCHIVED),
        ({"stream": "courts", "rule": "not-performed", "grade": "serious"}, Treatment.SHIELDED),
        ({"stream": "rectifications", "rule": "not-put-right"}, Treatment.ENDED),
    ],
)
def test_the_kind_says_what_becomes_of_it(more, expected):
    assert treatment_of(confirmed(**more), TODAY).treatment is expected


def test_an_entry_on_its_own_is_removed_from_its_list():
    entry = make_listed(make_enterprise(), record=False)

    assert treatment_of(entry, TODAY).treatment is Treatment.REMOVED


@pytest.mark.parametrize("treatment", Treatment)
def test_whatever_it_is_nobody_reads_it_in_public_and_no_check_counts_it(
    client, monkeypatch, treatment
):
    record = confirmed(subject=make_enterprise())
    address = f"/api/v1/subjects/{record.subject.uscc}"
    before = client.get(address).text
    granted(record, treatment, monkeypatch)

    assert SAID not in client.get(f"/records/{record.id}").text
    assert record.ref in before and record.ref not in client.get(address).text
    assert record.subject_id not in found(record).records
    assert record.treatment is treatment


@pytest.mark.parametrize(
    ("treatment", "remains"),
    [
        (Treatment.REMOVED, 200),
        (Treatment.SHIELDED, 200),
        (Treatment.ENDED, 404),
        (Treatment.ARCHIVED, 404),
    ],
)
def test_what_remains_in_public_says_that_it_was_repaired(client, monkeypatch, treatment, remains):
    record = confirmed()
    granted(record, treatment, monkeypatch)

    page = client.get(f"/records/{record.id}")

    assert page.status_code == remains
    assert (str(TREATMENT_NAMES[treatment]) in page.text) == (remains == 200)


@pytest.mark.parametrize("treatment", Treatment)
def test_a_check_of_an_earlier_day_tells_only_of_what_is_still_shared(monkeypatch, treatment):
    record = confirmed()
    granted(record, treatment, monkeypatch)

    known = record.subject_id in found(record, BEFORE).records

    assert known == (treatment in (Treatment.REMOVED, Treatment.SHIELDED))


def test_a_shielded_record_is_told_of_without_what_it_says(monkeypatch):
    record = confirmed()
    granted(record, Treatment.SHIELDED, monkeypatch)

    (said,) = found(record).information[record.subject_id]
    (line,) = told(record)

    assert "已经修复" in said and SAID not in said
    assert line["summary"] == gathering.SHIELDED and "标注" in line["state"]


@pytest.mark.parametrize("treatment", [Treatment.ENDED, Treatment.ARCHIVED])
def test_what_is_not_shared_stands_in_no_report(monkeypatch, treatment):
    record = confirmed()
    granted(record, treatment, monkeypatch)

    assert told(record) == []


def test_the_archive_is_open_to_the_office_and_the_subject_alone(client, login, monkeypatch):
    finder = make_body()
    record = confirmed(found_by_id=finder.id)
    granted(record, Treatment.ARCHIVED, monkeypatch)
    seen = []

    for user in (
        make_user(Role.OFFICE),
        make_user(Role.OFFICER, record.subject),
        make_user(Role.OFFICER, finder),
    ):
        login(user)
        seen.append(client.get(f"/records/{record.id}").status_code)

    assert seen == [200, 200, 404]


def test_every_receiver_is_told_what_becomes_of_it(client, login, monkeypatch):
    firm = make_enterprise()
    (receiver,) = make_receivers(1)
    entry = make_listed(firm, ground=Ground.ARREARS)
    monkeypatch.setattr(service, "hindrances", lambda thing, on: [])
    record = db.session.get(CreditRecord, entry.record_id)
    granted(record, Treatment.ENDED, monkeypatch)
    wanted = sa.select(Push).where(Push.entry_id == entry.id, Push.kind == PushKind.REMOVE)
    removal = db.session.scalars(wanted).one()
    login(make_user(Role.OFFICER, receiver))

    assert (entry.state, entry.treatment) == (EntryState.REMOVED, Treatment.ENDED)
    assert client.get(f"/lists/entries/{entry.id}").status_code == 404
    assert str(TREATMENT_NAMES[Treatment.ENDED]) in client.get(f"/pushes/{removal.id}").text


def test_the_decision_says_what_becomes_of_it(monkeypatch):
    repair = granted(confirmed(), Treatment.SHIELDED, monkeypatch)

    (paper,) = documents.of_thing("repair", repair.id)

    assert str(TREATMENT_NAMES[Treatment.SHIELDED]) in str(paper.content)
    assert "示例依据" in str(paper.content)
