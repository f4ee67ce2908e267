"""What a firm broke before a court approved its reorganisation is shielded until that ends."""

from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents.models import Document
from integrity.credit.checks import answers, lookups
from integrity.credit.checks.models import Verdict
from integrity.credit.checks.queries import Asked
from integrity.credit.measures.lists import Ground
from integrity.credit.records import filings
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.reports import gathering
from integrity.credit.sanctions.pushes import changes
from integrity.credit.sanctions.pushes.changes import Change
from integrity.credit.shieldings import service
from integrity.credit.shieldings.models import Shielding, ShieldingState
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.pledges.makers import make_pledge, officer_of
from tests.sanctions.makers import make_listed, make_receivers

DAY = timedelta(days=1)
RULING = {
    "court": "示例人民法院",
    "number": "（2026）示例破1号",
    "ruled_on": TODAY,
    "statement": "示例：裁定以前的债务，已列入重整计划",
}
END = {"document": "（2026）示例破1号之二", "decided_on": TODAY}


@pytest.fixture(autouse=True)
def _app(app):
    return app


def confirmed(subject=None, since=TODAY - 90 * DAY, **more):
    said = {"decided_on": TODAY - 60 * DAY, "grade": "general", "until": TODAY + 200 * DAY}
    said |= {"public": True, "since": since} | more
    return make_record(subject or make_enterprise(), RecordState.CONFIRMED, **said)


def founded(**more):
    """An entry and the record it stands on, which is a confirmed one of before the ruling."""
    entry = make_listed(make_enterprise(), **more)
    record = db.session.get(CreditRecord, entry.record_id)
    record.decided_on, record.since = TODAY - 60 * DAY, TODAY - 90 * DAY
    record.public, record.until = True, TODAY + 200 * DAY
    record.state = RecordState.CONFIRMED
    return entry, record


def asked(thing, **more):
    return service.file(thing, **RULING | more, by=make_user(Role.SUPPLIER, thing.subject), at=NOW)


def shielded(thing):
    shielding = asked(thing)
    service.confirm(shielding, "示例：裁定书载明", by=make_user(Role.OFFICE), at=NOW)
    return shielding


def ended(shielding):
    service.enter_end(shielding, **END, by=make_user(Role.OFFICE), at=NOW)
    service.confirm_end(shielding, "示例：已对照文书", by=make_user(Role.OFFICE), at=NOW)


def verdict(firm):
    found = lookups.on_record([firm.id], TODAY, TODAY)
    return answers.decided(Asked(uscc=firm.uscc), firm, found, TODAY).verdict


def pages(client, entry, record):
    """How the public pages of a record and an entry answer, and what the firm's page names."""
    db.session.expire_all()
    mine = client.get(f"/subjects/{record.subject.uscc}").text
    return (
        client.get(f"/records/{record.id}").status_code,
        client.get(f"/lists/entries/{entry.id}").status_code,
        f"/records/{record.id}" in mine or f"/lists/entries/{entry.id}" in mine,
        f"/lists/entries/{entry.id}" in client.get(f"/lists/{entry.kind}/").text,
    )


def papers(shielding):
    wanted = sa.select(Document).where(Document.kind == "shielding-decision")
    return db.session.scalars(wanted.where(Document.thing_id == shielding.id)).all()


def test_the_firm_asks_by_page_with_the_ruling(client, login):
    record = confirmed()
    login(make_user(Role.SUPPLIER, record.subject))
    said = RULING | {"ruled_on": TODAY.isoformat()}
    address = f"/shieldings/new?record={record.id}"
    paper = {"evidence": (BytesIO("示例：裁定书".encode()), "ruling.txt")}

    offered = client.get(f"/records/{record.id}").text
    without = client.post(address, data=said)
    sent = client.post(address, data=said | paper)

    assert address in offered
    assert (without.status_code, sent.status_code) == (422, 302)
    shielding = db.session.scalars(sa.select(Shielding).where(Shielding.record == record)).one()
    assert "ruling.txt" in client.get(f"/shieldings/{shielding.id}").text
    assert (shielding.state, record.shielded) == (ShieldingState.FILED, False)


