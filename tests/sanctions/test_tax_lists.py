"""Taxpayers of grade A are honoured while the tax office says so, and two people adopt its list."""

from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.sanctions import nominations, tax_lists
from integrity.credit.sanctions.flow import SameDecider
from integrity.credit.sanctions.models import EntryOutcome, EntryState, ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushKind
from integrity.credit.sanctions.tax_imports import IMPORTERS
from integrity.credit.sanctions.tax_models import TaxList, TaxListState, TaxRow
from integrity.files import imports
from integrity.people.subjects.models import Subject
from tests.api.makers import bearer, make_token, post
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.sanctions.makers import (
    later,
    make_listed,
    make_nominated,
    make_receivers,
    make_tax_list,
)
from tests.sanctions.test_exclusions import RED, confirmed_by_a_person, make_public, proposed


def adopt(year: int, graded: dict[Subject, str], whole: bool = True, at=NOW) -> TaxList:
    found = make_tax_list(year, graded, at)
    tax_lists.agree(found, whole, by=make_user(Role.OFFICE), at=at)
    tax_lists.adopt(found, by=make_user(Role.OFFICE), at=at)
    return found


def honour(subject: Subject) -> ListEntry | None:
    wanted = sa.select(ListEntry).where(ListEntry.subject_id == subject.id)
    return db.session.scalars(wanted.order_by(ListEntry.id.desc())).first()


def test_grade_a_is_honoured_and_pushed_the_day_it_is_adopted() -> None:
    receivers, firm, other = make_receivers(1), make_enterprise(), make_enterprise()

    adopt(2025, {firm: "A", other: "B"})

    entry = honour(firm)
    assert (entry.state, entry.kind, entry.ground) == (
        EntryState.LISTED, ListKind.RED, Ground.TAX_A,
    )  # fmt: skip
    assert (entry.listed_on, entry.until) == (TODAY, date(2028, 5, 20))
    assert entry.first_decider_id != entry.second_decider_id
    sent = db.session.scalars(sa.select(Push.body_id).where(Push.entry_id == entry.id)).all()
    assert sent == [receivers[0].id]
    assert honour(other) is None


def test_one_person_alone_adopts_nothing() -> None:
    found, office = make_tax_list(2025, {make_enterprise(): "A"}), make_user(Role.OFFICE)
    tax_lists.agree(found, True, by=office, at=NOW)

    with pytest.raises(SameDecider):
        tax_lists.adopt(found, by=office, at=NOW)

    assert found.state is TaxListState.AGREED


def test_who_is_left_out_of_the_next_list_is_off_and_who_is_on_it_stays() -> None:
    make_receivers(1)
    stays, goes = make_enterprise(), make_enterprise()
    adopt(2025, {stays: "A", goes: "A"})

    adopt(2026, {stays: "A"}, at=later(365))

    kept, ended = honour(stays), honour(goes)
    assert (kept.state, kept.until) == (EntryState.LISTED, date(2029, 5, 20))
    assert (ended.state, ended.outcome) == (EntryState.REMOVED, EntryOutcome.LEFT_OUT)
    removed = sa.select(Push.entry_id).where(Push.kind == PushKind.REMOVE)
    assert db.session.scalars(removed).all() == [ended.id]


def test_who_receives_it_reads_that_it_was_left_out(client) -> None:
    """Seen: the end was kept under a name that no change had, and the call was an error."""
    (receiver,) = make_receivers(1)
    stays, goes = make_enterprise(), make_enterprise()
    adopt(2025, {stays: "A", goes: "A"})
    adopt(2026, {stays: "A"}, at=later(365))

    token = make_token("pushes", receiver)
    items = client.get("/api/v1/pushes", headers=bearer(token)).json["items"]

    ended = [one["kind"] for item in items for one in item["changes"] if item["kind"] == "remove"]
    assert ended == ["left-out"]


def test_a_part_of_a_list_ends_nothing_but_what_it_degrades() -> None:
    degraded, other = make_enterprise(), make_enterprise()
    adopt(2025, {degraded: "A", other: "A"})

    adopt(2025, {degraded: "C"}, whole=False, at=later(30))

    assert honour(degraded).outcome is EntryOutcome.LEFT_OUT
    assert honour(other).state is EntryState.LISTED


