"""What a body is called in papers is proposed, confirmed once by a person, applied in its place."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from arrears.models import Invoice
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.doors.importing.models import Upload
from integrity.people.accounts.models import User
from integrity.people.subjects import aliases, service
from integrity.people.subjects.aliases import Alias, AliasState, WrongAlias
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_body, make_enterprise, make_user
from tests.importing.makers import checked, imported, sheet
from tests.subjects.makers import in_area, make_alias

S = AliasState
COLUMNS = (
    "external_id", "creditor", "debtor", "contract_no", "contract_name", "kind", "amount",
    "delivered_on",
)  # fmt: skip


@pytest.fixture
def city(app: Any) -> dict[str, Subject]:
    """Two cities that both have an education bureau, one of them with a district."""
    return {
        "first": in_area(make_body("甲示市教育局"), "甲示市"),
        "second": in_area(make_body("乙示市教育局"), "乙示市"),
        "district": in_area(make_body("甲示市东示区教育局"), "甲示市东示区"),
        "office": in_area(make_body("甲示市领导小组"), "甲示市"),
        "elsewhere": in_area(make_body("乙示市领导小组"), "乙示市"),
        "near": in_area(make_body("甲示市东示区政务中心"), "甲示市东示区"),
    }


def office(body: Subject) -> User:
    return make_user(Role.OFFICE, body)


def invoice(debtor: str, number: str = "A1") -> bytes:
    firm = make_enterprise()
    row = {
        "external_id": number, "creditor": firm.uscc, "debtor": debtor, "kind": "goods",
        "contract_no": "H1",
        "contract_name": "示例合同",
        "amount": "100.00", "delivered_on": "2026-03-01",
    }  # fmt: skip
    return sheet(COLUMNS, row)


def waiting() -> list[Alias]:
    return list(db.session.scalars(sa.select(Alias).order_by(Alias.id)))


def decide(client: FlaskClient, alias: Alias, move: str, **said: Any) -> Any:
    address = f"/desk/aliases/{alias.id}/do/{move}"
    return client.post(address, data={"why": "来文载明", "moves": alias.moves, **said})


def test_an_unknown_name_in_a_file_is_refused_and_the_office_asked_once(login, city):
    client = login(office(city["office"]))

    upload = checked(client, invoice("市教育局"), kind="arrears")
    checked(client, invoice("市教育局", "A2"), kind="arrears")

    [asked] = waiting()
    assert (asked.word, asked.place, asked.state) == ("市教育局", "甲示市", S.PROPOSED)
    assert asked.source == city["office"] and asked.subject is None
    assert upload.report["refused"] == 1
    assert "已提请领导小组办公室确认“市教育局”" in upload.report["rejected"][0]["message"]
    assert "市教育局" in client.get("/desk/").text
    assert "甲示市教育局" in client.get(f"/desk/aliases/{asked.id}").text


def test_what_is_confirmed_is_applied_afterwards_and_only_in_its_city(login, city):
    client = login(office(city["office"]))
    checked(client, invoice("市教育局"), kind="arrears")
    [asked] = waiting()

    answer = decide(client, asked, "confirm_alias", subject=city["first"].slug)
    assert answer.status_code == 302
    imported(client, invoice("市教育局", "A3"), kind="arrears")
    refused = checked(login(office(city["elsewhere"])), invoice("市教育局"), kind="arrears")

    assert [i.subject for i in db.session.scalars(sa.select(Invoice))] == [city["first"]]
    assert refused.report["refused"] == 1
    assert [(a.place, a.state) for a in waiting()] == [
        ("甲示市", S.CONFIRMED), ("乙示市", S.PROPOSED),
    ]  # fmt: skip


def test_a_district_s_bureau_is_meant_by_who_writes_in_the_district(city):
    make_alias(city["district"], "区教育局", "甲示市东示区")
    make_alias(city["first"], "教育局", "甲示市")
    make_alias(city["district"], "教育局", "甲示市东示区")

    with aliases.written_by(city["near"]):
        assert service.by_words(["区教育局", "教育局"]) == {
            "区教育局": city["district"], "教育局": city["district"],
        }  # fmt: skip
    with aliases.written_by(city["office"]):
        assert service.by_words(["区教育局", "教育局"]) == {"教育局": city["first"]}
    assert service.by_words(["区教育局", "教育局"]) == {}


def test_the_name_of_somebody_registered_goes_before_what_others_call_a_body(city):
    make_alias(city["first"], "教育局", "甲示市")
    named = make_body("教育局")

    with aliases.written_by(city["office"]):
        assert service.by_words(["教育局"]) == {"教育局": named}


@pytest.mark.parametrize("word", ["示例商贸公司", "张某某", "我教育局", "局", "市水务局"])
def test_what_cannot_be_a_short_name_of_a_body_known_here_asks_nobody(city, word):
    with aliases.written_by(city["office"]) as said:
        assert not aliases.ask(word)

    assert aliases.propose(said, NOW) == []


@pytest.mark.parametrize(
    ("word", "place"), [("我局", "甲示市"), ("市教育局", ""), ("甲示市教育局", "甲示市")]
)
def test_a_name_that_means_others_elsewhere_is_no_alias(city, word, place):
    with pytest.raises(WrongAlias):
        aliases.enter(word, place, city["second"], "来文", by=office(city["office"]), at=NOW)


def test_what_merged_is_meant_as_what_it_became(city):
    make_alias(city["first"], "教委", "甲示市")
    city["first"].merged_into_id = city["district"].id

    with aliases.written_by(city["office"]):
        assert service.by_words(["教委"]) == {"教委": city["district"]}


def test_a_body_contests_what_is_said_of_it_and_does_not_decide(login, city):
    kept = make_alias(city["first"], "教委", "甲示市")
    officer = login(make_user(Role.OFFICER, city["first"]))

    assert "教委" in officer.get("/desk/aliases/").text
    assert decide(officer, kept, "end_alias").status_code == 403
    assert decide(officer, kept, "contest_alias").status_code == 302
    assert kept.state is S.CONTESTED
    with aliases.written_by(city["office"]):
        assert service.by_words(["教委"]) == {"教委": city["first"]}

    client = login(office(city["office"]))
    assert "教委" in client.get("/desk/").text
    assert decide(client, kept, "end_alias").status_code == 302
    with aliases.written_by(city["office"]):
        assert service.by_words(["教委"]) == {}


def test_others_do_not_see_what_means_another_body(login, city):
    kept = make_alias(city["first"], "教委", "甲示市")
    other = login(make_user(Role.OFFICER, city["second"]))

    assert other.get(f"/desk/aliases/{kept.id}").status_code == 404
    assert "教委" not in other.get("/desk/aliases/").text


def test_a_name_that_was_dismissed_is_refused_and_not_asked_about_again(login, city):
    client = login(office(city["office"]))
    checked(client, invoice("市教育局"), kind="arrears")
    [asked] = waiting()
    decide(client, asked, "dismiss_alias")

    upload: Upload = checked(client, invoice("市教育局", "A2"), kind="arrears")

    assert [a.state for a in waiting()] == [S.DISMISSED]
    assert upload.report["refused"] == 1


def test_an_unknown_name_in_a_form_asks_the_office_though_nothing_else_is_kept(login, city):
    client = login(office(city["office"]))

    answer = client.post("/desk/competence/arrears", data={"body-named": "市教育局"})

    assert answer.status_code == 422
    assert [(a.word, a.state) for a in waiting()] == [("市教育局", S.PROPOSED)]


def test_the_office_enters_a_name_that_no_paper_brought_and_only_once(login, city):
    client = login(office(city["office"]))
    said = {"word": "教委", "place": "甲示市", "subject": city["first"].slug, "why": "机构编制文件"}

    assert client.post("/desk/aliases/new", data=said).status_code == 302
    assert client.post("/desk/aliases/new", data=said).status_code in (302, 409)

    assert [(a.word, a.state) for a in waiting()] == [("教委", S.CONFIRMED)]


def test_of_two_who_confirm_at_once_one_is_told(city):
    kept = make_alias(city["first"], "教委", "甲示市")

    with pytest.raises(NotAllowed):
        aliases.confirm(kept, city["second"], "来文", by=office(city["office"]), at=NOW)
