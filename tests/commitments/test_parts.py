"""Milestones, reviews before publication, and publications elsewhere."""

from datetime import date

import pytest

from commitments import service
from commitments.models import CommitmentState
from commitments.signature import canonical_text
from commitments.steps import milestones, publications, reviews
from commitments.steps.milestones import MilestoneState
from commitments.steps.publications import Channel
from commitments.steps.reviews import ReviewKind
from integrity.base.db import db
from integrity.base.errors import NotAllowed, Refused
from integrity.base.permissions import Role
from integrity.files import attached
from integrity.people.subjects import service as subjects
from tests.commitments.makers import (
    PDF,
    make_draft,
    make_published,
    make_signed,
    make_submitted,
    pdf,
    review,
)
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user

STEPS = [
    ("完成设计", date(2026, 6, 30), 20),
    ("完成主体", date(2026, 9, 30), 30),
    ("全部完工", date(2026, 12, 31), 50),
]


def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def test_progress_is_rolled_up_by_weight():
    item = make_published(steps=STEPS)
    officer = make_user(Role.OFFICER, item.subject)
    first, second, _third = milestones.of(item)

    milestones.record(first, MilestoneState.MET, "已批复", by=officer, at=NOW)
    milestones.record(second, MilestoneState.PARTLY, "封顶一半", by=officer, at=NOW)

    assert milestones.progress(milestones.of(item)) == 35


def test_a_milestone_that_was_met_is_not_taken_back():
    item = make_published(steps=STEPS)
    officer = make_user(Role.OFFICER, item.subject)
    step = milestones.of(item)[0]
    milestones.record(step, MilestoneState.MET, "已批复", by=officer, at=NOW)

    with pytest.raises(NotAllowed):
        milestones.record(step, MilestoneState.NOT_MET, "其实没有", by=officer, at=NOW)


def test_a_milestone_is_proved_with_a_file_that_the_page_shows_beside_it(login, client):
    item = make_published(steps=STEPS)
    step = milestones.of(item)[0]
    where = f"/commitments/{item.ref}/milestones/{step.id}"
    fields = {"state": "met", "why": "已批复", "met_on": "2026-06-01", "evidence": pdf("批复.pdf")}
    login(make_user(Role.OFFICER, item.subject)).post(where, data=fields)

    own = client.get(f"/commitments/{item.ref}").text
    client.delete_cookie("session")
    public = client.get(f"/commitments/{item.ref}").text

    proof = attached.of("milestone", [step.id])[0]
    assert (proof.public, proof.body_id) == (False, item.subject_id)
    assert "批复.pdf" in own and client.get(f"/files/{proof.id}/批复.pdf").status_code == 404
    assert "批复.pdf" not in public and "证据：一份未公开的证据" in "".join(public.split())


def test_a_public_proof_of_a_milestone_is_anybodys(login, client):
    item = make_published(steps=STEPS)
    step = milestones.of(item)[0]
    fields = {"state": "partly", "why": "一半", "evidence_public": "y", "evidence": pdf("照片.pdf")}
    where = f"/commitments/{item.ref}/milestones/{step.id}"
    assert login(make_user(Role.OFFICER, item.subject)).post(where, data=fields).status_code == 302
    client.delete_cookie("session")

    assert "照片.pdf" in client.get(f"/commitments/{item.ref}").text
    proof = attached.of("milestone", [step.id])[0]
    assert client.get(f"/files/{proof.id}/照片.pdf").data == PDF


def test_a_proof_that_is_not_what_its_name_says_records_nothing(login):
    item = make_published(steps=STEPS)
    step = milestones.of(item)[0]
    fields = {"state": "met", "why": "已批复", "evidence": pdf("批复.pdf", b"<script>")}
    where = f"/commitments/{item.ref}/milestones/{step.id}"

    answer = login(make_user(Role.OFFICER, item.subject)).post(where, data=fields)

    assert answer.status_code == 422 and "已批复" in answer.text
    assert milestones.of(item)[0].state is MilestoneState.SCHEDULED


def test_no_milestone_lies_after_the_day_of_the_whole():
    with pytest.raises(milestones.WrongPlan):
        make_draft(steps=[("验收", date(2027, 1, 1), 1)])


def test_what_is_not_reviewed_is_not_published():
    item = make_submitted()
    service.sign(item, by=make_user(Role.HEAD, item.subject), at=NOW)

    with pytest.raises(reviews.Incomplete, match="缺少合法性审查"):
        service.publish(item, by=office(), at=NOW)

    assert item.state is CommitmentState.SIGNED


