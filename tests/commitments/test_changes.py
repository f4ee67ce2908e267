"""A public promise changes only lawfully, and nothing of what it was is lost."""

from datetime import date, timedelta

import pytest

from commitments.change import changes, differences, grounds
from commitments.change_models import ChangeKind, ChangeState
from commitments.models import CommitmentOutcome
from integrity.base.permissions import Role
from integrity.casework import excuses
from integrity.casework.rules import service as rules
from tests.commitments.makers import make_published, pdf
from tests.factories import NOW, TODAY, make_body, make_user

LATER = date(2027, 6, 30)
WHY = "国家铁路线位调整，原址不能施工。"


def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def ask(item, ground="national", why=WHY, kind=ChangeKind.AMEND, harms=(), **new):
    wanted = {"title": "改造老旧小区40个", "due_on": LATER} | new
    officer = make_user(Role.OFFICER, item.subject)
    return changes.request(
        item,
        kind,
        ground,
        "区政府",
        "区政会〔2026〕3号",
        why,
        by=officer,
        at=NOW,
        harms=harms,
        **wanted,
    )


@pytest.mark.parametrize("excuse", list(excuses.NEVER))
def test_an_excuse_is_refused_with_its_article(excuse):
    with pytest.raises(grounds.NoGround) as refused:
        ask(make_published(), excuse)

    assert "第三十七条" in refused.value.detail or "7号" in refused.value.detail


@pytest.mark.parametrize(
    "why", ["因政府换届需调整", "主要负责人已更换", "区划调整以后", "资金不足"]
)
def test_an_excuse_does_not_hide_behind_a_lawful_ground(why):
    with pytest.raises(grounds.NoGround):
        ask(make_published(), "public", why)


def test_what_is_granted_holds_and_the_old_stays():
    item = make_published()
    signed = item.signed_text
    change = ask(item)

    changes.grant(change, "同意", by=office(), at=NOW)

    assert (item.title, item.due_on) == ("改造老旧小区40个", LATER)
    assert (change.old_title, change.old_due_on) == ("改造老旧小区49个", date(2026, 12, 31))
    assert (item.first_due_on, item.signed_text) == (date(2026, 12, 31), signed)


def test_what_is_refused_changes_nothing():
    item = make_published()
    change = ask(item)

    changes.refuse(change, "理由不充分", by=office(), at=NOW)

    assert (item.title, change.state) == ("改造老旧小区49个", ChangeState.REFUSED)


def test_a_promise_is_withdrawn_by_lawful_change_only():
    item = make_published()
    change = ask(item, kind=ChangeKind.WITHDRAW)

    changes.grant(change, "同意", by=office(), at=NOW)

    assert (item.outcome, item.closed_on) == (CommitmentOutcome.CHANGED, TODAY)


def test_nobody_decides_for_the_own_body():
    item = make_published()
    change = ask(item)

    with pytest.raises(changes.OwnRequest):
        changes.grant(change, "同意", by=make_user(Role.OFFICE, item.subject), at=NOW)


@pytest.mark.parametrize("due_on", [LATER, None])
def test_no_change_moves_a_day_that_has_passed(due_on):
    """A promise long overdue was given a later day, or none, by a lawful change."""
    item = make_published(due_on=TODAY - timedelta(days=1))

    with pytest.raises(changes.WrongChange):
        ask(item, due_on=due_on)


def test_what_has_a_day_keeps_one():
    with pytest.raises(changes.WrongChange):
        ask(make_published(), due_on=None)


def test_a_request_that_is_not_decided_is_the_lateness_of_the_office(login):
    """Nothing said by when a request must be decided, and nothing showed that it was not."""
    item = make_published()
    change = ask(item)
    due_on = rules.due("LOCAL-CHANGE", TODAY).due_on
    assert (change.step_since, change.step_due_on) == (TODAY, due_on)

    change.step_due_on = TODAY - timedelta(days=3)
    page = login(office()).get(f"/commitments/{item.ref}").text
    desk = login(office()).get("/desk/").text

    assert "待领导小组办公室办理，办理环节逾期 3 天" in page
    assert "待领导小组办公室办理，办理环节逾期 3 天" in desk
    changes.refuse(change, "理由不充分", by=office(), at=NOW)
    assert change.step_due_on is None


