"""Nobody stands twice on one list, and nobody is honoured beside a public breach."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.records import confirmations
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.sanctions import nominations, service
from integrity.credit.sanctions.exclusions import NotHonourable, OnThatList
from integrity.credit.sanctions.models import EntryOutcome, EntryState, ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind
from integrity.people.subjects.models import Subject
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.sanctions.makers import (
    later,
    make_decided,
    make_heard,
    make_listed,
    make_nominated,
    make_receivers,
)

RED = {"kind": ListKind.RED, "ground": Ground.GOOD_CREDIT}


def make_public(subject: Subject) -> CreditRecord:
    return make_record(
        subject, RecordState.CONFIRMED, public=True, decided_on=TODAY, until=TODAY, grade="general"
    )


def proposed(subject: Subject) -> CreditRecord:
    """A record that everybody will be able to read once it is confirmed."""
    return make_record(subject, object_until=TODAY - timedelta(days=1))


def removals(entry: ListEntry) -> list[int]:
    wanted = sa.select(Push.body_id).where(Push.entry_id == entry.id, Push.kind == PushKind.REMOVE)
    return sorted(db.session.scalars(wanted))


def test_a_subject_with_a_public_record_cannot_be_nominated_for_an_honour() -> None:
    """The red list kept a subject with a public breach: its page showed both."""
    subject = make_enterprise()
    make_public(subject)

    with pytest.raises(NotHonourable, match="公开的失信记录"):
        make_nominated(subject, **RED)


@pytest.mark.parametrize("kind", [ListKind.WATCH, ListKind.SERIOUS])
def test_who_is_listed_for_a_breach_cannot_be_nominated_for_an_honour(kind: ListKind) -> None:
    """A subject on the serious list could be nominated for the red list."""
    subject = make_listed(make_enterprise(), kind=kind).subject

    with pytest.raises(NotHonourable, match="已列入"):
        make_nominated(subject, **RED)


def test_a_breach_between_the_two_decisions_stops_the_honour() -> None:
    entry = make_decided(make_enterprise(), **RED)
    make_public(entry.subject)

    with pytest.raises(NotHonourable):
        service.decide_second(entry, "复核", by=make_user(Role.OFFICE), at=NOW)

    assert entry.state is EntryState.DECIDED


def confirmed_by_a_person(record: CreditRecord) -> None:
    records.confirm(record, by=make_user(Role.OFFICE), at=NOW)


def confirmed_in_a_batch(record: CreditRecord) -> None:
    kind, by = (record.stream, record.rule), make_user(Role.OFFICE)
    confirmations.confirm_all(*kind, [record.id], "示例", by=by, at=NOW)


@pytest.mark.parametrize("confirm", [confirmed_by_a_person, confirmed_in_a_batch])
def test_a_public_breach_ends_the_honour_and_every_receiver_is_told_once(confirm) -> None:
    receivers = make_receivers(2)
    entry = make_listed(make_enterprise(), **RED)

    confirm(proposed(entry.subject))
    service.forfeit(on=TODAY, at=later(1))

    db.session.refresh(entry)
    assert (entry.state, entry.outcome) == (EntryState.REMOVED, EntryOutcome.FORFEITED)
    assert removals(entry) == sorted(body.id for body in receivers)
    assert [e.move for e in audit.history(entry)].count("forfeit") == 1


def test_an_honour_of_somebody_else_stays() -> None:
    entry = make_listed(make_enterprise(), **RED)

    confirmed_by_a_person(proposed(make_enterprise()))

    assert entry.state is EntryState.LISTED


def test_who_is_put_on_the_serious_list_leaves_the_red_one() -> None:
    honour = make_listed(make_enterprise(), **RED)

    make_listed(honour.subject)

    assert (honour.state, honour.outcome) == (EntryState.REMOVED, EntryOutcome.FORFEITED)


def test_a_subject_is_nominated_once_for_a_list_whatever_the_record() -> None:
    """The same subject stood twice on one list, for two records."""
    subject = make_heard().subject

    with pytest.raises(OnThatList, match="不能重复提出列入建议"):
        make_nominated(subject)
    assert make_nominated(subject, kind=ListKind.WATCH).state is EntryState.NOMINATED


def test_the_database_refuses_a_second_live_entry_too() -> None:
    entry = make_nominated()

    again = ListEntry(
        kind=entry.kind,
        subject_id=entry.subject_id,
        ground=entry.ground,
        reasons="",
        legal_basis="",
        state=EntryState.NOMINATED,
        nominated_by_name="",
        nominated_at=NOW,
    )
    db.session.add(again)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_night_nominates_for_one_record_and_later_for_the_one_that_is_left() -> None:
    body = make_body()
    first, second = (make_record(body, RecordState.CONFIRMED) for _ in range(2))
    rows = sa.select(
        CreditRecord.id.label("record_id"),
        CreditRecord.subject_id,
        sa.literal("correction", sa.String(40)).label("list"),
        sa.literal("not-put-right", sa.String(40)).label("ground"),
        CreditRecord.summary.label("reasons"),
    )

    assert nominations.nominate_all(rows, at=NOW) == 1
    assert nominations.nominate_all(rows, at=later(1)) == 0
    (entry,) = service.entries_of(first.id) or service.entries_of(second.id)
    service.reject(entry, "情节轻微", by=make_user(Role.OFFICE), at=later(1))

    assert nominations.nominate_all(rows, at=later(2)) == 1


def test_a_nomination_that_is_refused_says_why_and_keeps_what_was_typed(login) -> None:
    subject = make_enterprise()
    make_public(subject)
    typed = {
        "ground": Ground.GOOD_CREDIT,
        "basis": "LB-RED-1",
        "reasons": "示例事实，写了很久",
    }

    answer = login(make_user(Role.OFFICE)).post(f"/sanctions/new/{subject.uscc}/red", data=typed)

    assert answer.status_code == 409
    assert "该主体有公开的失信记录" in answer.text
    assert "示例事实，写了很久" in answer.text
