"""The certificate of a term says how it was counted, also where the parties agreed on it."""

from datetime import date

import pytest

from tests.arrears.makers import make_invoice, supplier_of


@pytest.fixture
def read(login):
    """read(invoice, "json") as its supplier."""

    def get(invoice, kind=None):
        address = f"/deadlines/arrears-{invoice.id}"
        answer = login(supplier_of(invoice)).get(address, query_string={"format": kind or "html"})
        return answer.json if kind else answer.text

    return get


def test_an_agreed_term_is_not_said_to_be_named_by_the_document(read):
    """Seen: 这个期限由文件直接写明，不经推算, though delivery + 60 days had been counted."""
    invoice = make_invoice(delivered_on=date(2026, 8, 3), agreed_days=60)

    page, found = read(invoice), read(invoice, "json")

    assert "不经推算" not in page
    assert "60 日" in page
    assert "国庆节" in page
    assert found["agreed"] == {"amount": 60, "unit": "day"}
    assert (found["start"], found["due_on"]) == ("2026-08-03", "2026-10-08")
    assert {day["day"] for day in found["skipped"]} >= {"2026-10-02", "2026-10-07"}


def test_an_agreed_term_in_a_year_without_a_notice_is_provisional(read):
    """Seen: provisional was false in the JSON though the item is."""
    invoice = make_invoice(delivered_on=date(2026, 11, 20), agreed_days=60)

    assert read(invoice, "json")["provisional"] is True
    assert "暂定期限" in read(invoice)


@pytest.mark.parametrize(
    ("given", "start", "word"),
    [
        ({"acceptance_until": date(2026, 7, 1)}, "2026-07-01", "视为验收合格之日"),
        ({"accepted_on": date(2026, 7, 2)}, "2026-07-02", "验收合格之日"),
        ({"settled_on": date(2026, 7, 6)}, "2026-07-06", "双方确认结算金额之日"),
        ({}, "2026-06-01", "交付之日"),
    ],
)
@pytest.mark.parametrize("agreed_days", [None, 45])
def test_the_certificate_says_what_day_the_term_starts_from(read, given, start, word, agreed_days):
    """Seen: a deemed acceptance looked like any other start."""
    invoice = make_invoice(agreed_days=agreed_days, **given)

    found = read(invoice, "json")

    assert found["start"] == start
    assert found["start_is"].startswith(word)
    assert word in read(invoice)
