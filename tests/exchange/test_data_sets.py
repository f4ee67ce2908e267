"""Besides records: licences, penalties, list entries, and what bodies delivered."""

from datetime import date, timedelta

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.gatherings.models import GatheredRow
from integrity.credit.publicity import service as publicity
from integrity.credit.publicity.models import Annulment
from integrity.credit.records.models import RecordState
from integrity.credit.repairs import service as repairs
from integrity.credit.sanctions import service as sanctions
from integrity.doors.exchange import service
from tests.exchange.makers import LATER, NOW, act, platform, published, rows, run, states
from tests.exchange.makers import other as other
from tests.factories import TODAY, make_body, make_enterprise, make_record, make_user
from tests.gatherings.makers import contract, deliver, make_duty, officer
from tests.publicity.makers import enter, licence, make_posting, penalty_of_person, posted
from tests.sanctions.makers import make_listed

ITEM = "ML-HT"


def sent(other):
    return {key: (item, content) for key, (_version, item, content) in other.rows.items()}


def test_licences_and_penalties_go_as_items_of_their_own_and_no_person_does(other):
    platform(other, items="ML-GS-01 ML-GS-02")
    body = make_body()
    fine = make_posting(body)
    enter(licence(body), kind="licences")
    enter(penalty_of_person(body), kind="penalties-of-persons")
    permit = posted()[1]
    db.session.commit()

    run()

    assert {key: item for key, (item, _content) in sent(other).items()} == {
        f"/publicity/{permit.id}": "ML-GS-01",
        f"/publicity/{fine.id}": "ML-GS-02",
    }
    assert sent(other)[f"/publicity/{fine.id}"][1]["party_name"] == fine.party_name


def test_a_penalty_that_was_annulled_is_taken_back(other):
    found, fine = platform(other, items="ML-GS-02"), make_posting(make_body())
    db.session.commit()
    run()

    publicity.annul(
        fine, Annulment.REVOKED, TODAY, "示例撤销决定书", by=make_user(Role.OFFICE), at=NOW
    )
    db.session.commit()
    run(LATER)

    assert other.rows == {}
    assert [row.removal for row in rows(found)] == [False, True]
    assert {row.body_id for row in rows(found)} == {fine.body_id}


def test_an_entry_of_a_list_goes_out_and_its_removal_too(other):
    platform(other, items="ML-MD-03")
    listed = make_listed(make_enterprise(), at=NOW)
    db.session.commit()
    run()
    [(item, content)] = sent(other).values()
    assert (item, content["reasons"]) == ("ML-MD-03", listed.public_text)

    assert sanctions.expire(on=listed.until + timedelta(days=1), at=LATER) == 1
    db.session.commit()
    run(LATER)

    assert other.rows == {}


def gathered(tmp_path):
    body, firm = make_body("示例住建局"), make_enterprise()
    make_duty(body)
    deliver(tmp_path, officer(body), contract(firm))
    db.session.commit()
    return body, firm


def test_what_a_body_delivered_goes_without_what_is_sealed(other, tmp_path):
    body, firm = gathered(tmp_path)
    found = platform(other, items=ITEM)

    run()
    run(LATER)

    [row] = rows(found)
    [(item, content)] = sent(other).values()
    assert (row.standing.value, row.body_id, item) == ("accepted", body.id, ITEM)
    assert content["subject"]["uscc"] == firm.uscc
    assert content["row"]["合同编号"] == "示例-1"
    assert "示例甲" not in str(content)
    assert len(other.got) == 1


def test_what_replaced_it_goes_and_what_it_replaced_is_taken_back(other, tmp_path):
    body, firm = gathered(tmp_path)
    found = platform(other, items=ITEM)
    run()

    deliver(tmp_path, officer(body), contract(firm, 金额="3万元"))
    db.session.commit()
    run(LATER)

    [(_item, content)] = sent(other).values()
    assert content["row"]["金额"] == "30000.00"
    assert states(found) == ["accepted"] * 3


def test_what_was_replaced_before_it_was_sent_says_nothing(other, tmp_path):
    gathered(tmp_path)
    found = platform(other, items=ITEM)
    other.away = True
    run()
    for row in db.session.query(GatheredRow):
        row.replaced_at = NOW
    db.session.commit()
    other.away = False

    run(LATER)

    assert other.rows == {}
    assert states(found) == ["overtaken", "accepted"]


def test_an_item_that_is_added_brings_all_that_is_public_already_once(other):
    found, record = platform(other, items="ML-GS-02"), published()
    fine = make_posting(make_body())
    db.session.commit()
    run()
    assert len(other.got) == 1

    edit(found, "ML-GS-02 ML-ZW-01")
    run(LATER)

    assert set(other.rows) == {f"/publicity/{fine.id}", f"/records/{record.id}"}
    assert len(other.got) == 2


def test_of_an_item_that_is_dropped_only_removals_go(other):
    found, record = platform(other, items="ML-GS-02 ML-ZW-01"), published()
    run()
    edit(found, "ML-GS-02")

    act(record, summary="示例：改动后的摘要")
    run()
    assert other.rows[f"/records/{record.id}"][2]["summary"] != "示例：改动后的摘要"
    act(record, public=False)
    run()

    assert other.rows == {}


def edit(found, items):
    by = make_user(Role.OFFICE)
    service.edit(found, found.name, found.url, items, by=by, at=NOW)
    db.session.commit()


def repaired(subject):
    """A record that two people of the department that found it have repaired."""
    body = make_body("示例市场监管局")
    one, two = (make_user(Role.OFFICER, body) for _n in range(2))
    days = {"decided_on": date(2026, 6, 1), "repairable_on": date(2026, 10, 1)}
    record = make_record(
        subject, RecordState.CONFIRMED, found_by_id=body.id, until=date(2027, 6, 1), **days
    )
    repair = repairs.file(record, "示例：已整改", "示例", by=make_user(Role.OFFICE), at=NOW)
    repairs.accept(repair, by=one, at=NOW)
    repairs.agree(repair, "示例：已整改", by=one, at=NOW)
    repairs.grant(repair, "示例：同意", by=two, at=NOW)
    db.session.commit()
    return repair


def test_that_something_was_repaired_is_told_to_who_got_it_without_what_it_was(other):
    platform(other, items="ML-XF-01")
    firm = make_enterprise()
    repair = repaired(firm)

    run()
    run(LATER)

    [(item, content)] = sent(other).values()
    assert (item, len(other.got)) == ("ML-XF-01", 1)
    assert content["address"] == f"/records/{repair.record_id}"
    assert (content["subject"]["uscc"], content["treatment"]) == (firm.uscc, repair.treatment)
    assert content["decided_by"] == "示例市场监管局"
    assert repair.record.summary not in str(content)


def test_the_repair_of_a_person_s_record_goes_nowhere(other):
    platform(other, items="ML-XF-01")
    repair = repaired(make_enterprise())
    repair.record.subject.public = False
    db.session.commit()

    run()

    assert other.rows == {}
