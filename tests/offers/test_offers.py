"""What good credit brings: who offers what, and whether one's own firm may claim it."""

from datetime import timedelta

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.offers import service
from integrity.credit.offers.models import OfferState
from integrity.credit.offers.service import OwnOffer, WrongOffer
from integrity.credit.records.models import RecordState
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.offers.makers import SAID, make_offer, make_published, office
from tests.sanctions.makers import make_listed

ONE = timedelta(days=1)


def refusal(offer, firm, on=TODAY) -> str:
    return service.refusal(offer, firm, service.standing(firm), on)


def test_a_firm_without_a_public_record_may_claim_what_is_open_to_its_kind() -> None:
    offer = make_published()

    assert refusal(offer, make_enterprise()) == ""
    assert "不适用" in refusal(offer, make_body())


def test_what_is_for_the_red_list_is_for_who_stands_on_it() -> None:
    offer, firm = make_published(on_the_red_list=True), make_enterprise()
    assert "守信激励对象" in refusal(offer, firm)

    make_listed(firm, kind=ListKind.RED, ground=Ground.MODEL, record=False)

    assert refusal(offer, firm) == ""


def test_who_broke_faith_may_claim_nothing() -> None:
    firm, other = make_enterprise(), make_enterprise("示例失信企业")
    make_record(firm, RecordState.CONFIRMED, decided_on=TODAY, public=True)
    make_listed(other)
    offer = make_published()

    assert "公开的失信记录" in refusal(offer, firm)
    assert "严重失信主体名单" in refusal(offer, other)


def test_before_its_first_day_and_after_its_last_nobody_may() -> None:
    offer = make_published(valid_from=TODAY + ONE, valid_until=TODAY + 3 * ONE)

    assert [bool(refusal(offer, make_enterprise(), TODAY + n * ONE)) for n in (0, 1, 3, 4)] == [
        True, False, False, True,
    ]  # fmt: skip


def test_the_night_ends_what_is_over_once() -> None:
    offer = make_published(valid_until=TODAY)

    assert service.expire(on=TODAY, at=NOW) == 0
    assert service.expire(on=TODAY + ONE, at=NOW) == 1
    assert service.expire(on=TODAY + ONE, at=NOW) == 0
    db.session.expire_all()
    assert offer.state is OfferState.OVER


def test_who_enters_an_offer_does_not_publish_it() -> None:
    by = office()
    offer = service.make(None, by=by, at=NOW, **SAID)

    with pytest.raises(OwnOffer):
        service.publish(offer, by=by, at=NOW)


def test_an_offer_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(WrongOffer):
        make_offer(valid_until=TODAY - ONE)


def test_an_officer_offers_the_office_publishes_and_everybody_finds_it(client, login) -> None:
    body = make_body("示例局")
    login(make_user(Role.OFFICER, body))
    form = {k: v for k, v in SAID.items() if v not in (None, False)}
    form["valid_from"] = TODAY.isoformat()
    made = client.post("/offers/new", data=form)
    assert client.post(f"{made.location}/do/publish").status_code == 403
    assert "示例信易贷" not in client.get("/offers/").text
    login(office())
    assert "示例信易贷" in client.get("/desk/").text
    assert client.post(f"{made.location}/do/publish").status_code == 302
    with client.session_transaction() as session:
        session.clear()

    found = client.get("/offers/?field=finance&stage=financing&subject=enterprise").text
    assert "示例信易贷" in found and "示例信易贷" not in client.get("/offers/?field=shopping").text
    assert "到示例银行网点申请" in client.get(made.location).text


def test_a_firm_that_is_logged_in_sees_whether_it_may(client, login) -> None:
    open_, closed = make_published(), make_published(title="红名单专享", on_the_red_list=True)
    login(make_user(Role.SUPPLIER, make_enterprise()))

    assert "可以申请。" in client.get(f"/offers/{open_.id}").text
    assert "不能申请：只提供给守信激励对象" in client.get(f"/offers/{closed.id}").text
    assert "本单位能否申请" in client.get("/offers/").text


def test_what_is_not_published_is_nobodys_business(client, login) -> None:
    offer = make_offer(make_body("示例局"))

    assert client.get(f"/offers/{offer.id}").status_code == 404
    login(make_user(Role.OFFICER, make_body("别局")))
    assert client.get(f"/offers/{offer.id}").status_code == 404
