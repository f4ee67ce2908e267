"""A check by the short name of a body (市教育局) finds whom it means where the asking body is."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.subjects.aliases import Alias, AliasState
from integrity.people.subjects.models import Subject
from tests.api.makers import make_token, post
from tests.checks.makers import make_check
from tests.factories import make_body, make_user
from tests.sanctions.makers import make_listed
from tests.subjects.makers import in_area, make_alias

WORD = "市教育局"
ASKED = {"matter": "招标", "purpose": "资格审查"}


@pytest.fixture
def first(app: Any) -> Subject:
    """The bureau of one of two cities, which both have one, and what the papers of each call it."""
    bureaus = [in_area(make_body(f"{city}教育局"), city) for city in ("甲示市", "乙示市")]
    for bureau in bureaus:
        make_alias(bureau, WORD, bureau.area)
    return bureaus[0]


def asker(area: str = "甲示市东示区") -> Subject:
    return in_area(make_body("示例审批局"), area)


def answer(body: Subject, name: str = WORD, **more: str) -> dict[str, Any]:
    return make_check({"q": {"name": name, **more}}, body=body).results[0].answer


def test_it_means_the_body_of_the_city_of_who_asks_and_is_no_verdict(first: Subject) -> None:
    make_listed(first)

    said = answer(asker())

    assert said["verdict"] == "review" and said["entries"] == []
    [candidate] = said["candidates"]
    assert (candidate["uscc"], candidate["match"], candidate["score"]) == (first.uscc, "alias", 100)
    assert [one["feature"] for one in candidate["features"]] == ["alias"]


def test_in_another_city_it_means_another_body_and_elsewhere_nobody(first: Subject) -> None:
    there, nowhere = answer(asker("乙示市")), answer(asker("丙示市"))

    assert [c["name"] for c in there["candidates"]] == ["乙示市教育局"]
    assert nowhere["verdict"] == "unidentified"
    assert "alias" not in [c["match"] for c in nowhere["candidates"]]


def test_who_has_the_name_itself_comes_before_who_is_called_so(first: Subject) -> None:
    own = make_body(WORD)

    assert [c["uscc"] for c in answer(asker())["candidates"]] == [own.uscc]


@pytest.mark.parametrize("more", [{"kind": "enterprise"}, {"kind": "organisation"}])
def test_who_asks_about_another_kind_does_not_mean_it(first: Subject, more: Any) -> None:
    assert answer(asker(), **more)["verdict"] == "unidentified"


def test_a_name_that_nobody_confirmed_is_asked_of_the_office_once(client: FlaskClient) -> None:
    bureau = in_area(make_body("甲示市教育局"), "甲示市")
    token = make_token(body=asker())
    queries = {"a": {"name": WORD}, "b": {"name": WORD}, "c": {"name": "王立会"}}

    said = post(client, "checks", ASKED | {"queries": queries}, token).json

    assert said["results"]["a"]["verdict"] == "unidentified"
    [asked] = db.session.scalars(sa.select(Alias))
    assert (asked.word, asked.place, asked.state) == (WORD, "甲示市", AliasState.PROPOSED)
    assert bureau.name


def test_the_receipt_says_why_and_the_forms_ask_for_the_name_first(
    login: Any, first: Subject
) -> None:
    body = asker()
    made = make_check({"q": {"name": WORD}}, body=body)

    page = login(make_user(Role.CLERK, body)).get(f"/checks/{made.ref}").text
    form = login(make_user(Role.OFFICE)).get("/desk/aliases/new").text

    assert "经确认的简称" in page and f"“{WORD}”是经确认的该单位简称" in page
    assert form.index('name="word"') < form.index('name="place"') < form.index('name="subject')
    codes = login(make_user(Role.OFFICE)).get("/desk/codes/new").text
    assert codes.index('name="subject') < codes.index('name="code"')
