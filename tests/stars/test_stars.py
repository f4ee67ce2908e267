"""Who keeps faith is honoured by two after everybody could object; who breaks it is no more."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import service as papers
from integrity.credit.sanctions.exclusions import NotHonourable
from integrity.credit.sanctions.flow import SameDecider
from integrity.credit.sanctions.recommendations import NotRecommendable
from integrity.credit.sanctions.reviews import ReviewOver, StillShown
from integrity.credit.stars import objections, service
from integrity.credit.stars.models import (
    CandidateState,
    StarCandidate,
    StarKind,
    StarObjection,
    StarObjectionState,
)
from integrity.doors.desk import star_tasks
from jobs import daily
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.sanctions.makers import make_listed
from tests.sanctions.test_exclusions import make_public
from tests.sanctions.test_recommendations import make_association
from tests.sanctions.test_views import make_person
from tests.stars.makers import (
    UNTIL,
    WHY,
    make_candidate,
    make_honoured,
    make_objection,
    make_round,
    make_shown,
)

DAY = timedelta(days=1)
AFTER = NOW + 12 * DAY
AGAINST = "示例：该公司拖欠工人工资三个月，有劳动监察的处理决定。"


@pytest.fixture
def office(app):
    return make_user(Role.OFFICE)


def test_a_candidate_goes_from_who_sends_it_in_over_the_public_to_a_certificate(
    client, login, monkeypatch
):
    firm, sender = make_enterprise("示例之星商贸有限公司"), make_body("示例报送局")
    login(make_user(Role.OFFICE))
    said = {"kind": "star-unit", "year": "2026", "sending_until": str(UNTIL), "conditions": WHY}
    page = client.post("/stars/new", data=said).location
    login(make_user(Role.OFFICER, sender))
    assert "报送候选主体" in client.get(page).text
    whom = {"subject": firm.uscc, "subject-named": firm.name, "reasons": WHY}
    candidate = client.post(f"{page}/send", data=whom).location
    client.post("/logout")
    assert firm.name not in client.get(page).text

    first = make_user(Role.OFFICE)
    login(first)
    client.post(f"{candidate}/do/publicise")
    assert firm.name in client.get(page).text
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    login(first)
    client.post(f"{candidate}/do/decide", data={"why": WHY})
    assert client.post(f"{candidate}/do/confirm", data={"why": WHY}).status_code == 422
    login(make_user(Role.OFFICE))
    client.post(f"{candidate}/do/confirm", data={"why": WHY})

    found = db.session.scalars(sa.select(StarCandidate)).one()
    assert found.state is CandidateState.HONOURED
    [paper] = papers.of_thing("star_candidate", found.id)
    assert paper.kind == "star-certificate" and firm.name in paper.content
    assert "已评定" in client.get(page).text


def test_a_round_of_a_kind_is_once_a_year_and_never_over_when_it_begins(office):
    make_round(year=2026)
    with pytest.raises(service.WrongRound, match="已经开始"):
        make_round(year=2026)
    assert make_round(StarKind.BRAND, 2026)
    with pytest.raises(service.WrongRound, match="不能早于"):
        make_round(year=2027, until=TODAY - DAY)


def test_nobody_is_sent_in_twice_after_the_day_or_without_what_the_kind_asks():
    found = make_round()
    first = make_candidate(of=found)
    with pytest.raises(service.WrongRound, match="重复"):
        make_candidate(first.subject, of=found)
    with pytest.raises(service.WrongRound, match="截止"):
        make_candidate(of=found, at=NOW + 11 * DAY)
    by = make_user(Role.OFFICER, make_body("示例二局"))
    with pytest.raises(service.WrongRound, match="产品"):
        service.send(found, make_enterprise(), WHY, "示例牌茶叶", by=by, at=NOW)
    with pytest.raises(service.WrongRound, match="产品"):
        service.send(make_round(StarKind.BRAND), make_enterprise(), WHY, by=by, at=NOW)


def test_bodies_send_in_others_and_associations_their_members_only():
    body, person = make_body("示例报送局"), make_person()
    firm, found = make_enterprise(), make_round()
    for sender, whom in ((body, body), (body, person), (firm, body)):
        with pytest.raises(NotRecommendable):
            make_candidate(whom, sender, of=found)
    by = make_association(firm)
    with pytest.raises(NotRecommendable, match="会员"):
        service.send(found, make_enterprise(), WHY, by=by, at=NOW)
    assert service.send(found, firm, WHY, by=by, at=NOW).state is CandidateState.SENT


def test_who_is_listed_for_a_breach_or_has_a_public_one_is_refused():
    listed, broken = make_enterprise(), make_enterprise()
    make_listed(listed)
    make_public(broken)
    for firm in (listed, broken):
        with pytest.raises(NotHonourable):
            make_candidate(firm)
    later = make_candidate()
    make_public(later.subject)
    with pytest.raises(NotHonourable):
        service.publicise(later, by=make_user(Role.OFFICE), at=NOW)


def test_nobody_is_honoured_before_the_review_is_over_and_objections_are_answered(office):
    found = make_shown()
    with pytest.raises(StillShown, match="公示到"):
        service.decide(found, WHY, by=office, at=NOW + 11 * DAY)
    said = make_objection(found)
    with pytest.raises(StillShown, match="异议"):
        service.decide(found, WHY, by=office, at=AFTER)
    objections.reject(said, "已核实，不属实。", by=office, at=AFTER)
    service.decide(found, WHY, by=office, at=AFTER)
    with pytest.raises(SameDecider):
        service.confirm(found, WHY, by=office, at=AFTER)
    service.send_back(found, "理由不足", by=make_user(Role.OFFICE), at=AFTER)
    assert (found.state, found.first_decider_id) == (CandidateState.SHOWN, None)


def test_an_objection_that_is_true_ends_the_candidacy_and_what_else_is_open(office):
    found = make_shown()
    said, other = make_objection(found), make_objection(found)
    objections.uphold(said, "有处理决定。", by=office, at=NOW)
    assert (found.state, found.answer) == (CandidateState.DECLINED, "有处理决定。")
    assert other.state is StarObjectionState.DROPPED


def test_whoever_sent_it_in_or_is_the_candidate_decides_nothing_about_it():
    body = make_body("示例报送局")
    found = make_shown(sender=body)
    said = make_objection(found)
    for home in (body, found.subject):
        ours = make_user(Role.OFFICE, home)
        for verb in (objections.uphold, objections.reject):
            with pytest.raises(service.OwnMatter):
                verb(said, WHY, by=ours, at=NOW)
        for verb in (service.decide, service.confirm, service.send_back, service.turn_down):
            with pytest.raises(service.OwnMatter):
                verb(found, WHY, by=ours, at=AFTER)


def test_who_does_not_want_to_be_honoured_takes_it_back_and_nobody_else_does(login):
    found = make_shown()
    address = f"/stars/candidates/{found.id}/do/withdraw"
    for role, home in ((Role.OFFICER, make_body("他局")), (Role.SUPPLIER, make_enterprise())):
        assert login(make_user(role, home)).post(address, data={"why": WHY}).status_code == 403
    firm = login(make_user(Role.SUPPLIER, found.subject))
    assert firm.post(address, data={"why": "不愿公开"}).status_code == 302
    assert found.state is CandidateState.DECLINED


def test_who_breaks_faith_is_gone_from_the_page_at_once_and_loses_the_honour_in_the_night(client):
    kept, lost = make_honoured(), make_honoured(make_enterprise("示例失信公司"))
    page = f"/stars/candidates/{lost.id}"
    assert client.get(page).status_code == 200
    make_public(lost.subject).until = TODAY + 90 * DAY
    assert client.get(page).status_code == 404

    assert daily.expire(TODAY + 13 * DAY, NOW + 13 * DAY)["honours"] == 1

    assert (kept.state, lost.state) == (CandidateState.HONOURED, CandidateState.ENDED)
    assert lost.ended_on == TODAY + 13 * DAY and "失信记录" in lost.answer
    assert [p.kind for p in papers.of_thing("star_candidate", lost.id)].count("star-ending") == 1
    assert daily.expire(TODAY + 14 * DAY, NOW + 14 * DAY)["honours"] == 0


def test_a_candidate_that_breaks_faith_is_one_no_more_and_leaves_nothing_open():
    found = make_shown()
    said = make_objection(found)
    make_public(found.subject)
    service.fall(on=TODAY, at=NOW)
    assert found.state is CandidateState.DECLINED
    assert said.state is StarObjectionState.DROPPED


def test_anybody_objects_without_an_account_and_reads_the_answer_by_the_receipt(client, login):
    found = make_shown(at=NOW - 2 * DAY)
    address = f"/stars/candidates/{found.id}/object"
    assert client.post(address, data={"text": "短"}).status_code == 422
    filed = client.post(address, data={"text": AGAINST, "once": "a" * 32})
    again = client.post(address, data={"text": AGAINST, "once": "a" * 32})
    assert (filed.status_code, again.status_code) == (201, 201)
    said = db.session.scalars(sa.select(StarObjection)).one()
    receipt = {
        "ref": said.ref,
        "secret": re.search(r"\d{4}-\d{4}-\d{4}-\d{4}", filed.text).group(),
    }
    assert "尚未答复" in client.post("/stars/objections/track", data=receipt).text
    firm = login(make_user(Role.SUPPLIER, found.subject))
    assert firm.get(f"/stars/objections/{said.id}").status_code == 403
    office = login(make_user(Role.OFFICE))
    office.post(f"/stars/objections/{said.id}/do/uphold", data={"why": "已经查实。"})
    assert "已经查实。" in client.post("/stars/objections/track", data=receipt).text


def test_nobody_objects_before_or_after_the_review(client):
    found = make_candidate()
    assert client.get(f"/stars/candidates/{found.id}/object").status_code == 404
    with pytest.raises(ReviewOver):
        objections.file(make_honoured(), AGAINST, once="", at=AFTER)


def test_the_result_is_circulated_once_when_everything_is_decided(office):
    found = make_round()
    make_honoured(of=found, subject=make_enterprise("示例甲公司"))
    open_one = make_candidate(make_enterprise("示例乙公司"), of=found)
    with pytest.raises(service.NotCirculated, match="没有评定"):
        service.circulate(found, by=office, at=AFTER)
    service.turn_down(open_one, WHY, by=office, at=AFTER)
    with pytest.raises(service.NotCirculated, match="截止"):
        service.circulate(found, by=office, at=NOW)
    service.circulate(found, by=office, at=AFTER)
    [paper] = papers.of_thing("star_round", found.id)
    assert "评选结果" in paper.title
    with pytest.raises(service.NotCirculated):
        service.circulate(found, by=office, at=AFTER)


def test_the_table_keeps_two_deciders_and_a_review_that_is_over():
    for column, value in (("second_decider_id", None), ("honoured_on", TODAY - DAY)):
        found = make_honoured()
        wrong = sa.update(StarCandidate).where(StarCandidate.id == found.id)
        changed = wrong.values({column: value})
        with pytest.raises(IntegrityError):
            db.session.execute(changed)
        db.session.rollback()


def test_what_waits_stands_on_the_desk_of_the_office_alone(app, office):
    make_candidate()
    make_objection()
    officer = make_user(Role.OFFICER, make_body())
    with app.test_request_context():
        assert len(list(star_tasks.duties(office))) == 2
        assert not list(star_tasks.duties(officer))
