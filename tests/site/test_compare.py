"""Bodies beside each other: of one kind or chosen, by name, and no share of too few."""

from integrity.base.db import db
from integrity.people.subjects.models import BodyStanding, BodyType
from tests.commitments.makers import make_published
from tests.factories import TODAY, make_body


def typed(name, kind):
    body = make_body(name)
    db.session.add(BodyStanding(body_id=body.id, type=kind))
    make_published(body)
    return body


def test_a_body_leads_to_those_of_its_kind_and_no_others(client):
    one, two = typed("示例甲局", BodyType.DEPARTMENT), typed("示例乙局", BodyType.DEPARTMENT)
    other = typed("示例街道", BodyType.TOWN)
    assert f"/bodies/compare?body={one.slug}&amp;type=department" in (
        client.get(f"/bodies/{one.slug}").text
    )

    page = client.get("/bodies/compare", query_string={"body": one.slug, "type": "department"}).text
    assert one.name in page and two.name in page
    assert f"/bodies/{other.slug}" not in page


def test_bodies_of_any_kind_are_compared_when_they_are_chosen(client):
    one, other = typed("示例甲局", BodyType.DEPARTMENT), typed("示例街道", BodyType.TOWN)
    left = typed("示例丙局", BodyType.DEPARTMENT)
    page = client.get(f"/bodies/compare?body={one.slug}&body={other.slug}").text

    assert f"/bodies/{one.slug}" in page and f"/bodies/{other.slug}" in page
    assert f"/bodies/{left.slug}" not in page


def test_no_share_is_said_of_few_and_who_owes_nothing_is_named(client):
    one, idle = typed("示例甲局", BodyType.TOWN), make_body("示例无事局")
    page = client.get(f"/bodies/compare?body={one.slug}&body={idle.slug}").text

    assert "—" in page and "还没有事项的：示例无事局" in page


def test_nothing_chosen_and_nonsense_ask_to_choose(client):
    for address in ("/bodies/compare", "/bodies/compare?type=nonsense", "/bodies/compare?body=no"):
        page = client.get(address)
        assert (page.status_code, "请选择单位或者类型" in page.text) == (200, True)


def test_a_closed_body_is_compared_with_nobody(client):
    body = typed("示例旧局", BodyType.TOWN)
    db.session.get(BodyStanding, body.id).closed_on = TODAY
    db.session.flush()

    assert f"/bodies/{body.slug}" not in client.get("/bodies/compare?type=town").text
