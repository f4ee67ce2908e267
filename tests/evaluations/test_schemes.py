"""A standard is put in force by three people, and a round keeps the one it has."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from evaluations import drafts, rounds, schemes
from evaluations.draft_models import SchemeDraft, SchemeDraftState
from evaluations.models import Indicator, Result
from integrity.base.db import db
from integrity.base.errors import SamePerson
from integrity.base.permissions import Role
from integrity.casework import drafting
from integrity.doors.importing import kinds
from integrity.files import imports
from tests.evaluations.makers import (
    make_assignment,
    make_scheme,
    make_scheme_draft,
    publish,
    score_all,
)
from tests.factories import NOW, make_user

ENVIRONMENT = {
    "code": "G1",
    "parent_code": "G",
    "name": "示例：环境保护承诺兑现",
    "description": "示例：生态环境领域的承诺和整改",
    "weight": Decimal(2),
}


def office():
    return make_user(Role.OFFICE)


def approved(found):
    drafts.submit(found, by=office(), at=NOW)
    drafting.review(found, "示例：已核对", by=office(), at=NOW)
    drafts.approve(found, by=office(), at=NOW)
    db.session.flush()
    return found.scheme


def weights(found):
    return {row["code"]: row["weight"] for row in found.indicators}


def with_environment(found):
    top = {**ENVIRONMENT, "code": "G", "parent_code": "", "weight": None}
    drafts.put_indicator(found, **top, by=office(), at=NOW)
    drafts.put_indicator(found, **ENVIRONMENT, by=office(), at=NOW)
    drafts.weigh(found, by=office(), at=NOW, **{"weight-D1": Decimal(8)})
    return found


def test_a_copy_says_what_its_source_says(app):
    found = make_scheme_draft()

    assert found.indicators == schemes.rows(make_scheme())
    assert drafts.total(found.indicators) == 100
    assert len(schemes.leaf_rows(found.indicators)) == 24


def test_parents_weigh_what_is_below_them(app):
    found = with_environment(make_scheme_draft())

    assert (weights(found)["G"], weights(found)["D"]) == ("2", "30")
    assert drafts.total(found.indicators) == 100


def test_what_does_not_add_up_to_100_is_not_submitted(app):
    found = make_scheme_draft()
    drafts.weigh(found, by=office(), at=NOW, **{"weight-D1": Decimal("9.5")})

    with pytest.raises(schemes.WrongWeights):
        drafts.submit(found, by=office(), at=NOW)


def test_an_indicator_below_itself_or_below_nothing_is_refused(app):
    found = make_scheme_draft()

    for code, parent in (("A", "A1"), ("X1", "X")):
        said = {**ENVIRONMENT, "code": code, "parent_code": parent}
        with pytest.raises(drafts.WrongTree):
            drafts.put_indicator(found, **said, by=office(), at=NOW)
    assert found.indicators == schemes.rows(make_scheme())


def test_an_indicator_is_moved_among_its_like(app):
    found = make_scheme_draft()
    row = next(row for row in found.indicators if row["code"] == "A3")
    said = {**row, "weight": Decimal(row["weight"]), "place": 1}
    drafts.put_indicator(found, **said, by=office(), at=NOW)

    assert [row["code"] for row in found.indicators][:5] == ["A", "A3", "A1", "A2", "A4"]


def test_what_is_below_a_removed_indicator_goes_too(app):
    found = make_scheme_draft()
    drafts.remove_indicator(found, "D", by=office(), at=NOW)

    assert not [code for code in weights(found) if code.startswith("D")]
    assert drafts.total(found.indicators) == 68


@pytest.mark.parametrize("lines", ["优 90\n良 80", "优 90\n良 90\n差 0", "优", "优 101\n差 0"])
def test_grades_that_leave_a_total_without_one_are_refused(app, lines):
    with pytest.raises(drafts.WrongTree):
        drafts.graded(lines)


def test_three_people_put_a_version_in_force(app):
    author, reviewer = office(), office()
    found = with_environment(make_scheme_draft(by=author))
    drafts.submit(found, by=author, at=NOW)
    with pytest.raises(SamePerson):
        drafting.review(found, "示例", by=author, at=NOW)
    drafting.review(found, "示例", by=reviewer, at=NOW)
    with pytest.raises(SamePerson):
        drafts.approve(found, by=reviewer, at=NOW)
    drafts.approve(found, by=office(), at=NOW)

    assert (found.state, found.scheme.version) == (SchemeDraftState.DONE, 2)
    assert schemes.newest("GOV-2026") is found.scheme
    assert schemes.rows(found.scheme) == found.indicators
    assert sum(leaf.weight for leaf in schemes.leaves(found.scheme)) == 100
    assert (found.scheme.bands[0].name, found.scheme.bands[0].minimum) == ("优", 90)


def test_a_standard_is_changed_by_one_draft_at_a_time(app):
    make_scheme_draft()

    with pytest.raises(drafting.UnderChange):
        make_scheme_draft()
    assert make_scheme_draft("HB-2026").replaces is None


def test_a_later_version_changes_nothing_of_a_published_round(app):
    assignment = make_assignment()
    score_all(assignment, 95, D1=70)
    published = publish(assignment.round)
    before = result_of(published)
    found = make_scheme_draft()
    drafts.weigh(found, by=office(), at=NOW, **{"weight-D1": Decimal(2), "weight-A1": Decimal(14)})
    later = approved(found)
    db.session.expire_all()

    planned = rounds.plan("示例", 2026, later, by=office(), at=NOW)
    assert published.scheme.version == 1 and planned.scheme.version == 2
    assert result_of(published) == before


def result_of(item):
    wanted = sa.select(Result.total, Result.weight, Result.band, Result.rank)
    return db.session.execute(wanted.where(Result.round_id == item.id)).all()


def test_indicators_leave_and_come_back_as_a_file(app, tmp_path):
    found = with_environment(make_scheme_draft())
    importer = kinds.importers()["indicators"]
    path = tmp_path / "indicators.csv"
    path.write_bytes(b"".join(imports.export(importer, "csv")))
    kept = list(found.indicators)
    drafts.remove_indicator(found, "G", by=office(), at=NOW)
    db.session.flush()

    report = imports.run(importer, path, by=office(), at=NOW)

    assert not report.rejected
    assert found.indicators == kept


def test_a_file_writes_only_into_what_is_being_drafted(app, tmp_path):
    path = tmp_path / "indicators.csv"
    path.write_text("指标体系代码,指标代码,名称,说明,权重\nGOV-2026,Z1,示例,示例,5\n")
    make_scheme()

    report = imports.run(kinds.importers()["indicators"], path, by=office(), at=NOW)

    assert len(report.rejected) == 1
    assert not db.session.scalar(sa.select(Indicator.id).where(Indicator.code == "Z1"))


def test_the_office_writes_a_version_on_pages_and_everybody_reads_it(client, login):
    source = make_scheme()
    browser = login(make_user(Role.OFFICE))
    head = {"code": "HB-2026", "source": source.id, "name": "示例：环保领域政务信用评价"}
    head |= {"basis": "示例：S2 二（六）", "reasons": "示例", "with_indicators": ""}
    made = browser.post("/evaluations/schemes/drafts/new", data=head)
    address = made.location
    for row in ({**ENVIRONMENT, "code": "G", "parent_code": ""}, ENVIRONMENT):
        put = browser.post(f"{address}/do/put_indicator", data=row)
        assert put.status_code == 302
    page = browser.get(address).text
    assert "G1 示例：环境保护承诺兑现" in page and "权重合计" in page
    short = browser.post(f"{address}/do/submit")
    assert short.status_code == 422 and "应当是 100" in short.text
    browser.post(f"{address}/do/weigh", data={"weight-G1": "100"})
    browser.post(f"{address}/do/submit")
    found = db.session.scalars(sa.select(SchemeDraft)).one()
    reviewer = login(make_user(Role.OFFICE))
    assert "指标体系修订" in reviewer.get("/desk/").text
    reviewer.post(f"{address}/do/review", data={"why": "示例"})
    login(make_user(Role.OFFICE)).post(f"{address}/do/approve")

    assert found.state is SchemeDraftState.DONE
    public = client.get("/evaluations/schemes/HB-2026/1")
    assert "示例：环境保护承诺兑现" in public.text
    assert "HB-2026" in client.get("/evaluations/schemes/").text


def test_only_the_office_reads_what_is_being_written(client, login):
    found = make_scheme_draft()
    db.session.commit()

    for role in (Role.OFFICER, Role.HEAD, Role.EVALUATOR):
        assert login(make_user(role)).get(
            f"/evaluations/schemes/drafts/{found.id}"
        ).status_code in (403, 404)
