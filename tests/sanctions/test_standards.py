"""What leads to a list stands in a table, and nothing else leads there."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures import service as measures
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions import bases, standards
from integrity.credit.sanctions.documents import Document, DocumentKind
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.standards import ListingStandard, NotOfStandard
from tests.factories import TODAY, make_body, make_enterprise, make_user
from tests.sanctions.makers import nominate

DECIDED = TODAY - timedelta(days=30)
PAPER = Document(
    DocumentKind.DECISION, "责令支付决定书", DECIDED, "示例决〔2026〕1号", "示例人社局"
)
URGED = replace(PAPER, urged="示例督促履行通知书", urged_on=TODAY - timedelta(days=3))


def propose(document, ground=Ground.DUTY_REFUSED, basis="LB-SERIOUS-1", subject=None):
    kind = bases.by_code(basis).list
    subject = subject or make_enterprise()
    return nominate(subject, kind, ground, basis=bases.by_code(basis), document=document)


def test_the_shipped_standards_are_loaded_once_and_cover_every_ground_that_is_carried() -> None:
    for basis in bases.all_in_force(TODAY):
        grounds = [row.ground for row in standards.in_force(basis, TODAY)]
        assert sorted(grounds) == sorted(basis.carries)
    assert standards.load() == 0


def test_who_was_not_urged_to_obey_has_not_refused_to() -> None:
    with pytest.raises(NotOfStandard):
        propose(PAPER)

    entry = propose(URGED)

    assert (entry.urged, entry.urged_on) == (URGED.urged, URGED.urged_on)


@pytest.mark.parametrize("urged_on", [DECIDED - timedelta(days=1), TODAY + timedelta(days=1), None])
def test_the_urging_comes_after_the_decision_and_before_the_listing(urged_on) -> None:
    with pytest.raises(NotOfStandard):
        propose(replace(URGED, urged_on=urged_on))


def test_other_grounds_ask_for_no_urging() -> None:
    assert propose(PAPER, Ground.MARKET_AND_ORDER).urged == ""


def test_a_paper_of_another_kind_than_the_standard_names_is_refused() -> None:
    penalty = replace(PAPER, kind=DocumentKind.PENALTY)

    with pytest.raises(NotOfStandard):
        propose(penalty, Ground.ARREARS, "LB-CORRECTION-1", make_body())


def test_a_standard_without_force_asks_for_nothing() -> None:
    for row in db.session.scalars(sa.select(ListingStandard)):
        row.effective_to = TODAY - timedelta(days=1)
    db.session.flush()

    assert propose(PAPER).id


def test_no_measure_may_be_attached_on_a_list_for_which_it_is_too_hard() -> None:
    """过惩相当: each says from which list on it may be taken, and the watch list has the fewest."""
    usable = [m for m in db.session.scalars(sa.select(Measure)) if not measures.unusable(m, TODAY)]
    harsh = {m.code for m in usable if m.lists == ListKind.SERIOUS.value}
    case = measures.Case(make_enterprise(), ListKind.WATCH, Ground.DUTY_REFUSED)

    offered = {m.code for m in measures.offered(case, TODAY)}

    assert harsh
    assert not harsh & offered
    with pytest.raises(measures.NoBasis):
        measures.chosen(sorted(harsh)[:1], case, TODAY)


@pytest.mark.parametrize("kind", ListKind)
def test_everybody_reads_what_leads_to_a_list_and_how_one_leaves(client, kind) -> None:
    page = client.get(f"/lists/{kind}/standards")

    assert f"/lists/{kind}/standards" in client.get(f"/lists/{kind}/").text
    for basis in db.session.scalars(sa.select(bases.ListingBasis)):
        assert (f'">{basis.title}</h2>' in page.text) is (basis.list is kind)
    assert ("督促履行" in page.text) is (kind in (ListKind.WATCH, ListKind.SERIOUS))


def test_a_basis_that_is_off_says_so(client) -> None:
    page = client.get("/lists/serious/standards").text

    assert "目前不能据此列入" in page
    assert "地方政策文件不能单独设立" in page
    assert client.get("/lists/purple/standards").status_code == 404


def test_the_form_asks_for_the_urging_where_a_standard_does(login) -> None:
    client, firm = login(make_user(Role.OFFICE)), make_enterprise()
    form = {
        "ground": "duty-refused",
        "basis": "LB-SERIOUS-1",
        "reasons": "拒不履行",
        "document_kind": "decision",
        "document_by": "示例人社局",
        "document": "责令支付决定书",
        "document_number": "示例决〔2026〕1号",
        "document_on": "2026-11-01",
    }
    address = f"/sanctions/new/{firm.uscc}/serious"

    assert client.post(address, data=form).status_code == 422
    done = form | {"urged": "示例通知书", "urged_on": "2026-11-10"}
    assert client.post(address, data=done).status_code == 302
    assert db.session.scalars(sa.select(ListEntry)).one().urged == "示例通知书"
    red = client.get(f"/sanctions/new/{firm.uscc}/red").text
    assert "督促履行日期" not in red
