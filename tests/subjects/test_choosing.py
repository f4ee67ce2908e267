"""Whom a person means: found by name, part, initials or code; nothing is guessed."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from arrears.models import Invoice
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.subjects import service
from integrity.people.subjects.choosing import BODIES, EVERYBODY, MOST, candidates
from integrity.people.subjects.models import SubjectKind
from integrity.people.subjects.names import initials
from integrity.streams.courts.models import CourtCase
from tests.factories import make_body, make_enterprise, make_user

CASE = {
    "case_no": "（2026）示01执1号",
    "cause": "买卖合同纠纷",
    "creditor_kind": "enterprise",
    "owed": "100",
    "received_on": "2026-11-01",
}


def names(words: str, kinds: frozenset[SubjectKind] = BODIES) -> list[str]:
    return [subject.name for subject in candidates(words, kinds)]


@pytest.mark.parametrize("words", ["水务", "示例区水务局", "slqswj", "swj", " SWJ ", "水 务 局"])
def test_a_body_is_found_by_name_by_a_part_and_by_initials(app, words):
    """Seen: 84 bodies in a select, in the order of code points, without any typing aid."""
    make_body("示例区教育局")
    make_body("示例区水务局")

    assert names(words) == ["示例区水务局"]


@pytest.mark.parametrize("words", ["管道工程有", "管道工程有限公", "示例管道工程股份有限"])
def test_a_firm_is_found_while_its_legal_form_is_being_typed(app, words):
    """Seen: nothing was offered from the 有 of 有限公司 until the name was complete."""
    make_enterprise("示例管道工程有限公司")
    make_enterprise("示例管道工程检测有限公司")

    assert names(words, EVERYBODY) == ["示例管道工程有限公司"]


def test_a_body_is_found_by_its_code_and_by_a_name_it_had(app):
    body = make_body("示例区水利局")
    service.rename(body, "示例区水务局", on=date(2026, 1, 1))
    db.session.flush()

    assert names("水利") == ["示例区水务局"] == names("swj")
    assert names((body.uscc or "")[:10]) == ["示例区水务局"]


def test_the_likeliest_is_offered_first_and_never_more_than_twenty(app):
    for number in range(MOST + 5):
        make_body(f"示例区水务局第{number}分局")
    make_body("水务局")

    found = names("水务局")

    assert found[0] == "水务局" and len(found) == MOST


def test_natural_persons_are_never_found(app):
    """Their names are masked, and even those are nobody's to look for."""
    person = service.register_person("张三", "11010519491231002X")

    assert person.initials == ""
    for words in ("张", "zs", "z*", person.name):
        assert person.name not in names(words, EVERYBODY)


@given(st.text(max_size=20))
def test_initials_are_letters_and_digits_whatever_the_name(name):
    assert initials(name).isascii() and not set(initials(name)) & set("% _'\"*")


def test_anybody_finds_bodies_and_only_those_who_name_them_find_enterprises(client, login):
    make_body("示例区水务局")
    make_enterprise("示例水务有限公司")
    office, evaluator = login(make_user(Role.OFFICE)), login(make_user(Role.EVALUATOR))

    public = client.get("/find/bodies?q=水务").get_json()

    assert [one["name"] for one in public] == ["示例区水务局"]
    assert client.get("/find/subjects?q=水务").status_code in (302, 403)
    assert evaluator.get("/find/subjects?q=水务").status_code == 403
    assert len(login(make_user(Role.OFFICE)).get("/find/subjects?q=水务").get_json()) == 2
    assert len(office.get("/find/firms?q=水务").get_json()) == 1
    assert office.get("/find/firms").get_json() == []


def test_a_name_of_several_comes_back_with_all_of_them_and_nothing_is_filed(login):
    """Without a script: what was typed is looked up, and the person chooses."""
    first, second = make_body("示例一区水务局"), make_body("示例二区水务局")
    court = login(make_user(Role.COURT, make_body("示例法院")))

    asked = court.post("/courts/new", data=CASE | {"body-named": "水务局"})
    chosen = CASE | {"body-named": "水务局", "body": second.slug}
    filed = court.post("/courts/new", data=chosen)

    assert asked.status_code == 422 and "请选择是下面的哪一个" in asked.text
    assert all(f'type="radio" id="body-{n}"' in asked.text for n in (0, 1))
    assert first.name in asked.text and second.name in asked.text and "买卖合同纠纷" in asked.text
    assert filed.status_code == 302
    assert db.session.scalars(sa.select(CourtCase)).one().subject_id == second.id


