"""What pages say of the law is what the law says, for the day it is said of."""

import csv
from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.credit.measures import service as measures
from integrity.credit.measures import shipped
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.models import Measure
from tests.arrears.makers import make_invoice, supplier_of
from tests.factories import TODAY, make_enterprise


@pytest.mark.parametrize(
    ("year", "article", "other"),
    [
        (2023, "第十六条", "第十八条"),
        (2024, "第十六条", "第十八条"),
        (2025, "第十八条", "第十六条"),
    ],
)
def test_a_disclosure_names_the_regulation_of_its_year(client, year, article, other):
    """Seen: the disclosures of 2020 to 2024 on an article of 2025."""
    page = client.get(f"/arrears/disclosure/{year}").text

    assert article in page
    assert other not in page


def test_an_old_claim_is_not_told_of_articles_that_came_later_as_if_they_were_its_own(login):
    invoice = make_invoice(delivered_on=date(2024, 3, 1))

    page = login(supplier_of(invoice)).get(f"/arrears/{invoice.ref}").text

    assert "条例第十七条" not in page
    assert "国务院令第728号" in page
    assert "国务院令第802号，2025年6月1日起施行" in page


def test_the_days_for_an_answer_come_from_the_rules(client):
    """Seen: 三 and 七 written into the page."""
    page = client.get("/objections/new").text

    assert "3 个工作日内答复" in page
    assert "7 个工作日内答复" in page
    assert "山东省社会信用条例 第三十九条" in page


def test_rules_say_by_which_day_they_are_chosen(client):
    page = client.get("/rules/").text

    assert "按起算之日" in page
    assert "按认定之日" in page
    assert "事实发生日" not in page


def test_investors_are_not_told_of_an_article_about_consumers(client):
    page = client.get("/complaints/new").text

    assert "侵害消费者或者公众投资者" not in page
    assert "《证券法》" in page


def test_nothing_is_promised_that_does_not_exist(client):
    """Seen: the foot of every page promised a credit report, and there was none."""
    assert 'href="/credit-reports/"' in client.get("/").text
    assert client.get("/credit-reports/").status_code == 200


@pytest.mark.parametrize("code", ["M-S-ADM-32", "M-S-ADM-33", "M-S-ADM-38", "M-S-GOV-49"])
def test_a_measure_whose_text_was_amended_unread_cannot_be_attached(code):
    """Seen: a text of 2014 attached, ten years after and amended."""
    measure = db.session.scalars(sa.select(Measure).where(Measure.code == code)).one()

    assert measures.unusable(measure, TODAY)


def test_work_safety_is_in_force_and_compensation_is_no_sanction():
    with shipped.DATA.open(encoding="utf-8") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    safety = frozenset({"SX1-04", "SX1"})
    case = measures.Case(make_enterprise(), ListKind.SERIOUS, Ground.HEALTH_AND_LIFE, safety)

    assert measures.chosen(["M-S-ADM-34"], case, TODAY)
    assert "M-S-GOV-40" not in rows
    assert not [row for row in rows.values() if "施行前核对" in row["content"]]