def test_nothing_is_shielded_before_another_person_confirmed_and_then_everywhere(client):
    entry, record = founded()
    shielding = asked(record)
    before = pages(client, entry, record)

    service.confirm(shielding, "示例：裁定书载明", by=make_user(Role.OFFICE), at=NOW)

    assert before == (200, 200, True, True)
    assert pages(client, entry, record) == (404, 404, False, False)


def test_the_end_of_the_reorganisation_shows_it_again(client):
    entry, record = founded()

    ended(shielded(record))

    assert pages(client, entry, record) == (200, 200, True, True)


def test_checks_and_reports_do_not_use_what_is_shielded_and_do_again_after():
    entry, record = founded()
    firm = entry.subject
    before = verdict(firm)
    shielding = shielded(record)
    during, report = verdict(firm), gathering.told(firm, TODAY, whole=False)
    ended(shielding)

    assert (before, during, verdict(firm)) == (Verdict.RESTRICT, Verdict.CLEAR, Verdict.RESTRICT)
    assert (report["records"], report["entries"]) == ([], [])
    assert gathering.told(firm, TODAY, whole=False)["entries"]


def test_every_receiver_is_told_both_times():
    make_receivers(1)
    entry = make_listed(make_enterprise(), record=False, at=NOW - 9 * DAY)

    ended(shielded(entry))

    told = [change.kind for change in changes.of_entries([entry.id])[entry.id]]
    assert told == [Change.SHIELDED, Change.UNSHIELDED]


def test_the_firm_has_a_paper_of_both():
    shielding = shielded(confirmed())
    one = len(papers(shielding))
    ended(shielding)

    assert (one, len(papers(shielding))) == (1, 2)


def test_what_is_corrected_meanwhile_is_shielded_and_shown_again_with_the_rest():
    record = confirmed()
    shielding = shielded(record)
    record.superseded_by = confirmed(record.subject, shielded=True)

    ended(shielding)

    assert not record.shielded and not record.superseded_by.shielded


def test_the_end_is_that_of_every_shield_of_the_firm_and_of_no_other():
    firm = make_enterprise()
    one, two, other = (shielded(confirmed(whose)) for whose in (firm, firm, make_enterprise()))

    ended(one)

    assert [s.state for s in (one, two)] == [ShieldingState.ENDED] * 2
    assert two.closed_on == TODAY and not two.record.shielded and papers(two)[1:]
    assert other.state is ShieldingState.SHIELDED and other.record.shielded


def test_one_person_alone_neither_shields_nor_ends():
    record, one = confirmed(), make_user(Role.OFFICE)
    shielding = service.file(record, **RULING, by=one, at=NOW, received_on=TODAY)
    with pytest.raises(filings.NotYourOwn):
        service.confirm(shielding, "示例", by=one, at=NOW)
    service.confirm(shielding, "示例", by=make_user(Role.OFFICE), at=NOW)
    service.enter_end(shielding, **END, by=one, at=NOW)

    with pytest.raises(filings.NotYourOwn):
        service.confirm_end(shielding, "示例", by=one, at=NOW)

    assert record.shielded


def test_an_end_that_the_document_does_not_say_is_sent_back():
    shielding = shielded(confirmed())
    service.enter_end(shielding, **END, by=make_user(Role.OFFICE), at=NOW)

    service.send_back(shielding, "示例：文书没有终止重整", by=make_user(Role.OFFICE), at=NOW)

    assert (shielding.state, shielding.court_ended_on) == (ShieldingState.SHIELDED, None)
    assert shielding.record.shielded


