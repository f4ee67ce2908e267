"""A subject objects to its grade: who graded answers, then the office."""

import pytest

from integrity.base.permissions import Role
from integrity.credit.grading import computing, objections, visibility
from integrity.credit.grading.models import GradeObjectionState as S
from integrity.credit.grading.objections import NotOpen, SameGrade
from tests.factories import NOW, TODAY, make_body, make_user
from tests.grading.makers import ONE, evaluate, make_grade, make_objection, office


def party(found):
    return make_user(Role.SUPPLIER, found.applicant)


def grader(found):
    return make_user(Role.OFFICER, found.deciding)


def now(found):
    return visibility.of_subject(found.applicant_id)[0]


def test_an_objection_that_is_right_gives_another_grade_and_says_why():
    found = make_objection()

    objections.uphold(found, "A", "示例：漏计表彰", by=grader(found), at=NOW)

    assert (found.state, now(found).grade, now(found).computed) == (S.UPHELD, "A", "B")
    assert "漏计表彰" in visibility.reason(now(found))


def test_what_was_decided_holds_while_the_rules_give_the_same_and_no_longer():
    found = make_objection()
    objections.uphold(found, "A", "示例", by=grader(found), at=NOW)

    assert computing.grade_all(on=TODAY + ONE, at=NOW) == 0
    assert now(found).grade == "A"
    evaluate(found.applicant, "AA")
    computing.grade_all(on=TODAY + ONE, at=NOW)
    assert (now(found).grade, now(found).reason) == ("A", "")


def test_who_is_refused_goes_on_to_the_office_and_is_right_there():
    found = make_objection()
    objections.reject(found, "示例：符合规则", by=grader(found), at=NOW)
    objections.go_on(found, "示例：仍不服", by=party(found), at=NOW)

    objections.uphold_appeal(found, "A", "示例：应为A", by=office(), at=NOW)

    assert (found.state, now(found).grade) == (S.UPHELD, "A")


def test_one_grade_is_objected_to_once_at_a_time_and_only_while_it_holds():
    found = make_objection()
    with pytest.raises(NotOpen):
        objections.file(found.graded, "再次", by=party(found), at=NOW)
    objections.uphold(found, "A", "示例", by=grader(found), at=NOW)
    with pytest.raises(NotOpen):
        objections.file(found.graded, "旧的", by=party(found), at=NOW)


def test_an_objection_is_not_right_with_the_same_grade():
    found = make_objection()
    with pytest.raises(SameGrade):
        objections.uphold(found, "B", "示例", by=grader(found), at=NOW)


def test_the_subject_objects_by_page_and_each_side_does_only_its_own(client, login):
    graded = make_grade(make_body("示例应急局"))
    login(make_user(Role.SUPPLIER, graded.subject))
    assert client.post(f"/grading/{graded.id}/object", data={"text": ""}).status_code == 422
    made = client.post(f"/grading/{graded.id}/object", data={"text": "示例：分级有误"}).location
    own = client.post(f"{made}/do/uphold", data={"grade": "A", "answer": "示例"})
    assert own.status_code in (403, 404)
    login(office())
    assert client.post(f"{made}/do/reject", data={"answer": "示例"}).status_code in (403, 404)

    login(make_user(Role.OFFICER, graded.body))
    assert "分级监管" in client.get("/desk/").text
    assert client.post(f"{made}/do/reject", data={"answer": "示例：符合规则"}).status_code == 302
    assert client.post(f"{made}/do/go_on", data={"appeal": "示例"}).status_code in (403, 404)
    login(make_user(Role.SUPPLIER, graded.subject))
    assert "符合规则" in client.get(made).text
    assert client.post(f"{made}/do/go_on", data={"appeal": "示例：不服"}).status_code == 302
    login(office())
    assert client.post(f"{made}/do/keep_grade", data={"answer": "示例维持"}).status_code == 302
    assert "复核维持" in client.get(made).text


def test_a_body_that_is_graded_does_not_answer_its_own_objection(client, login):
    graded_body = make_body("示例受评单位")
    found = make_objection(make_body("示例应急局"), graded_body)
    login(make_user(Role.OFFICER, graded_body))

    address = f"/grading/objections/{found.id}/do/uphold"
    answer = client.post(address, data={"grade": "A", "answer": "示例"})

    assert answer.status_code in (403, 404) and found.state is S.FILED


def test_nobody_else_reads_an_objection(client, login):
    found = make_objection(make_body("示例应急局"), text="示例不外传的理由")
    for user in (
        make_user(Role.SUPPLIER, make_grade(make_body("示例二局")).subject),
        make_user(Role.OFFICER, make_body("别的单位")),
    ):
        login(user)
        assert client.get(f"/grading/objections/{found.id}").status_code in (403, 404)
        assert "不外传" not in client.get("/grading/objections/").text
