"""Bodies and associations recommend for the red list; the office examines; associations members."""

from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.sanctions import recommendations
from integrity.credit.sanctions.exclusions import NotHonourable
from integrity.credit.sanctions.member_imports import IMPORTERS
from integrity.credit.sanctions.models import EntryState
from integrity.credit.sanctions.recommendation_models import (
    Membership,
    Recommendation,
    RecommendationState,
)
from integrity.credit.sanctions.recommendations import NotRecommendable
from integrity.files import imports
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject, SubjectKind
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.sanctions.makers import make_listed, make_recommendation
from tests.sanctions.test_exclusions import make_public


def make_association(*members: Subject) -> User:
    """Somebody of an association with these members."""
    found = make_enterprise("示例行业协会")
    found.kind, found.uscc = SubjectKind.ORGANISATION, "51370176EX70001234"
    since = TODAY - timedelta(days=300)
    db.session.add_all(
        Membership(association_id=found.id, member_id=member.id, since=since) for member in members
    )
    db.session.flush()
    return make_user(Role.SUPPLIER, found)


def test_what_the_office_takes_up_is_a_candidate_with_the_whole_procedure_before_it() -> None:
    body, office = make_body("示例推荐局"), make_user(Role.OFFICE)
    found = make_recommendation(body, why="连续三年按期履约。")

    recommendations.take_up(found, by=office, at=NOW)

    entry = found.entry
    assert (entry.kind, entry.state) == (ListKind.RED, EntryState.NOMINATED)
    assert entry.reasons == "示例推荐局推荐：连续三年按期履约。"
    assert (entry.nominated_by_id, found.state) == (office.id, RecommendationState.TAKEN_UP)


def test_an_association_recommends_its_members_and_nobody_else() -> None:
    member, other = make_enterprise(), make_enterprise()
    by = make_association(member)

    recommendations.recommend(member, Ground.RECOMMENDED, "理由", by=by, at=NOW)
    for subject, ground in (
        (other, Ground.RECOMMENDED), (member, Ground.GOOD_CREDIT), (by.body, Ground.RECOMMENDED),
    ):  # fmt: skip
        with pytest.raises(NotRecommendable):
            recommendations.recommend(subject, ground, "理由", by=by, at=NOW)


def test_who_has_left_is_no_member() -> None:
    member = make_enterprise()
    by = make_association(member)
    db.session.execute(sa.update(Membership).values(until=TODAY - timedelta(days=1)))

    with pytest.raises(NotRecommendable, match="会员"):
        recommendations.recommend(member, Ground.RECOMMENDED, "理由", by=by, at=NOW)


def test_a_firm_recommends_nobody_and_a_body_not_itself() -> None:
    firm, body = make_enterprise(), make_body()

    for by, subject in (
        (make_user(Role.SUPPLIER, firm), make_enterprise()),
        (make_user(Role.OFFICER, body), body),
    ):
        with pytest.raises(NotRecommendable):
            recommendations.recommend(subject, Ground.GOOD_CREDIT, "理由", by=by, at=NOW)


def test_who_broke_faith_is_not_recommended() -> None:
    firm = make_enterprise()
    make_public(firm)

    with pytest.raises(NotHonourable):
        make_recommendation(subject=firm)
    with pytest.raises(NotHonourable):
        make_recommendation(subject=make_listed(make_enterprise()).subject)


def test_a_recommendation_is_invisible_to_whom_it_is_about(login) -> None:
    found = make_recommendation(subject=make_enterprise("示例被推荐公司"))
    firm = login(make_user(Role.SUPPLIER, found.subject))

    assert firm.get(f"/sanctions/recommendations/{found.id}").status_code == 404
    assert "示例被推荐公司" not in firm.get("/sanctions/recommendations/?format=csv").text


def test_an_association_recommends_on_a_page_with_material_and_reads_the_answer(login) -> None:
    member = make_enterprise("示例会员公司")
    by = make_association(member)
    page = login(by)
    typed = {
        "subject": member.uscc,
        "ground": Ground.RECOMMENDED,
        "reasons": "示例：诚信经营。",
        "material": (BytesIO("示例证明".encode()), "证明.txt"),
    }

    sent = page.post("/sanctions/recommendations/new", data=typed)

    assert sent.status_code == 302, sent.text
    found = db.session.scalars(sa.select(Recommendation)).one()
    address = f"/sanctions/recommendations/{found.id}"
    assert page.post(f"{address}/do/take_up").status_code == 403
    office = login(make_user(Role.OFFICE))
    assert "证明.txt" in office.get(address).text
    assert office.post(f"{address}/do/turn_down", data={"why": "材料不足。"}).status_code == 302
    assert "材料不足。" in login(by).get(address).text


def test_members_come_by_a_spreadsheet_and_leave_by_it(tmp_path) -> None:
    member = make_enterprise()
    association = make_association().body
    file, office = tmp_path / "members.csv", make_user(Role.OFFICE)
    head = "association,member,since,until"
    rows = [
        head,
        f"{association.uscc},{member.uscc},2025-01-01,",
        f"{member.uscc},{member.uscc},2025-01-01,",
    ]
    file.write_text("\n".join(rows))

    report = imports.run(IMPORTERS["association-members"], file, by=office, at=NOW)
    assert [rejection.line for rejection in report.rejected] == [3]
    assert recommendations.is_member(association.id, member.id, TODAY)
    file.write_text(f"{head}\n{association.uscc},{member.uscc},2025-01-01,2026-11-01")
    imports.run(IMPORTERS["association-members"], file, by=office, at=NOW)

    assert not recommendations.is_member(association.id, member.id, TODAY)