def test_whoever_has_a_public_breach_is_not_honoured_for_its_grade() -> None:
    fallen, listed, taken = make_enterprise(), make_enterprise(), make_enterprise()
    make_public(fallen)
    make_listed(listed)
    make_nominated(taken, **RED)

    found = adopt(2025, {fallen: "A", listed: "A", taken: "A"})

    wanted = sa.select(TaxRow.subject_id, TaxRow.note).where(TaxRow.list_id == found.id)
    notes = {row.subject_id: row.note for row in db.session.execute(wanted)}
    assert (
        notes[fallen.id]
        == notes[listed.id]
        == ("有公开的失信记录或者已列入其他名单，不列为守信激励对象")
    )
    assert notes[taken.id] == "已因其他事由在名单上，或者不属于列入依据适用的主体"
    assert honour(fallen) is None
    assert honour(taken).state is EntryState.NOMINATED


def test_a_breach_ends_this_honour_like_every_other() -> None:
    firm = make_enterprise()
    adopt(2025, {firm: "A"})

    confirmed_by_a_person(proposed(firm))

    assert honour(firm).outcome is EntryOutcome.FORFEITED


def test_an_older_list_does_not_take_the_place_of_a_newer_one() -> None:
    adopt(2026, {make_enterprise(): "A"})

    with pytest.raises(tax_lists.OlderYear):
        adopt(2025, {make_enterprise(): "A"}, at=later(1))


def test_nobody_is_nominated_for_this_by_hand() -> None:
    with pytest.raises(nominations.WrongGround, match="年度名单"):
        make_nominated(make_enterprise(), kind=ListKind.RED, ground=Ground.TAX_A, record=False)


def test_a_spreadsheet_is_answered_row_by_row(tmp_path) -> None:
    firm, body, office = make_enterprise(), make_body(), make_user(Role.OFFICE)
    rows = ["code,year,published_on,grade"]
    rows += [f"{firm.uscc},2025,2026-04-30,A", f"{body.uscc},2025,2026-04-30,A"]
    rows += ["91370176EX7000000X,2025,2026-04-30,A", f"{make_enterprise().uscc},2025,2027-01-01,A"]
    file = tmp_path / "grades.csv"
    file.write_text("\n".join(rows))

    report = imports.run(IMPORTERS["taxpayer-grades"], file, by=office, at=NOW)

    assert [rejection.line for rejection in report.rejected] == [3, 4, 5]
    found = db.session.scalars(sa.select(TaxList)).one()
    assert (found.state, found.published_on) == (TaxListState.ENTERED, date(2026, 4, 30))
    assert db.session.scalars(sa.select(TaxRow.subject_id)).all() == [firm.id]
    assert honour(firm) is None


def test_the_tax_office_sends_it_by_its_system_and_people_adopt_it(client, login) -> None:
    firm, office = make_enterprise("示例纳税公司"), make_body("示例税务局")
    told = {
        "year": 2025,
        "published_on": "2026-04-30",
        "taxpayers": [{"code": firm.uscc, "grade": "A"}, {"code": "没有", "grade": "A"}],
    }

    answer = post(client, "taxpayer-grades", told, make_token("records", office))

    assert (answer.status_code, answer.json["taken"]) == (200, 1)
    assert [row["code"] for row in answer.json["rejected"]] == ["没有"]
    found = db.session.scalars(sa.select(TaxList)).one()
    first, second = make_user(Role.OFFICE), make_user(Role.OFFICE)
    address = f"/sanctions/tax-lists/{found.id}"
    page = login(first)
    assert page.post(f"{address}/do/agree", data={"whole": "y"}).status_code == 302
    page = login(second)
    assert "示例税务局" in page.get(address).text
    assert page.post(f"{address}/do/adopt").status_code == 302
    assert "示例纳税公司" in page.get(f"{address}/rows").text
    assert "示例纳税公司" in page.get("/lists/red/?ground=a-grade-taxpayer").text
