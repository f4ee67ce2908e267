"""31 March, body by body: declared, reviewed, signed, frozen, public; and who says nothing."""

from datetime import date
from decimal import Decimal

import pytest

from arrears import disclosures, yearly
from arrears.yearly import Declaration, DeclarationState, Unexplained
from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.documents import service as documents
from integrity.casework.documents.giving import given
from tests.arrears.makers import make_declaration, make_invoice
from tests.factories import NOW, TODAY, example_code, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")
YEAR = TODAY.year - 1
S = DeclarationState


def owing(name: str = "示例欠款局"):
    """A body of which one contract was overdue when the year ended."""
    body = make_body(name)
    make_invoice(debtor=body, due_on=date(YEAR, 6, 1), delivered_on=date(YEAR, 5, 1))
    return body


def published(body, contracts: int = 1, amount: Decimal = Decimal(10000)) -> Declaration:
    found = make_declaration(body)
    officer = make_user(Role.OFFICER, body)
    said = "" if (contracts, amount) == (1, Decimal(10000)) else "示例原因"
    yearly.declare(found, contracts, amount, said, by=officer, at=NOW)
    yearly.review(found, by=make_user(Role.OFFICE), at=NOW)
    yearly.sign(found, by=make_user(Role.HEAD, body, "示例局长"), at=NOW)
    return found


def test_what_the_register_has_stays_beside_what_the_body_declares(client):
    """Seen: only the office published; whoever owed said nothing, signed nothing."""
    found = published(owing(), 0, Decimal(0))

    page = client.get(f"/arrears/yearly/{YEAR}/{found.subject.slug}").text

    assert "登记在册" in page and "10,000.00" in page and "示例原因" in page
    assert "示例局长" in page and page.count("0.00 元") == 2


def test_other_figures_than_the_register_need_a_reason():
    body = owing()
    found, officer = make_declaration(body), make_user(Role.OFFICER, body)

    with pytest.raises(Unexplained, match="登记在册的是 1 份合同"):
        yearly.declare(found, 0, Decimal(0), by=officer, at=NOW)
    yearly.declare(found, 1, Decimal(10000), by=officer, at=NOW)

    assert found.state is S.DECLARED


def test_nothing_is_public_before_the_head_has_signed(client):
    body = owing()
    found, officer = make_declaration(body), make_user(Role.OFFICER, body)
    address = f"/arrears/yearly/{YEAR}/{body.slug}"
    yearly.declare(found, 1, Decimal(10000), by=officer, at=NOW)

    with pytest.raises(NotAllowed):
        yearly.sign(found, by=make_user(Role.HEAD, body), at=NOW)
    assert "10,000.00" not in client.get(address).text
    assert client.get(f"{address}/pdf").status_code == 404


def test_it_is_a_page_a_file_and_a_paper_of_the_body(client):
    body = owing()
    found = published(body)
    address = f"/arrears/yearly/{YEAR}/{body.slug}"

    (paper,) = documents.of_thing("yearly_statement", found.id)
    csv = client.get(f"{address}/csv").text

    assert paper.body_id == body.id and "合同：1份" in paper.content
    assert client.get(f"{address}/pdf").data.startswith(b"%PDF")
    assert "10,000.00" in csv and "示例局长" in csv


def test_it_is_frozen_and_a_correction_stands_beside_it(client):
    body = owing()
    found = published(body)
    make_invoice(debtor=body, due_on=date(YEAR, 7, 1), delivered_on=date(YEAR, 5, 2))

    before = client.get(f"/arrears/yearly/{YEAR}/{body.slug}").text
    head = make_user(Role.HEAD, body)
    yearly.correct(found, 2, Decimal(20000), "示例：漏报一份", by=head, at=NOW)
    after = client.get(f"/arrears/yearly/{YEAR}/{body.slug}").text

    assert "20,000.00" not in before
    assert "由 1 份、10,000.00 元 更正为 2 份、20,000.00 元" in after and "示例：漏报一份" in after


def test_who_says_nothing_is_named_and_counted(client):
    published(owing("示例已公布局"))
    make_body("示例沉默局")
    yearly.open_year(YEAR, at=NOW)

    page = client.get(f"/arrears/yearly/{YEAR}").text
    every, done, contracts, amount = yearly.totals(YEAR)

    assert "示例沉默局" in page and "没有公布，逾期" in page
    assert (every, done, contracts, amount) == (2, 1, 1, Decimal(10000))


def test_a_committee_of_residents_is_not_asked():
    village = make_body("示例村民委员会")
    village.uscc = example_code(9001, "55")

    yearly.open_year(YEAR, at=NOW)

    assert yearly.totals(YEAR)[0] == 0


def test_it_begins_in_january_is_reminded_and_opened_once():
    body = make_body()
    january = clock.at(date(2027, 1, 4), 1)
    found = [yearly.open_year(2026, at=january) for _ in range(2)]
    quiet = yearly.remind(on=date(2027, 1, 5), at=january)
    told = [
        yearly.remind(on=day, at=clock.at(day, 1))
        for day in (date(2027, 2, 1), date(2027, 3, 1), date(2027, 3, 21))
    ]

    statement = make_declaration(body, 2026)
    assert (found, quiet, told) == ([1, 0], 0, [1, 1, 1])
    assert statement.publish_by == date(2027, 3, 31)
    moves = [event.move for event in audit.history(statement)]
    assert moves == ["remind", "remind", "remind", "open"]


@pytest.mark.parametrize(
    ("role", "move"), [(Role.OFFICER, "sign"), (Role.HEAD, "review"), (Role.SUPPLIER, "declare")]
)
def test_each_does_only_what_is_theirs(login, role, move):
    body = make_body()
    make_declaration(body)

    answer = login(make_user(role, body)).get(f"/arrears/yearly/{YEAR}/{body.slug}/do/{move}")

    assert answer.status_code == 403


def test_the_yearly_report_names_who_owes_and_who_is_silent():
    owing()
    make_body("示例沉默局")
    yearly.open_year(YEAR, at=NOW)
    found = disclosures.publish(YEAR, by=make_user(Role.OFFICE), at=NOW)

    text = given("arrears-yearly-report", found, TODAY).paper.text()

    assert "示例欠款局" in text and "示例沉默局" in text and "第二十二条" in text
    assert "10,000.00" in text
