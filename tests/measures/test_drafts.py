"""A department keeps its own list; two of the office, neither its author, put it in force."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.errors import SamePerson
from integrity.base.permissions import Role
from integrity.casework import drafting
from integrity.casework.drafting import UnderChange
from integrity.casework.rules.models import Verified
from integrity.credit.measures import drafts, service
from integrity.credit.measures.draft_models import DraftState
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.models import Measure
from integrity.credit.measures.service import Case, NoBasis, WrongMeasure
from integrity.credit.sanctions import linting
from tests.factories import NOW, TODAY, make_body, make_user
from tests.measures.makers import TYPED, make_draft, make_measure, put_in_force
from tests.sanctions.makers import make_listed


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def test_what_a_department_drafted_is_on_its_list_when_two_of_the_office_have_agreed() -> None:
    body = make_body()
    draft = make_draft(body)

    assert put_in_force(draft).owner == body
    assert draft.measure.code in {m.code for m in service.offered(_case(), TODAY)}


def _case() -> Case:
    return Case(make_body(), ListKind.SERIOUS, Ground.ARREARS)


def test_who_drafted_it_does_not_review_it_and_who_reviewed_it_does_not_put_it_in_force() -> None:
    one, other = office(), office()
    draft = drafts.draft(None, by=one, at=NOW, **TYPED)
    drafting.submit(draft, by=one, at=NOW)

    with pytest.raises(SamePerson):
        drafts.review(draft, True, "示例", by=one, at=NOW)
    drafts.review(draft, True, "示例", by=other, at=NOW)
    with pytest.raises(SamePerson):
        drafts.approve(draft, by=other, at=NOW)
    drafts.approve(draft, by=one, at=NOW)

    assert draft.state is DraftState.DONE


def test_a_sanction_whose_basis_nobody_read_does_not_pass_the_review() -> None:
    draft = make_draft()

    with pytest.raises(NoBasis, match="未核对原文"):
        drafts.review(draft, False, "示例", by=office(), at=NOW)
    drafts.review(draft, True, "示例", by=office(), at=NOW)

    assert draft.verified is Verified.PRIMARY


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"basis_level": "local policy"}, "地方政策"),
        ({"effective_to": date(2026, 11, 1)}, "失效"),
        ({"effective_from": date(2027, 1, 1)}, "尚未生效"),
    ],
)
def test_what_the_lint_says_stops_the_review(typed: dict[str, Any], says: str) -> None:
    draft = make_draft(**typed)

    with pytest.raises(NoBasis, match=says):
        drafts.review(draft, True, "示例", by=office(), at=NOW)


@pytest.mark.parametrize(
    "typed",
    [
        {"lists": ["red"]},
        {"grounds": ["model-of-integrity"]},
        {"period": "NO-SUCH-RULE"},
        {"effective_to": date(2019, 1, 1)},
    ],
)
def test_what_contradicts_itself_is_not_drafted(typed: dict[str, Any]) -> None:
    with pytest.raises(WrongMeasure):
        make_draft(**typed)


def test_a_basis_that_lapsed_between_review_and_the_second_person_is_refused() -> None:
    draft = make_draft(effective_to=TODAY)
    drafts.review(draft, True, "示例", by=office(), at=NOW)
    tomorrow = NOW.replace(day=NOW.day + 1)

    with pytest.raises(NoBasis):
        drafts.approve(draft, by=office(), at=tomorrow)


def test_a_new_version_takes_over_and_an_entry_keeps_the_one_it_has() -> None:
    old = put_in_force(make_draft())
    entry = make_listed(measures=(old.code,))

    new = put_in_force(make_draft(replaces=old, name="示例措施第二版"))

    assert (new.family, new.version, old.superseded_on) == (old.family, 2, TODAY)
    assert [a.measure for a in entry.attachments] == [old]
    assert [f.code for f in linting.lint(TODAY) if f.entry_id == entry.id] == []
    codes = {m.code for m in service.offered(_case(), TODAY)}
    assert new.code in codes and old.code not in codes
    assert "新的版本" in service.refusal(old, _case(), TODAY)


def test_what_ended_is_attached_to_nobody_and_the_lint_names_who_still_has_it() -> None:
    old = put_in_force(make_draft())
    entry = make_listed(measures=(old.code,))
    end = drafts.draft_end(old, "示例：依据废止", by=make_user(Role.OFFICER, make_body()), at=NOW)
    drafting.submit(end, by=office(), at=NOW)

    put_in_force(end)

    assert end.measure is None and old.ended_on == TODAY
    assert "停止采用" in service.refusal(old, _case(), TODAY)
    assert [f.code for f in linting.lint(TODAY) if f.entry_id == entry.id] == [old.code]


def test_one_measure_is_under_change_once_at_a_time() -> None:
    old = make_measure()
    make_draft(replaces=old)

    with pytest.raises(UnderChange):
        drafts.draft_end(old, "示例", by=office(), at=NOW)


def test_what_was_replaced_is_not_changed_again() -> None:
    old = put_in_force(make_draft())
    put_in_force(make_draft(replaces=old))

    with pytest.raises(UnderChange):
        make_draft(replaces=old)


def test_of_two_reviewers_at_once_the_second_is_told_who_was_first(client, login) -> None:
    draft, first = make_draft(), office()
    seen, address = draft.moves, f"/measures/drafts/{draft.id}/do/review"
    drafts.review(draft, True, "示例", by=first, at=NOW)
    login(office())

    answer = client.post(address, data={"read": "1", "why": "示例保留", "moves": seen})

    assert answer.status_code == 403 or answer.status_code == 409
    assert first.name in answer.text and "示例保留" in answer.text


def form(**typed: Any) -> dict[str, Any]:
    return {name: value for name, value in (TYPED | typed).items() if value is not None}


def test_an_officer_drafts_and_submits_and_two_of_the_office_put_it_in_force(client, login) -> None:
    body = make_body("示例城管局")
    login(make_user(Role.OFFICER, body))
    made = client.post("/measures/drafts/new", data=form(name="示例限制措施"))
    assert made.status_code == 302
    assert client.post(f"{made.location}/do/submit").status_code == 302
    for person, move, said in (
        (office(), "review", {"read": "1", "why": "已核对"}),
        (office(), "approve", {}),
    ):
        login(person)
        assert "示例限制措施" in client.get("/desk/").text
        assert client.post(f"{made.location}/do/{move}", data=said).status_code == 302

    found = db.session.scalars(sa.select(Measure).where(Measure.name == "示例限制措施")).one()
    shown = client.get(f"/measures/{found.code}").text
    assert "历次版本" in shown and "示例城管局" in shown and "有履行能力而拒不履行" in shown
    assert "示例城管局" in client.get("/measures/departments/").text
    exported = client.get(f"/measures/?owner={body.id}&format=csv").text
    assert found.code in exported and exported.count("\n") == 2


def test_a_basis_chosen_from_the_library_has_its_level_and_its_days() -> None:
    typed = {"basis_level": "", "effective_from": None, "legal_basis": "第二十八条"}

    draft = make_draft(document="山东省社会信用条例", **typed)

    assert draft.legal_basis == "山东省社会信用条例 第二十八条"
    assert (draft.basis_level, draft.effective_from) == ("local regulation", date(2020, 10, 1))
    for document in ("", "没有的文件"):
        with pytest.raises(WrongMeasure):
            make_draft(document=document, **typed)


def test_a_document_that_is_in_force_is_offered_and_one_that_ended_is_not(client, login) -> None:
    login(make_user(Role.OFFICER, make_body()))

    page = client.get("/measures/drafts/new").text

    assert 'value="国务院令第802号"' in page and 'value="国务院令第728号"' not in page


def test_a_form_that_lacks_the_basis_comes_back_with_what_was_typed(client, login) -> None:
    login(make_user(Role.OFFICER, make_body()))

    answer = client.post("/measures/drafts/new", data=form(legal_basis="", name="示例保留"))

    assert answer.status_code == 422 and "示例保留" in answer.text


def test_a_department_changes_its_own_list_and_no_other(client, login) -> None:
    own, other = put_in_force(make_draft(make_body("本局"))), put_in_force(make_draft())
    login(make_user(Role.OFFICER, own.owner))

    assert "修订措施" in client.get(f"/measures/{own.code}").text
    assert "修订措施" not in client.get(f"/measures/{other.code}").text
    assert client.get(f"/measures/drafts/new?measure={own.code}").status_code == 200
    for which in (other, make_measure()):
        assert client.get(f"/measures/drafts/new?measure={which.code}").status_code == 403
        assert client.get(f"/measures/drafts/end?measure={which.code}").status_code == 403


def test_a_department_ends_a_measure_of_its_list_by_page(client, login) -> None:
    own = put_in_force(make_draft(make_body("本局")))
    login(make_user(Role.OFFICER, own.owner))

    made = client.post(f"/measures/drafts/end?measure={own.code}", data={"reasons": "依据废止"})

    shown = client.get(made.location).text
    assert "停止采用" in shown and "/do/submit" in shown and "/do/edit" not in shown