def test_a_major_decision_needs_every_step():
    item = make_submitted(major=True)
    review(item, *reviews.ALWAYS)

    assert len(reviews.missing(item)) == len(reviews.MAJOR) - 2


def test_a_review_of_another_text_does_not_count():
    item = make_draft()
    review(item)
    officer = make_user(Role.OFFICER, item.subject)

    service.edit(item, title="改造老旧小区60个", category="service", by=officer, at=NOW)

    assert all("文本已修改" in reason for reason in reviews.missing(item))


def test_a_negative_review_blocks_until_a_later_one_passes():
    item = make_submitted()
    review(item)
    clerk = make_user(Role.OFFICER, item.subject)
    kind = ReviewKind.LEGALITY
    reviews.record(item, kind, False, "法制机构", TODAY, "缺少依据", by=clerk, at=NOW)
    assert reviews.missing(item) == ["合法性审查未通过：缺少依据"]

    reviews.record(item, kind, True, "法制机构", TODAY, "已补充", by=clerk, at=NOW)

    assert reviews.missing(item) == []


def test_who_drafted_does_not_review_the_legality():
    officer = make_user(Role.OFFICER, make_body())
    item = make_draft(officer.body, by=officer)

    with pytest.raises(reviews.OwnReview):
        reviews.record(item, ReviewKind.LEGALITY, True, "本人", TODAY, "好", by=officer, at=NOW)


def test_the_reasons_are_shown_to_who_would_publish(login):
    item = make_submitted()
    service.sign(item, by=make_user(Role.HEAD, item.subject), at=NOW)
    client = login(office())

    page = client.get(f"/commitments/{item.ref}")
    answer = client.post(f"/commitments/{item.ref}/do/publish", data={})

    assert "缺少保密和隐私审查" in page.text
    assert answer.status_code == 422
    assert "缺少合法性审查" in answer.text


def test_reviews_are_noted_on_a_page(login):
    item = make_signed()
    client = login(make_user(Role.OFFICER, item.subject))
    fields = {"kind": "experts", "passed": "yes", "reviewer": "专家组", "why": "可行"}

    answer = client.post(f"/commitments/{item.ref}/reviews", data=fields | {"on_day": "2026-11-01"})

    assert answer.status_code == 302
    assert reviews.of(item)[-1].reviewer == "专家组"


def test_a_publication_is_an_address_on_the_web():
    item = make_published()
    officer = make_user(Role.OFFICER, item.subject)

    with pytest.raises(publications.WrongAddress):
        publications.add(item, Channel.WEIBO, "javascript:alert(1)", TODAY, by=officer, at=NOW)


def test_where_it_was_published_stands_on_its_page(login, client):
    item = make_published(steps=STEPS)
    fields = {"stage": "service", "channel": "wechat", "url": "https://example.org/a"}
    fields["on_day"] = "2026-11-01"
    login(make_user(Role.OFFICER, item.subject)).post(
        f"/commitments/{item.ref}/publications", data=fields
    )

    page = client.get(f"/commitments/{item.ref}").text

    assert 'href="https://example.org/a"' in page
    assert "完成主体" in page


def test_a_promise_to_an_enterprise_names_it_in_the_text_that_is_signed():
    item = make_draft(category="contract", beneficiary=make_enterprise("示例制造有限公司"))

    assert "示例制造有限公司" in canonical_text.canonical(item)


def test_a_person_is_nobodys_beneficiary():
    person = subjects.register_person("张三", "11010519491231002X")

    with pytest.raises(Refused):
        make_draft(beneficiary=person)


def test_everything_a_draft_says_comes_back_when_it_is_changed(login):
    body = make_body()
    helper = make_body("配合局")
    client = login(make_user(Role.OFFICER, body))
    fields = {
        "title": "建设充电桩",
        "target": "300个",
        "category": "contract",
        "theme": "faithful",
        "key_field": "investment",
        "quantity": "300",
        "unit": "个",
        "supporters": helper.uscc,
        "steps": "2026-06-30，完成一半，1\n2026-10-31；全部完成；1",
        "major": "y",
        "due_on": "2026-12-31",
        "source_page": "第3页",
        "body_text": "我局承诺。",
    }
    where = client.post("/commitments/new", data=fields).location

    page = client.get(f"{where}/edit").text

    assert all(words in page for words in ("2026-10-31，全部完成，1", "第3页", "配合局"))
    assert client.post(f"{where}/edit", data=fields | {"title": "建设充电站"}).status_code == 302
    db.session.expire_all()
    assert "建设充电站" in client.get(where).text
