"""What is recorded stands in the catalogue; what the catalogue does not open is not published."""

from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework import streams
from integrity.credit.catalogue import service
from integrity.credit.catalogue.models import CatalogueItem, Publicity
from integrity.credit.records import grading
from integrity.credit.records.models import RecordState
from tests.factories import TODAY, make_record

BEFORE = date(2019, 1, 1)


def item(code):
    return db.session.scalars(sa.select(CatalogueItem).where(CatalogueItem.code == code)).one()


def test_the_shipped_catalogue_is_loaded_once():
    assert service.item_of("commitments", "overdue", TODAY).code == "ML-ZW-01"
    assert service.load() == 0


def test_every_breach_of_every_stream_has_an_item_of_its_stream(app):
    """A new stream must say of which item its breaches are; none falls to the general one."""
    found = {
        (stream.name, rule): service.item_of(stream.name, rule, TODAY)
        for stream in streams.registered().values()
        for rule in stream.words.rules
    }

    general = service.item_of("unheard-of", "unheard-of", TODAY)
    assert [key for key, one in found.items() if one in (None, general)] == []


def test_a_rule_of_its_own_goes_before_the_rest_of_its_stream():
    own = service.as_row(item("ML-ZW-01")) | {"code": "ML-X", "rule": "overdue"}
    db.session.add(service._item(own))
    db.session.flush()

    assert service.item_of("commitments", "overdue", TODAY).code == "ML-X"
    assert service.item_of("commitments", "not-fulfilled", TODAY).code == "ML-ZW-01"


def test_before_the_catalogue_had_it_nothing_was_published():
    assert service.item_of("commitments", "overdue", BEFORE) is None
    assert not service.published("commitments", "overdue", BEFORE)


@pytest.mark.parametrize("publicity", Publicity)
def test_only_what_the_catalogue_opens_to_everybody_is_public(publicity):
    item("ML-ZW-01").publicity = publicity
    db.session.flush()

    found = grading.consequence("commitments", "overdue", TODAY)

    assert found["public"] == (publicity is Publicity.PUBLIC)


def test_what_left_the_catalogue_is_not_published_any_more():
    item("ML-ZW-01").effective_to = TODAY.replace(day=1)
    item("ML-ZW-99").effective_to = TODAY.replace(day=1)
    db.session.flush()

    assert not grading.consequence("commitments", "overdue", TODAY)["public"]
    assert grading.consequence("courts", "not-performed", TODAY)["public"]


def test_everybody_reads_the_catalogue_and_a_record_says_its_item(client):
    listed = client.get("/catalogue/?publicity=on+application")
    page = client.get("/catalogue/ML-ZW-06")

    assert "政务诚信第三方评价整改信息" in listed.text
    assert "政府机构公开承诺及履行信息" not in listed.text
    assert "依申请查询" in page.text
    assert client.get("/catalogue/ML-0").status_code == 404
    assert "ML-ZW-01" in client.get("/catalogue/?format=csv").text


def test_a_record_leads_to_its_item(client):
    record = make_record(state=RecordState.CONFIRMED, public=True, decided_on=TODAY)
    page = client.get(f"/records/{record.id}")
    assert "/catalogue/ML-ZW-01?version=1" in page.text and "第 1 版" in page.text