def test_a_part_of_a_name_files_nothing_even_if_only_one_has_it(login):
    """The one that is meant may not be registered; who owes is not guessed."""
    make_body("示例区水务局")
    court = login(make_user(Role.COURT, make_body("示例法院")))

    asked = court.post("/courts/new", data=CASE | {"body-named": "水务"})
    whole = court.post("/courts/new", data=CASE | {"body-named": "示例区水务局"})

    assert (asked.status_code, whole.status_code) == (422, 302)


def test_what_was_picked_before_does_not_stand_for_what_was_typed_since(login):
    """A hidden pick outlives a name that was typed over it, where no script takes it away."""
    old, new = make_body("示例区教育局"), make_body("示例区水务局")
    court = login(make_user(Role.COURT, make_body("示例法院")))

    filed = court.post("/courts/new", data=CASE | {"body": old.slug, "body-named": new.name})
    emptied = court.post("/courts/new", data=CASE | {"body": old.slug, "body-named": ""})

    assert (filed.status_code, emptied.status_code) == (302, 422)
    assert db.session.scalars(sa.select(CourtCase)).one().subject_id == new.id


def test_a_word_that_nobody_has_is_said_and_kept(login):
    court = login(make_user(Role.COURT, make_body("示例法院")))

    answer = court.post("/courts/new", data=CASE | {"body-named": "没有的局"})

    assert answer.status_code == 422
    assert "没有找到“没有的局”" in answer.text and 'value="没有的局"' in answer.text


def test_a_list_is_narrowed_by_part_of_a_name_and_its_links_say_by_whom(login):
    body, other = make_body("示例区水务局"), make_body("示例区教育局")
    for number, whom in enumerate((body, other), 1):
        login(make_user(Role.COURT, make_body(f"示例{number}法院"))).post(
            "/courts/new", data=CASE | {"case_no": f"（2026）鲁01执{number}号", "body": whom.slug}
        )

    page = login(make_user(Role.OFFICE)).get("/courts/?body-named=水务&sort=case_no").text

    assert "鲁01执1号" in page and "鲁01执2号" not in page
    assert f"body={body.slug}" in page and "body-named=" not in page


def test_a_list_asks_which_of_several_is_meant_and_shows_all_until_then(login):
    make_body("示例一区水务局")
    make_body("示例二区水务局")

    page = login(make_user(Role.OFFICE)).get("/courts/?body-named=水务局").text

    assert "请选择是下面的哪一个" in page and page.count('type="radio"') == 2


def test_several_bodies_are_named_one_after_the_other_or_ticked(app):
    from integrity.pages.forms import PostForm
    from integrity.people.subjects.choosing import SubjectsField

    class Form(PostForm):
        bodies = SubjectsField("单位")

    one, two, three = (make_body(f"示例{n}局") for n in "甲乙丙")
    data = {"bodies": one.slug, "bodies-named": "示例乙局、示例丙局"}
    with app.test_request_context(method="POST", data=data):
        form = Form(meta={"csrf": False})
        good = form.validate()
    with app.test_request_context(method="POST", data={"bodies": one.slug, "bodies-named": "示例"}):
        unclear = Form(meta={"csrf": False})
        bad = unclear.validate()

    assert good and form.bodies.data == [one, two, three]
    assert not bad and unclear.bodies.data == [one] and len(unclear.bodies.candidates) == 3


def test_an_invoice_goes_to_the_body_that_was_picked(login):
    make_body("示例区第一局")
    debtor = make_body("示例区水务局")
    supplier = login(make_user(Role.SUPPLIER, make_enterprise()))
    data = {
        "debtor": debtor.slug,
        "debtor-named": debtor.name,
        "size": "small",
        "kind": "goods",
        "contract_no": "HT-1",
        "contract_name": "示例合同",
        "delivered_on": "2026-01-05",
        "amount": "100",
    }

    seen = supplier.post("/arrears/new", data=data).text.partition('name="seen"')[2]
    digest = seen.partition('value="')[2].partition('"')[0]
    supplier.post("/arrears/new", data=data | {"seen": digest})

    invoice = db.session.scalars(sa.select(Invoice)).one()
    assert (invoice.subject_id, invoice.amount) == (debtor.id, Decimal(100))
