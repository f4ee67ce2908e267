"""Everybody reads what a second person released of the reasons, and nothing else of them."""

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.models import EntryState
from tests.factories import NOW, make_enterprise, make_user
from tests.sanctions.makers import make_decided

PHONE = "13800138000"
FULL = f"示例：法定代表人李示例（电话{PHONE}）拒不履行。"
MASKED = "示例：法定代表人李某（电话（略））拒不履行。"
WHY = "示例：复核无误，同意列入。"


@pytest.fixture
def entry(app):
    """Decided by one person, on reasons that name somebody."""
    made = make_decided(make_enterprise("示例公开文字企业"))
    made.reasons = FULL
    db.session.commit()
    return made


@pytest.fixture
def second(login, entry):
    return login(make_user(Role.OFFICE))


def confirm(client, entry, **said):
    said = {"reasons": WHY, "public_text": MASKED} | said
    return client.post(f"/lists/entries/{entry.id}/do/confirm", data=said)


def test_the_second_person_gets_the_full_text_and_a_draft_that_names_nobody(second, entry):
    page = second.get(f"/lists/entries/{entry.id}/do/confirm").text

    assert FULL in page and MASKED in page
    assert f"第 15 字起“{PHONE}”（电话号码）" in page


def test_what_is_released_is_all_that_everybody_reads(client, second, entry):
    confirm(second, entry, public_text="示例：拒不履行生效判决。")
    inside = second.get(f"/lists/entries/{entry.id}").text
    second.post("/logout")

    assert entry.state is EntryState.LISTED
    assert FULL in inside and "拒不履行生效判决" in inside
    for address in (f"/lists/entries/{entry.id}", f"/api/v1/lists/{entry.kind}"):
        public = client.get(address)
        assert public.status_code == 200
        assert "拒不履行生效判决" in public.get_data(as_text=True), address
        assert PHONE not in public.text and "李示例" not in public.text and WHY not in public.text
    assert entry.subject.name not in client.get(f"/lists/{entry.kind}/?q={PHONE}").text


def test_a_trace_that_is_left_is_named_and_nothing_is_released(second, entry):
    page = confirm(second, entry, public_text=f"示例：电话{PHONE}。")

    assert page.status_code == 422 and "可能涉及个人信息" in page.text and PHONE in page.text
    assert entry.state is EntryState.DECIDED and entry.public_text == ""


def test_a_trace_that_was_looked_at_may_be_released(second, entry):
    confirm(second, entry, public_text="示例：由王先生纪念馆作出。", checked="y")

    assert entry.public_text == "示例：由王先生纪念馆作出。"


def test_who_does_not_release_it_sends_it_back(client, second, entry):
    second.post(f"/lists/entries/{entry.id}/do/send_back", data={"why": WHY})
    second.post("/logout")

    assert entry.state is EntryState.HEARD and entry.public_text == ""
    assert client.get(f"/lists/entries/{entry.id}").status_code == 404


def test_what_no_person_released_in_words_names_nobody(client, app):
    entry = make_decided(make_enterprise("示例成批企业"))
    entry.reasons = FULL
    sanctions.decide_second(entry, WHY, by=make_user(Role.OFFICE), at=NOW)
    db.session.commit()

    assert MASKED in client.get(f"/lists/entries/{entry.id}").text
