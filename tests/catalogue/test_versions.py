"""Nothing in the catalogue changes in place: a source body or the office proposes, two approve."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.errors import SamePerson
from integrity.base.permissions import Role
from integrity.casework import drafting
from integrity.casework.drafting import UnderChange
from integrity.credit.catalogue import drafts, service
from integrity.credit.catalogue.draft_models import CatalogueDraft, CatalogueState
from integrity.credit.catalogue.drafts import WrongItem
from integrity.credit.catalogue.imports import IMPORTERS
from integrity.credit.catalogue.models import CatalogueItem, Publicity
from integrity.credit.measures.service import NoBasis
from integrity.credit.records.models import RecordState
from integrity.files import exports, imports
from tests.catalogue.makers import TYPED, approved, make_catalogue_draft, office
from tests.factories import NOW, TODAY, make_body, make_record, make_user

ONE = timedelta(days=1)
TOMORROW = TODAY + ONE


def said_of(item: CatalogueItem, **other: Any) -> dict[str, Any]:
    """What a form would send to leave an item as it is, but for what is other."""
    typed = {name: getattr(item, name) for name in TYPED if name != "reasons"}
    lists = {"applies_to": item.applies_to.split(";"), "person_ground": item.person_ground or ""}
    return typed | lists | other


def versions(code: str) -> list[CatalogueItem]:
    wanted = sa.select(CatalogueItem).where(CatalogueItem.code == code)
    return list(db.session.scalars(wanted.order_by(CatalogueItem.version)))


def test_a_new_version_holds_from_the_day_after_its_approval_and_the_old_one_until_then():
    old = service.newest("ML-ZW-01")

    made = approved(make_catalogue_draft(None, old, **said_of(old, publicity="none")))

    assert [(one.version, one.since, one.until) for one in versions("ML-ZW-01")] == [
        (1, None, TODAY),
        (2, TOMORROW, None),
    ]
    assert service.item_of("commitments", "overdue", TODAY) is old
    assert service.item_of("commitments", "overdue", TOMORROW) is made
    assert service.published("commitments", "overdue", TODAY)
    assert not service.published("commitments", "overdue", TOMORROW)
    assert (made.stream, made.rule) == (old.stream, old.rule)


def test_a_new_item_stands_from_the_day_it_was_proposed_for():
    later = TODAY + timedelta(days=40)
    draft = make_catalogue_draft(code="ML-示例", begins_on=later)

    assert approved(draft).since == later


def test_an_item_that_ended_is_of_no_later_day_and_may_come_back_as_a_next_version():
    item = approved(make_catalogue_draft(code="ML-E"))
    later = NOW + ONE * 2
    end = drafts.draft_end(item, "示例：依据废止", by=office(), at=later)
    drafting.submit(end, by=office(), at=later)

    assert approved(end, later) is None
    assert (item.until, service.newest("ML-E")) == (TODAY + ONE * 2, None)
    assert approved(make_catalogue_draft(code="ML-E"), later).version == 2


def test_who_proposed_does_not_review_and_who_reviewed_does_not_approve():
    one, other = office(), office()
    draft = drafts.draft("ML-P", by=one, at=NOW, **TYPED)
    drafting.submit(draft, by=one, at=NOW)

    with pytest.raises(SamePerson):
        drafts.review(draft, True, "示例", by=one, at=NOW)
    drafts.review(draft, True, "示例", by=other, at=NOW)
    with pytest.raises(SamePerson):
        drafts.approve(draft, by=other, at=NOW)
    drafts.approve(draft, by=one, at=NOW)

    assert draft.state is CatalogueState.DONE


@pytest.mark.parametrize(
    "typed", [{"effective_from": TODAY + ONE * 30}, {"effective_to": TODAY - ONE}]
)
def test_what_has_no_basis_in_force_from_its_first_day_is_not_approved(typed):
    with pytest.raises(NoBasis):
        approved(make_catalogue_draft(**typed))


def test_a_version_never_begins_before_it_was_approved():
    draft = make_catalogue_draft(begins_on=TODAY)
    drafts.review(draft, True, "示例", by=office(), at=NOW)

    with pytest.raises(WrongItem):
        drafts.approve(draft, by=office(), at=NOW)


@pytest.mark.parametrize(
    "typed",
    [
        {"sharing": "conditional"},
        {"applies_to": ["person"]},
        {"effective_to": TYPED["effective_from"] - ONE},
        {"period": "NO-SUCH-RULE"},
    ],
)
def test_what_contradicts_itself_is_not_proposed(typed):
    with pytest.raises(WrongItem):
        make_catalogue_draft(**typed)


def test_one_item_is_under_change_once_at_a_time():
    old = service.newest("ML-ZW-01")
    make_catalogue_draft(None, old, **said_of(old, name="示例"))

    with pytest.raises(UnderChange):
        drafts.draft_end(old, "示例", by=office(), at=NOW)
    with pytest.raises(UnderChange):
        drafts.draft("ML-ZW-02", by=office(), at=NOW, **TYPED)


def test_the_old_text_is_kept_and_every_day_shows_its_own_catalogue(client):
    old = service.newest("ML-ZW-06")
    approved(make_catalogue_draft(None, old, **said_of(old, name="示例新名称")))

    assert "示例新名称" not in client.get("/catalogue/").text
    later = client.get(f"/catalogue/?as_of={TOMORROW}")
    assert "示例新名称" in later.text and old.name not in later.text
    assert old.name in client.get("/catalogue/ML-ZW-06").text
    second = client.get("/catalogue/ML-ZW-06?version=2").text
    assert "示例新名称" in second and "第 1 版" in second
    assert client.get("/catalogue/ML-ZW-06?version=3").status_code == 404


def test_a_record_names_the_version_of_the_day_on_which_it_was_decided(client):
    old = service.newest("ML-ZW-01")
    approved(make_catalogue_draft(None, old, **said_of(old, name="示例新名称")))
    before, after = (
        make_record(state=RecordState.CONFIRMED, public=True, decided_on=day)
        for day in (TODAY, TOMORROW)
    )

    assert "/catalogue/ML-ZW-01?version=1" in client.get(f"/records/{before.id}").text
    assert "/catalogue/ML-ZW-01?version=2" in client.get(f"/records/{after.id}").text


def load(tmp_path, rows):
    kind, file = IMPORTERS["catalogue"], tmp_path / "目录.csv"
    cells = ([row[name] for name in service.COLUMNS] for row in rows)
    file.write_bytes(exports.as_csv(list(service.COLUMNS), cells))
    return imports.run(kind, file, by=SYSTEM, at=NOW)


def test_what_a_table_says_otherwise_is_proposed_and_nothing_is_changed(tmp_path):
    rows = list(IMPORTERS["catalogue"].dump())
    later = [row | {"cycle": "weekly"} if row["code"] == "ML-ZW-06" else row for row in rows]

    assert load(tmp_path, rows).unchanged == len(rows)
    report = load(tmp_path, [*later, rows[0] | {"code": "ML-NEW"}])

    assert (report.updated, report.added, report.unchanged) == (1, 1, len(rows) - 1)
    found = db.session.scalars(sa.select(CatalogueDraft).order_by(CatalogueDraft.code)).all()
    assert [(one.code, one.state) for one in found] == [
        ("ML-NEW", CatalogueState.SUBMITTED),
        ("ML-ZW-06", CatalogueState.SUBMITTED),
    ]
    assert service.newest("ML-ZW-06").cycle == "yearly" and service.newest("ML-NEW") is None
    assert load(tmp_path, later).rejected == []
    assert "正在办理" in load(tmp_path, [later[0], rows[0] | {"code": "ML-NEW", "name": "x"}])\
        .rejected[0].message  # fmt: skip


def test_what_a_table_brought_is_reviewed_and_approved_at_once_by_two(tmp_path, login):
    rows = list(IMPORTERS["catalogue"].dump())
    load(tmp_path, [row | {"publicity": "none"} for row in rows])

    first = login(office())
    first.post("/catalogue/drafts/review-all", data={"read": "1", "why": "已核对"})
    first.post("/catalogue/drafts/approve-all", data={})
    assert service.item_of("commitments", "overdue", TOMORROW).publicity is Publicity.PUBLIC
    login(office()).post("/catalogue/drafts/approve-all", data={})

    assert service.item_of("commitments", "overdue", TOMORROW).publicity is Publicity.NONE
    assert len(list(IMPORTERS["catalogue"].dump())) == len(rows)


def form(**typed: Any) -> dict[str, Any]:
    return {name: value for name, value in (TYPED | typed).items() if value is not None}


def test_a_source_body_proposes_by_page_and_two_of_the_office_decide(client, login):
    body = make_body("示例统计局")
    login(make_user(Role.OFFICER, body))
    made = client.post("/catalogue/drafts/new", data=form(code="ML-TJ-01", name="示例统计信息"))
    assert made.status_code == 302
    assert client.post(f"{made.location}/do/submit").status_code == 302
    for move, data in (("review", {"read": "1", "why": "已核对"}), ("approve", {})):
        login(office())
        assert "示例统计信息" in client.get("/desk/").text
        assert client.post(f"{made.location}/do/{move}", data=data).status_code == 302

    assert service.newest("ML-TJ-01").source == "示例局"
    assert "示例统计信息" in client.get(f"/catalogue/?as_of={TOMORROW}&format=csv").text


def test_a_change_shows_old_and_new_and_a_form_that_lacks_something_comes_back(client, login):
    login(make_user(Role.OFFICER, make_body()))
    old = service.newest("ML-ZW-06")
    data = form(**said_of(old, cycle="weekly"))

    wrong = client.post("/catalogue/drafts/new?item=ML-ZW-06", data=data | {"legal_basis": ""})
    made = client.post("/catalogue/drafts/new?item=ML-ZW-06", data=data)

    assert wrong.status_code == 422 and old.name in wrong.text
    page = client.get(made.location).text
    assert "每年 → 每周" in page and "变化：更新周期" in page and "变化：类别" not in page
