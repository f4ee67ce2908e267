"""An order with points ends by what two people saw on the spot, and by nothing else."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.casework.documents import service as documents
from integrity.casework.key_fields import KeyField
from integrity.people.accounts.models import User
from integrity.streams.rectifications import checks, errors, findings, service, warnings
from integrity.streams.rectifications.models import (
    Inspection,
    InspectionFinding,
    RectificationOutcome,
)
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.messages.test_inbox import told
from tests.reach.world import make_side
from tests.rectifications.makers import WEEK, make_finding, make_site_check, order_about, report


@pytest.fixture(autouse=True)
def _app(app):
    return app


@pytest.fixture
def finding():
    return make_finding()


@pytest.fixture
def order(finding):
    return order_about(finding)


def agreed(order, *not_done):
    check = make_site_check(order, *not_done)
    checks.agree(check, by=make_user(Role.OFFICE), at=NOW)
    return check


def test_what_an_inspection_found_is_ordered_point_by_point(order, finding):
    """Seen: only a confirmed record or a commitment could found an order, and one text was all."""
    (paper,) = documents.of_thing("rectification", order.id)

    assert order.key_field is KeyField.ENVIRONMENT and findings.order_from(finding) is order
    for words in ("清运渣土", "在项目所在社区公开说明（消除不良影响）", "围挡外堆放渣土"):
        assert words in paper.content
    assert "未按期履行" not in paper.content


def test_an_order_ends_once_two_people_saw_every_point_put_right(order):
    """Seen: one person at a desk verified by text alone."""
    report(order)
    verifier = make_user(Role.OFFICE)
    with pytest.raises(checks.WrongCheck):
        service.verify(order, "属实", by=verifier, at=NOW)

    agreed(order)
    service.verify(order, "属实", by=verifier, at=NOW)

    papers = [paper.kind for paper in documents.of_thing("rectification", order.id)]
    assert order.outcome is RectificationOutcome.PUT_RIGHT and "rectification-closing" in papers


def test_one_point_not_put_right_keeps_the_order_open(order):
    report(order)
    check = agreed(order, "全部覆盖")
    (paper,) = documents.of_thing("site_check", check.id)

    with pytest.raises(checks.WrongCheck):
        service.verify(order, "属实", by=make_user(Role.OFFICE), at=NOW)

    assert "没有整改到位" in paper.content


def test_what_was_seen_before_the_last_report_does_not_count(order):
    report(order)
    agreed(order)
    service.send_back(order, "围挡外又有渣土", by=make_user(Role.OFFICE), at=NOW)
    report(order)

    with pytest.raises(checks.WrongCheck):
        service.verify(order, "属实", by=make_user(Role.OFFICE), at=NOW)


def test_one_person_is_never_both_who_check(order):
    report(order)
    check = make_site_check(order)

    with pytest.raises(checks.NotIndependent):
        checks.agree(check, by=db.session.get(User, check.entered_by_id), at=NOW)
    with pytest.raises(checks.WrongCheck):
        make_site_check(order)


def test_nobody_of_the_body_concerned_checks_it(order):
    report(order)
    own, done = make_user(Role.OFFICE, order.subject), {p.id: True for p in order.points}
    with pytest.raises(checks.NotIndependent):
        checks.enter(order, "示例工地", TODAY, "示例", done, by=own, at=NOW)
    check = make_site_check(order)

    with pytest.raises(checks.NotIndependent):
        checks.agree(check, by=own, at=NOW)


def test_a_check_that_the_second_person_refuses_counts_for_nothing(order):
    report(order)
    check = make_site_check(order)
    checks.refuse(check, "没有到过现场", by=make_user(Role.OFFICE), at=NOW)

    with pytest.raises(checks.WrongCheck):
        service.verify(order, "属实", by=make_user(Role.OFFICE), at=NOW)
    assert agreed(order).is_all_done


def test_that_bad_effects_are_undone_must_be_said_and_shown(order):
    officer = make_user(Role.OFFICER, order.subject)
    with pytest.raises(errors.NotShown):
        service.put_right(order, "都已完成", by=officer, at=NOW)
    report(order, proof=False)

    with pytest.raises(checks.WrongCheck, match="证明材料"):
        make_site_check(order)
    assert not make_site_check(order, "在项目所在社区公开说明").is_all_done


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=400)])
def test_a_point_has_a_day_within_that_of_the_order(finding, day):
    with pytest.raises(errors.WrongDay, match="清运"):
        service.order_finding(
            finding, "整改", points=[(day, "清运")], by=make_user(Role.OFFICE), at=NOW
        )


def test_a_finding_is_ordered_once_and_of_public_bodies_only(order, finding):
    office = make_user(Role.OFFICE)
    with pytest.raises(errors.NotOrderable):
        service.order_finding(finding, "再次", by=office, at=NOW)

    with pytest.raises(findings.WrongFinding):
        findings.enter(
            Inspection.OTHER, make_enterprise(), "示例", TODAY, "示例", "示例", by=office, at=NOW
        )


def test_an_item_of_any_stream_of_bodies_can_be_ordered_about_on_its_page(app, login):
    """Seen: only commitments had the way."""
    side, client = make_side("示例"), login(make_user(Role.OFFICE))

    for name, stream in streams.registered().items():
        if not stream.figures.of_bodies or name == "rectifications":
            continue
        item = next(one for one in side.things[name] if one.closed_on is None)
        form = client.get(f"/rectifications/new?about={name}:{item.ref}")
        assert form.status_code == 200, name
        with app.test_request_context():
            page = client.get(stream.url(item)).text
        assert f"/rectifications/new?about={name}:{item.ref}" in page


def test_who_types_a_wrong_day_before_a_point_keeps_every_line(login, finding):
    client = login(make_user(Role.OFFICE))
    typed = "2026-12-10 清运\r\n2026-13-40 覆盖"

    page = client.post(
        f"/rectifications/new?finding={finding.id}", data={"demand": "整改", "points": typed}
    )

    assert page.status_code == 422
    assert "2026-13-40 覆盖" in page.text and findings.order_from(finding) is None


def test_from_the_finding_to_the_closing_sheet_on_the_pages(login):
    """One officer of the office enters, another agrees; the body shows what it did."""
    office, second, body = make_user(Role.OFFICE), make_user(Role.OFFICE), make_body()
    client = login(office)
    client.post(
        "/rectifications/findings/new",
        data={
            "inspection": "environment",
            "subject-named": body.name,
            "place": "示例工地",
            "found_on": str(TODAY),
            "inspectors": "示例甲、示例乙",
            "what": "堆放渣土",
        },
    )
    found = db.session.scalars(sa.select(InspectionFinding)).one()
    asked = {"demand": "整改", "points": f"{WEEK} 清运", "effects": "公开说明"}
    client.post(f"/rectifications/new?finding={found.id}", data=asked)
    order = findings.order_from(found)
    officer = login(make_user(Role.OFFICER, body))
    said = {"report": "已清运", "effects": "已公开", "evidence": (io.BytesIO(b"x"), "a.txt")}
    officer.post(f"/rectifications/{order.ref}/do/put_right", data=said)

    client = login(office)
    answers = {f"point-{point.id}": "yes" for point in order.points}
    seen = {"place": "示例工地", "day": str(TODAY), "seen": "已清运", **answers}
    client.post(f"/rectifications/{order.ref}/checks/new", data=seen)
    (check,) = checks.of(order)
    refused = client.post(f"/rectifications/checks/{check.id}/agree", data={})
    login(second).post(f"/rectifications/checks/{check.id}/agree", data={})
    page = login(office).post(f"/rectifications/{order.ref}/do/verify", data={"why": "属实"})

    assert refused.status_code == 403
    assert page.status_code == 302 and order.closed_on == TODAY
    assert "两人核查一致" in login(office).get(f"/rectifications/{order.ref}").text


def test_the_day_of_a_point_is_told_to_the_body_and_the_office_before_and_after(order):
    """Seen: only the day of the whole order was told; a point passed in silence."""
    officer, office = make_user(Role.OFFICER, order.subject), make_user(Role.OFFICE)

    for days in (0, 5, 6, 8, 9):
        warnings.warn(on=TODAY + timedelta(days=days), at=NOW)

    near, passed = "有分项临近期限", "有分项已过期限，没有报告完成。"
    assert told(officer) == [
        f"限期整改 {order.ref} {near}，请按期完成。",
        f"限期整改 {order.ref} {passed}",
    ]
    assert told(office)[-2:] == [f"限期整改 {order.ref} {near}。", f"限期整改 {order.ref} {passed}"]


def test_what_is_reported_as_done_is_warned_of_no_more(order):
    report(order)

    assert warnings.warn(on=TODAY + timedelta(days=6), at=NOW) == 0
