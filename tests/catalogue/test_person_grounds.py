"""What the catalogue holds of persons says on what ground (个人信息保护法 第十三条)."""

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.credit.catalogue import service
from integrity.credit.catalogue.drafts import WrongItem
from integrity.credit.catalogue.models import PERSON_GROUND_NAMES, CatalogueItem, PersonGround
from tests.catalogue.makers import approved, make_catalogue_draft


@pytest.fixture(autouse=True)
def _catalogue(app):
    service.load()


def test_no_item_of_persons_and_no_sealed_column_is_without_a_ground() -> None:
    items = db.session.scalars(sa.select(CatalogueItem).order_by(CatalogueItem.code)).all()
    held = [item for item in items if item.of_persons]

    assert {item.code for item in held if "sealed" in item.columns}
    assert [item.code for item in held if item.person_ground is None] == []


@pytest.mark.parametrize(
    "typed",
    [
        {"applies_to": ["enterprise", "person"], "publicity": "none"},
        {"columns": "姓名 文字 密封"},
    ],
)
def test_what_holds_personal_data_is_not_proposed_without_a_ground(typed) -> None:
    with pytest.raises(WrongItem):
        make_catalogue_draft(**typed)

    made = approved(make_catalogue_draft(**typed, person_ground="consent"))

    assert made.person_ground is PersonGround.CONSENT


def test_everybody_reads_the_ground_of_each_on_the_privacy_page_and_with_the_item(client) -> None:
    privacy, item = client.get("/privacy").text, client.get("/catalogue/ML-JD-03").text

    named = str(PERSON_GROUND_NAMES[PersonGround.DUTY])
    assert "纪律处分、政务处分记录" in privacy and named in privacy
    assert named in item


def test_an_item_without_personal_data_names_none(client) -> None:
    assert "合法性基础" not in client.get("/catalogue/ML-ZW-01").text
