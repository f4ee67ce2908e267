"""The register of bodies: what changes rests on a document, stays a row, and ends no duty."""

import pytest

from commitments.models import Commitment
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework import successions
from integrity.people.subjects import choosing, service, standings
from integrity.people.subjects.models import Subject
from integrity.people.subjects.standings import BodyChange
from tests.commitments.makers import make_published
from tests.factories import NOW, TODAY, make_body, make_user

CHANGE = {"on": "2026-11-19", "basis": "示例机构改革方案（示例〔2026〕1号）"}


@pytest.fixture
def office(login):
    return login(make_user(Role.OFFICE))


def named(name: str) -> Subject:
    return db.session.query(Subject).filter_by(name=name).one()


def changes(body: Subject) -> list[str]:
    rows = db.session.query(BodyChange).filter_by(body_id=body.id).order_by(BodyChange.id)
    return [row.what for row in rows]


def test_a_body_is_added_on_a_page_below_another(office):
    above = make_body("示例区人民政府")
    data = {"name": "示例区新设局", "uscc": "", "type_": "department", "parent": above.slug}
    answer = office.post("/desk/bodies/new", data={**CHANGE, **data, "area": "示例区"})

    made = named("示例区新设局")
    assert answer.location.endswith(f"/desk/bodies/{made.id}")
    assert changes(made) == ["added"]
    page = office.get(answer.location).text
    assert "示例区人民政府" in page and "政府工作部门" in page and CHANGE["basis"] in page


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"basis": ""}, {"on": "2027-01-01"}, {"type_": ""}, {"uscc": "123"}]
)
def test_a_wrong_form_adds_nothing(office, change):
    data = {"name": "示例区新设局", "uscc": "", "type_": "department", "area": ""}
    answer = office.post("/desk/bodies/new", data={**CHANGE, **data, **change})

    assert answer.status_code == 422
    assert db.session.query(Subject).filter_by(name="示例区新设局").count() == 0


def test_a_renamed_body_is_found_by_both_names_and_nobody_takes_the_old_one(office):
    body, other = make_body("示例旧局"), make_body("示例另一局")
    office.post(f"/desk/bodies/{body.id}/rename", data={**CHANGE, "name": "示例新局"})
    assert service.by_words(["示例旧局", "示例新局"]) == {"示例旧局": body, "示例新局": body}

    taken = office.post(f"/desk/bodies/{other.id}/rename", data={**CHANGE, "name": "示例旧局"})
    assert (taken.status_code, other.name) == (409, "示例另一局")
    assert "示例旧局" in office.get("/desk/bodies/changes?format=csv").text


def test_no_body_stands_below_itself(office):
    above, below = make_body("示例上级"), make_body("示例下级")
    data = {**CHANGE, "type_": "department", "area": ""}
    office.post(f"/desk/bodies/{below.id}/place", data={**data, "parent": above.slug})
    circle = office.post(f"/desk/bodies/{above.id}/place", data={**data, "parent": below.slug})

    assert (circle.status_code, standings.of(above).parent_id) == (422, None)
    assert standings.of(below).parent_id == above.id


def test_a_body_that_owes_does_not_end_without_a_successor(office):
    body, successor = make_body("示例旧局"), make_body("示例新局")
    item = make_published(body)
    due = item.due_on
    refused = office.post(f"/desk/bodies/{body.id}/close", data=CHANGE)
    assert (refused.status_code, standings.of(body).closed_on) == (422, None)

    done = office.post(
        f"/desk/bodies/{body.id}/close", data={**CHANGE, "successor": successor.slug}
    )
    db.session.expire_all()

    assert done.status_code == 302
    assert (item.subject_id, item.due_on, item.outcome) == (successor.id, due, None)
    assert next(event.move for event in audit.history(item)) == successions.MOVE
    assert changes(body) == ["handed_over", "closed"]
    page = office.get(f"/bodies/{body.slug}").text
    assert "撤销" in page and successor.name in page
    assert body.name in office.get(f"/bodies/{successor.slug}").text
    assert body not in choosing.candidates("示例旧局")
    assert office.get(f"/desk/bodies/{body.id}/rename").status_code == 404


def test_what_is_done_stays_with_who_did_it(office):
    from commitments.models import CommitmentOutcome

    body, successor = make_body("示例旧局"), make_body("示例新局")
    kept, open_ = make_published(body), make_published(body)
    kept.outcome = CommitmentOutcome.FULFILLED
    db.session.flush()
    data = {**CHANGE, "successor": successor.slug, "names": "commitments"}
    office.post(f"/desk/bodies/{body.id}/hand-over", data=data)
    db.session.expire_all()

    assert (kept.subject_id, open_.subject_id) == (body.id, successor.id)
    assert standings.of(body).closed_on is None


def test_nobody_hands_over_the_duties_of_the_own_body(login):
    body, successor = make_body("示例旧局"), make_body("示例新局")
    item = make_published(body)
    client = login(make_user(Role.OFFICE, body))
    data = {**CHANGE, "successor": successor.slug, "names": "commitments"}

    assert client.post(f"/desk/bodies/{body.id}/hand-over", data=data).status_code == 403
    assert db.session.get(Commitment, item.id).subject_id == body.id


def test_a_duty_both_owe_by_one_key_stays(app):
    from tests.evaluations.makers import make_point

    point = make_point()
    body, successor = point.subject, make_body("示例新局")
    twin = type(point)(
        **{
            column.key: getattr(point, column.key)
            for column in type(point).__table__.columns
            if column.key not in ("id", "ref", "subject_id")
        },
        ref="示例-2",
        subject_id=successor.id,
    )
    db.session.add(twin)
    db.session.flush()
    moved = successions.hand_over(
        body, successor, ["evaluations"], TODAY, "示例", by=make_user(Role.OFFICE), at=NOW
    )

    assert (moved, successions.open_numbers(body)) == (0, {"evaluations": 1})


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.SYSTEM])
def test_only_the_office_keeps_the_register(login, role):
    assert login(make_user(role, make_body())).get("/desk/bodies/").status_code == 403
