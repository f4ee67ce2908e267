"""Fewer inspections are a number that the inspecting body sees, and never below a special law."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.inspections import service
from integrity.credit.inspections.models import InspectionRule
from integrity.credit.inspections.service import WrongFrequency
from integrity.credit.measures.models import Inspected
from integrity.credit.sanctions import service as sanctions
from tests.api.makers import bearer, make_token
from tests.factories import TODAY, make_body, make_enterprise, make_user
from tests.inspections.makers import SAID, make_good, make_rule, make_watched
from tests.measures.makers import make_measure
from tests.sanctions.makers import later, make_listed, make_receivers

COUNTS = st.integers(min_value=0, max_value=12)


def rows(body_id: int, on=TODAY) -> list[tuple[str, int | None]]:
    found = db.session.execute(service.of_body(body_id, on)).all()
    return [(row.code, service.times(row)) for row in found]


def test_who_keeps_faith_is_inspected_less_and_who_does_not_more() -> None:
    """Seen: the measure was a line of text in a push, and no body knew how often."""
    (body,) = make_receivers(1)
    make_rule(body)
    good, watched = make_good(), make_watched()
    make_listed(make_enterprise(), measures=(make_measure().code,))

    assert sorted(rows(body.id)) == sorted([(good.subject.uscc, 2), (watched.subject.uscc, 8)])


def test_a_body_that_received_nothing_has_nobody() -> None:
    make_receivers(1)
    make_good()

    assert rows(make_body().id) == []


def test_what_ended_is_inspected_as_usual_again() -> None:
    (body,) = make_receivers(1)
    make_rule(body)
    entry = make_watched()
    assert len(rows(body.id)) == 1

    sanctions.repair(entry, "示例", by=make_user(Role.OFFICE), at=later(1))

    assert rows(body.id) == []


def test_a_measure_whose_own_time_is_over_counts_no_more() -> None:
    (body,) = make_receivers(1)
    measure = make_measure(inspections="more", period="BAN-LICENCE-78", applies_to="enterprise")
    entry = make_listed(make_enterprise(), measures=(measure.code,))
    last = entry.attachments[0].until

    assert len(rows(body.id, last)) == 1
    assert rows(body.id, last + timedelta(days=1)) == []


def test_a_body_that_set_no_frequency_sees_whom_and_that_it_has_none() -> None:
    (body,) = make_receivers(1)
    entry = make_good()

    assert rows(body.id) == [(entry.subject.uscc, None)]


@given(usual=COUNTS, reduced=COUNTS, raised=COUNTS, floor=COUNTS)
def test_nothing_goes_below_a_special_law_and_less_is_never_more(
    usual: int, reduced: int, raised: int, floor: int
) -> None:
    said = SAID | {"usual": usual, "reduced": reduced, "raised": raised, "floor": floor}
    fits = floor <= reduced <= usual <= raised
    with db.session.begin_nested() as kept:
        try:
            rule = make_rule(**said)
        except WrongFrequency:
            assert not fits
            return
        finally:
            if not fits:
                kept.rollback()
        assert fits
        rule.inspections = Inspected.FEWER
        assert floor <= service.times(rule) <= usual
        rule.inspections = Inspected.MORE
        assert service.times(rule) >= usual
        kept.rollback()


def test_a_special_law_is_named_with_its_article() -> None:
    with pytest.raises(WrongFrequency, match="依据"):
        make_rule(floor=1, floor_basis=" ")


def test_a_later_rule_takes_the_place_of_the_one_before_which_is_kept() -> None:
    body = make_body()
    old = make_rule(body)

    make_rule(body, usual=6, at=later(3))

    wanted = sa.select(InspectionRule.usual, InspectionRule.ended_on).order_by(InspectionRule.id)
    assert [tuple(row) for row in db.session.execute(wanted)] == [
        (4, later(3).date()),
        (6, None),
    ]
    assert old.since == TODAY


def test_an_officer_sets_it_everybody_reads_it_and_another_body_does_not_end_it(
    client, login
) -> None:
    body = make_body("示例市场监管局")
    login(make_user(Role.OFFICER, body))
    made = client.post("/inspections/rules/new", data=SAID)
    rule = db.session.scalars(sa.select(InspectionRule)).one()
    wrong = client.post("/inspections/rules/new", data=SAID | {"reduced": 0, "matter": "示例保留"})
    assert (made.status_code, wrong.status_code) == (302, 422)
    assert "示例保留" in wrong.text and "特别规定" in wrong.text

    login(make_user(Role.OFFICER, make_body()))
    address = f"/inspections/rules/{rule.id}/end"
    assert client.post(address, data={"why": "示例"}).status_code == 404
    client.get("/logout")
    assert "示例食品安全检查" in client.get("/inspections/rules/").text

    login(make_user(Role.OFFICER, body))
    assert client.post(address, data={"why": "示例"}).status_code == 302
    assert "示例食品安全检查" not in client.get("/inspections/rules/").text


def test_each_sees_its_own_and_the_office_all(client, login) -> None:
    first, second = make_receivers(2)
    make_rule(first)
    good, watched = make_good(), make_watched()
    firm = good.subject

    login(make_user(Role.OFFICER, first))
    page = client.get("/inspections/").text
    assert good.subject.uscc in page and watched.subject.uscc in page and second.name not in page
    login(make_user(Role.SUPPLIER, firm))
    page = client.get("/inspections/").text
    assert first.name in page and watched.subject.uscc not in page and "可以投诉" in page
    login(make_user(Role.OFFICER, make_body()))
    assert firm.uscc not in client.get("/inspections/").text
    login(make_user(Role.OFFICE, make_body("领导小组办公室")))
    exported = client.get("/inspections/?format=csv&inspections=fewer").text
    assert first.name in exported and second.name in exported
    assert watched.subject.uscc not in exported


def test_a_system_of_the_body_reads_it_and_no_other(client) -> None:
    body, other = *make_receivers(1), make_body()
    make_rule(body)
    entry = make_good()
    items = [
        client.get("/api/v1/inspections", headers=bearer(make_token("pushes", who))).json["items"]
        for who in (body, other)
    ]

    (item,), nothing = items
    assert nothing == []
    assert (item["subject"], item["usual"], item["times"], item["how"], item["floor"]) == (
        entry.subject.name, 4, 2, "fewer", 1,
    )  # fmt: skip
    assert item["legal_basis"]


def test_it_is_read_page_by_page_and_a_subject_is_never_cut_in_two(client) -> None:
    body = make_receivers(1)[0]
    make_rule(body)
    make_rule(body, matter="示例安全检查")
    entries = [make_good(), make_watched(), make_good()]
    headers, seen, address = bearer(make_token("pushes", body)), [], "/api/v1/inspections?limit=2"

    while address:
        page = client.get(address, headers=headers)
        seen.append([item["entry_url"].rpartition("/")[2] for item in page.json["items"]])
        following = page.json["next"]
        address = following and f"/api/v1/inspections?limit=2&after={following}"

    pages = (entries[:2], entries[2:])
    assert seen == [[str(entry.id) for entry in some for _matter in "ab"] for some in pages]
