"""A listing needs a basis, a paper and an end; what a rule does not allow is refused with why."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.credit.measures import service as measures
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.models import BasisLevel, Measure
from integrity.credit.measures.service import Case, NoBasis
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions import bases, service
from integrity.credit.sanctions.bases import NoListingBasis
from integrity.credit.sanctions.flow import SameDecider
from integrity.credit.sanctions.foundations import NoFoundation
from integrity.credit.sanctions.models import EntryState
from integrity.people.subjects.models import SubjectKind
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user, served
from tests.measures.makers import make_measure
from tests.sanctions.makers import (
    later,
    make_basis,
    make_decided,
    make_listed,
    make_nominated,
    nominate,
)

KINDS = {SubjectKind.BODY: make_body, SubjectKind.ENTERPRISE: make_enterprise}


def test_a_district_paper_carries_no_serious_list_and_says_why() -> None:
    """A body stood on the public serious list on a paper of the district."""
    basis = bases.by_code("LB-SERIOUS-2")

    with pytest.raises(NoListingBasis) as refused:
        nominate(make_body(), ListKind.SERIOUS, Ground.ARREARS, basis=basis)

    assert "地方性法规" in refused.value.detail
    assert bases.closed_to(ListKind.SERIOUS, SubjectKind.BODY, TODAY)
    assert not bases.closed_to(ListKind.CORRECTION, SubjectKind.BODY, TODAY)


@pytest.mark.parametrize(
    ("basis", "kind", "ground", "subject"),
    [
        (None, ListKind.SERIOUS, Ground.DUTY_REFUSED, make_enterprise),
        ("LB-WATCH-1", ListKind.SERIOUS, Ground.DUTY_REFUSED, make_enterprise),
        ("LB-SERIOUS-1", ListKind.SERIOUS, Ground.ARREARS, make_enterprise),
        ("LB-SERIOUS-1", ListKind.SERIOUS, Ground.DUTY_REFUSED, make_body),
        ("LB-CORRECTION-1", ListKind.CORRECTION, Ground.ARREARS, make_enterprise),
    ],
)
def test_a_basis_that_does_not_fit_list_ground_or_subject_is_refused(
    basis, kind, ground, subject
) -> None:
    """The text “随便写的依据” was decided by two, published and pushed."""
    with pytest.raises(NoListingBasis):
        nominate(subject(), kind, ground, basis=bases.by_code(basis or ""))


def test_a_basis_out_of_force_or_unread_carries_nothing() -> None:
    ended = make_basis(effective_to=TODAY - timedelta(days=1))
    unread = make_basis(verified="secondary")
    policy = make_basis(level=BasisLevel.LOCAL_POLICY)

    assert all(bases.without_force(basis, TODAY) for basis in (ended, unread, policy))
    assert not bases.without_force(make_basis(), TODAY)


def test_a_listing_by_hand_needs_a_record_that_counts_or_a_paper() -> None:
    """A body was put on the list in one minute, without record, order or document."""
    body, basis = make_body(), bases.by_code("LB-CORRECTION-1")
    foreign = make_record(make_body(), RecordState.CONFIRMED).id
    proposed = make_record(body).id

    for more in ({"document": None}, {"record_id": foreign}, {"record_id": proposed}):
        with pytest.raises(NoFoundation):
            nominate(body, ListKind.CORRECTION, Ground.ARREARS, basis=basis, **more)

    entry = nominate(body, ListKind.CORRECTION, Ground.ARREARS, basis=basis)
    assert (entry.basis, entry.legal_basis) == (basis, "济高信用办〔2019〕7号 三（三）4")


def test_the_entry_shows_its_document_and_article_to_everybody(client) -> None:
    entry = make_listed(make_body(), kind=ListKind.CORRECTION)

    page = client.get(f"/lists/entries/{entry.id}").text

    assert "济高信用办〔2019〕7号 三（三）4" in page
    assert "失信政府机构督促整改清单" in page
    assert "地方性法规" in client.get("/lists/serious/").text


def test_the_form_selects_nothing_by_itself_and_narrows_by_subject_and_list(login) -> None:
    """The form offered one article on public bodies for everybody, the red list included."""
    client = login(make_user(Role.OFFICE))
    firm, body = make_enterprise(), make_body()

    page = client.get(f"/sanctions/new/{firm.uscc}/watch").text
    closed = client.post("/sanctions/new", data={"subject": body.uscc, "kind": "serious"})

    assert "第二十八条第（四）项" in page
    assert "checked" not in page
    assert "济高信用办" not in page.split("<form")[-1]
    assert closed.status_code == 422
    assert "地方性法规" in closed.text


def test_the_hearing_waits_for_its_end_unless_the_subject_has_said_all() -> None:
    """A hearing was closed right after the first sentence, 14 days before its end."""
    entry, office = make_nominated(), make_user(Role.OFFICE)
    officer = make_user(Role.OFFICER, entry.subject)
    service.notify(entry, by=office, at=NOW)
    service.state_defence(entry, "第一句", by=officer, at=NOW)

    with pytest.raises(service.StillHearing):
        service.hear(entry, "够了", by=office, at=later(1))
    service.state_defence(entry, "说完了", True, by=officer, at=later(1))
    service.hear(entry, "已听取", by=office, at=later(1))

    assert entry.state is EntryState.HEARD


@pytest.mark.parametrize(
    ("code", "kind", "ground", "subject", "says"),
    [
        (
            "M-S-MKT-04",
            ListKind.WATCH,
            Ground.DUTY_REFUSED,
            make_enterprise,
            "不适用于重点关注对象",
        ),
        ("M-S-MKT-04", ListKind.SERIOUS, Ground.MARKET_AND_ORDER, make_enterprise, "列入事由"),
        ("M-S-ADM-26", ListKind.SERIOUS, Ground.MARKET_AND_ORDER, make_enterprise, "政府采购监督"),
        ("M-S-ADM-36", ListKind.SERIOUS, Ground.HEALTH_AND_LIFE, make_enterprise, "食品安全监督"),
        ("M-S-ADM-38", ListKind.SERIOUS, Ground.DUTY_REFUSED, make_enterprise, "人民法院"),
        ("M-S-GOV-16", ListKind.CORRECTION, Ground.PROMISE_BROKEN, make_body, "列入事由"),
        ("M-S-ADM-22", ListKind.SERIOUS, Ground.ARREARS, make_enterprise, "大型企业"),
        ("M-S-GOV-12", ListKind.CORRECTION, Ground.ARREARS, make_body, "中小企业促进"),
        ("M-S-GOV-04", ListKind.SERIOUS, Ground.ARREARS, make_body, "不适用于严重失信主体名单"),
    ],
)
def test_a_measure_knows_on_which_list_for_which_ground_and_by_whom(
    code, kind, ground, subject, says
) -> None:
    """A ban on flying and on the food trade hung on a firm of the watch list."""
    measure = db.session.scalars(sa.select(Measure).where(Measure.code == code)).one()

    assert says in measures.refusal(measure, Case(subject(), kind, ground), TODAY)


def test_the_ban_on_honours_hangs_on_the_list_of_the_district_for_three_years() -> None:
    """The three years without honours could never be attached to anything."""
    entry = make_listed(
        make_body(), kind=ListKind.CORRECTION, measures=("M-S-GOV-04", "M-S-GOV-14")
    )

    assert {a.measure.code: a.until for a in entry.attachments} == {
        "M-S-GOV-04": date(2029, 11, 20),
        "M-S-GOV-14": entry.until,
    }


def test_a_measure_whose_own_time_is_over_drops_out_of_what_is_taken() -> None:
    """A ban of one year was pushed to the end of an entry of three."""
    measure = make_measure(period="BAN-LICENCE-78")
    entry = make_listed(measures=(measure.code,))
    (attached,) = entry.attachments

    assert attached.until == date(2027, 11, 20)
    assert entry.measures_on(date(2027, 11, 20)) == [attached]
    assert entry.measures_on(date(2027, 11, 21)) == []


def test_after_a_first_decision_it_takes_two_to_refuse_a_listing() -> None:
    entry, second = make_decided(), make_user(Role.OFFICE)
    service.send_back(entry, "不同意", by=second, at=NOW)

    with pytest.raises(SameDecider):
        service.reject(entry, "不予列入", by=second, at=NOW)
    service.reject(entry, "不予列入", by=make_user(Role.OFFICE), at=NOW)

    assert entry.state is EntryState.REJECTED


def test_the_subject_sees_nothing_before_it_is_told_and_is_told_when_listed(login) -> None:
    """A nomination was visible to the subject before notice, and a listing was not on its desk."""
    entry = make_nominated(at=clock.now())
    client = login(make_user(Role.OFFICER, entry.subject))
    address = f"/lists/entries/{entry.id}"

    before = client.get(address).status_code
    service.notify(entry, by=make_user(Role.OFFICE), at=NOW)
    after = client.get(address).status_code
    listed = make_listed(make_body())
    desk = login(make_user(Role.OFFICER, listed.subject)).get("/desk/").text

    assert (before, after) == (404, 200)
    assert "本单位已列入" in desk


def test_the_office_has_a_clock_for_notice_and_decision() -> None:
    entry = make_nominated()
    clocks = [entry.step_due_on]
    service.notify(entry, by=make_user(Role.OFFICE), at=NOW)
    served(entry)
    clocks.append(entry.step_due_on)

    assert clocks == [date(2026, 11, 27), date(2026, 12, 11)]


@given(data=st.data())
def test_nothing_is_attached_without_a_basis_and_it_lasts_as_its_source_says(data) -> None:
    """Any measure, list, ground and subject: what gets through has all it needs, and ends."""
    codes = sorted(db.session.scalars(sa.select(Measure.code)))
    code = data.draw(st.sampled_from(codes))
    measure = db.session.scalars(sa.select(Measure).where(Measure.code == code)).one()
    kind, ground = data.draw(st.sampled_from(ListKind)), data.draw(st.sampled_from(Ground))
    subject = KINDS[data.draw(st.sampled_from(sorted(KINDS)))]()
    until = TODAY + timedelta(days=data.draw(st.integers(0, 2000)))
    case = Case(subject, kind, ground)

    if measures.refusal(measure, case, TODAY):
        with pytest.raises(NoBasis):
            measures.chosen([code], case, TODAY)
        return
    assert not measures.without_basis(measure, TODAY)
    assert not measure.organ
    assert kind in measure.lists.split(";")
    assert not measure.grounds or ground in measure.grounds.split(";")
    own = rules.period_end(measure.period, TODAY) if measure.period else until
    assert measures.last_day(measure, TODAY, until) == own