def test_what_is_of_after_the_ruling_is_not_shielded():
    for since in (TODAY, TODAY + DAY):
        with pytest.raises(service.NotShieldable):
            asked(confirmed(since=since))
    assert asked(confirmed(since=TODAY - DAY)).state is ShieldingState.FILED


def test_no_ruling_covers_health_and_life_a_body_or_what_is_asked_for_already():
    grave = make_listed(make_enterprise(), record=False, at=NOW - 9 * DAY)
    grave.ground = Ground.HEALTH_AND_LIFE
    twice = confirmed()
    asked(twice)

    for thing in (grave, confirmed(make_body()), twice, make_record(make_enterprise())):
        with pytest.raises(service.NotShieldable):
            asked(thing)


def test_an_entry_for_health_and_life_stays_when_its_record_is_shielded():
    entry, record = founded()
    entry.ground = Ground.HEALTH_AND_LIFE

    shielded(record)

    assert record.shielded and not entry.shielded


def test_the_body_to_which_a_broken_pledge_was_owed_contests_the_shield(client, login):
    pledge = make_pledge()
    shielding = shielded(confirmed(pledge.subject, stream="pledges", item_id=pledge.id))
    login(officer_of(pledge))

    page = client.get(f"/shieldings/{shielding.id}").text
    data = {"why": "示例：不在计划内", "moves": shielding.moves}
    sent = client.post(f"/shieldings/{shielding.id}/do/contest", data=data)

    assert f"/shieldings/{shielding.id}/do/contest" in page and sent.status_code == 302
    assert (shielding.state, shielding.deciding_id) == (ShieldingState.CONTESTED, None)


def test_who_is_owed_contests_it_and_who_confirmed_does_not_decide_that(client, login):
    record, body = confirmed(), make_body()
    record.found_by_id = body.id
    shielding, confirmer = asked(record), make_user(Role.FINDER, body)
    make_user(Role.FINDER, body)
    shielding.deciding_id = body.id
    service.confirm(shielding, "示例", by=confirmer, at=NOW)
    login(make_user(Role.OFFICER, body))

    sent = client.post(f"/shieldings/{shielding.id}/do/contest", data={"why": "示例：不在计划内"})
    with pytest.raises(filings.NotYourOwn):
        service.unshield(shielding, "示例", by=confirmer, at=NOW)
    still = record.shielded
    service.unshield(shielding, "示例：裁定没有涵盖", by=make_user(Role.OFFICE), at=NOW)

    assert (sent.status_code, still, record.shielded) == (302, True, False)
    assert (shielding.state, shielding.deciding_id) == (ShieldingState.ENDED, None)


def test_what_was_contested_in_vain_stays_shielded():
    shielding, office = shielded(confirmed()), make_user(Role.OFFICE)
    service.contest(shielding, "示例：不在计划内", by=office, at=NOW)

    service.keep_shielded(shielding, "示例：在计划内", by=make_user(Role.OFFICE), at=NOW)

    assert shielding.state is ShieldingState.SHIELDED and shielding.record.shielded


def test_the_firm_itself_neither_contests_nor_ends_nor_confirms(client, login):
    shielding = asked(confirmed())
    login(make_user(Role.SUPPLIER, shielding.subject))

    for move in ("confirm", "refuse", "contest", "enter_end"):
        assert client.post(f"/shieldings/{shielding.id}/do/{move}", data={}).status_code in (
            *(403, 404, 409),
        )
    assert shielding.state is ShieldingState.FILED


def test_what_is_refused_stays_as_it_is_and_a_stranger_reads_nothing(client, login):
    shielding = asked(confirmed())
    service.refuse(shielding, "示例：裁定没有涵盖", by=make_user(Role.OFFICE), at=NOW)
    login(make_user(Role.SUPPLIER, make_enterprise()))

    assert client.get(f"/shieldings/{shielding.id}").status_code == 404
    assert not shielding.record.shielded and len(papers(shielding)) == 1
    assert asked(shielding.record).state is ShieldingState.FILED
