"""The 31 March figures: live until published, then fixed, and corrected only openly."""

from datetime import date

import pytest

from arrears import disclosures
from integrity.base.permissions import Role
from tests.arrears.makers import make_invoice
from tests.factories import NOW, make_body, make_user

YEAR = 2025
ENDED = date(2025, 12, 31)


@pytest.fixture(autouse=True)
def _app(app):
    return app


def owing(body, **more):
    """A claim of the body that was looked at and overdue when the year ended."""
    return make_invoice(debtor=body, due_on=date(2025, 6, 1), **more)


def test_published_figures_do_not_move_with_the_register():
    """Seen: 12, then 13, then 12 contracts for one year, without a trace."""
    body = make_body()
    owing(body)
    before = disclosures.totals(YEAR, ENDED)
    disclosures.publish(YEAR, by=make_user(Role.OFFICE), at=NOW)

    owing(make_body())

    assert before[0] == 1
    assert disclosures.totals(YEAR, ENDED) == before


def test_a_correction_is_shown_beside_what_it_corrects(client, login):
    body = make_body()
    owing(body)
    disclosures.publish(YEAR, by=make_user(Role.OFFICE), at=NOW)
    login(make_user(Role.OFFICE))
    said = {"body": str(body.id), "contracts": "2", "amount": "300", "why": "示例：漏计一份"}

    answer = client.post(f"/arrears/disclosure/{YEAR}/correct", data=said)

    page = client.get(f"/arrears/disclosure/{YEAR}").text
    assert answer.status_code == 302
    assert disclosures.totals(YEAR, ENDED)[0] == 2
    assert "更正说明" in page and "示例：漏计一份" in page and "由 1 份" in page


def test_before_it_is_published_the_page_says_so(client):
    assert "未公布，为实时统计" in client.get(f"/arrears/disclosure/{YEAR}").text


def test_a_year_is_published_once_and_only_when_it_is_over(client, login):
    login(make_user(Role.OFFICE))

    first, second = (client.post(f"/arrears/disclosure/{YEAR}/publish") for _ in range(2))
    running = client.post("/arrears/disclosure/2026/publish")

    assert (first.status_code, second.status_code, running.status_code) == (302, 409, 409)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPPLIER, Role.HEAD, Role.AUDITOR])
def test_nobody_else_publishes_or_corrects(client, login, role):
    login(make_user(role))

    for what in ("publish", "correct"):
        assert client.get(f"/arrears/disclosure/{YEAR}/{what}").status_code == 403