def test_two_requests_do_not_wait_at_once():
    item = make_published()
    ask(item)

    with pytest.raises(changes.WrongChange):
        ask(item)


def test_the_difference_is_by_word_and_loses_nothing():
    old, new = "改造老旧小区49个，2026年底", "改造城镇老旧小区51个，2026年底"

    parts = differences.difference(old, new)

    assert "".join(text for what, text in parts if what != "ins") == old
    assert "".join(text for what, text in parts if what != "del") == new
    assert ("del", "49") in parts and ("ins", "城镇") in parts


def form(**more):
    return {
        "kind": "amend",
        "title": "改造老旧小区40个",
        "target": "40个",
        "body_text": "我局承诺。",
        "due_on": "2027-06-30",
        "ground": "public",
        "authority": "区政府",
        "document": "会议纪要",
        "why": WHY,
        "harms": "自然人，房屋拆除，12万元，2027-01-31",
        "evidence": pdf(),
    } | more


def test_the_whole_way_through_the_pages(login, client):
    item = make_published()
    ref, body = item.ref, item.subject
    asked = login(make_user(Role.HEAD, body)).post(f"/commitments/{ref}/changes/new", data=form())
    change = changes.of(item)[0]

    decided = login(office()).post(
        f"/commitments/{ref}/changes/{change.id}/grant", data={"why": "同意"}
    )
    client.post("/logout")
    page = client.get(f"/commitments/{ref}/history").text

    assert (asked.status_code, decided.status_code) == (302, 302)
    assert "<del>49</del><ins>40</ins>" in page
    assert "自然人（不公开）" in page and "2026-12-31" in page


def test_an_excuse_is_refused_on_the_page_and_nothing_typed_is_lost(login):
    item = make_published()
    client = login(make_user(Role.OFFICER, item.subject))

    answer = client.post(f"/commitments/{item.ref}/changes/new", data=form(ground="election"))

    assert answer.status_code == 422
    assert "不是变更承诺的理由" in answer.text and "房屋拆除" in answer.text


def test_a_name_that_is_not_registered_is_not_kept(login):
    item = make_published()
    client = login(make_user(Role.OFFICER, item.subject))

    harms = "张三，房屋，12万元，2027-01-31"
    answer = client.post(f"/commitments/{item.ref}/changes/new", data=form(harms=harms))

    assert answer.status_code == 422
    assert changes.of(item) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "自然人"), ("en", "自然人"), ("en", "Natural person"), ("en", "natural person")],
)
def test_a_person_is_written_in_either_language_and_stored_without_a_name(login, language, words):
    item = make_published()
    client = login(make_user(Role.OFFICER, item.subject))
    client.set_cookie("lang", language)

    harms = f"{words}，房屋，12万元，2027-01-31"
    answer = client.post(f"/commitments/{item.ref}/changes/new", data=form(harms=harms))

    assert answer.status_code == 302
    assert [c.harmed for c in changes.of(item)[0].compensations] == ["自然人"]


def test_an_english_person_is_nobody_on_a_chinese_page(login):
    item = make_published()
    client = login(make_user(Role.OFFICER, item.subject))

    harms = "natural person，房屋，12万元，2027-01-31"
    answer = client.post(f"/commitments/{item.ref}/changes/new", data=form(harms=harms))

    assert answer.status_code == 422 and "个人请写“自然人”" in answer.text


def test_the_request_waits_on_the_desk_of_the_group(login):
    item = make_published()
    change = ask(item)

    page = login(office()).get("/desk/").text

    assert f"/commitments/{item.ref}/changes/{change.id}/grant" in page
