"""A check for a matter of the list says what is executed there; all else is only told."""

from integrity.base.permissions import Role
from integrity.credit.checks import service
from integrity.credit.checks.models import Check, Verdict
from integrity.credit.checks.papers import receipt
from integrity.credit.matters import service as matters
from integrity.credit.measures.lists import Ground, ListKind
from tests.checks.makers import make_check
from tests.factories import TODAY, make_body, make_enterprise, make_user
from tests.matters.makers import SAID, make_matter, office
from tests.sanctions.makers import MEASURE, later, make_listed


def asked(subject, matter: str = "SX-1", **more) -> Check:
    return make_check({"q": {"code": subject.uscc}}, matter=matter, **more)


def only(made: Check):
    (result,) = made.results
    return result


def test_a_measure_that_touches_the_matter_restricts() -> None:
    body = make_body()
    make_listed(body, measures=(MEASURE,))
    make_matter(measures=[MEASURE])

    result = only(asked(body))

    assert result.verdict is Verdict.RESTRICT
    assert [m["here"] for m in result.answer["measures"]] == [True]
    assert "SX-1" in result.answer["explanations"]["matter"]


def test_a_library_card_gets_no_ban_of_another_matter() -> None:
    body = make_body()
    make_listed(body, measures=(MEASURE,))
    make_matter(name="示例借书证", measures=[])

    result = only(asked(body))

    assert result.verdict is Verdict.CAUTION
    assert [(m["code"], m["here"]) for m in result.answer["measures"]] == [(MEASURE, False)]
    assert "限制公务消费" in result.answer["explanations"]["matter"]
    assert result.answer["entries"]  # it is still told who is listed


def test_a_measure_may_name_the_matter_itself() -> None:
    body = make_body()
    entry = make_listed(body, measures=(MEASURE,))
    make_matter(measures=[])
    entry.attachments[0].measure.matters = "SX-0\nSX-1"

    assert only(asked(body)).verdict is Verdict.RESTRICT


def test_words_that_are_on_no_list_say_so_and_are_answered_as_before() -> None:
    body = make_body()
    make_listed(body, measures=(MEASURE,))

    made = asked(body, "示例事项")

    assert only(made).verdict is Verdict.RESTRICT
    assert "不在应用清单" in only(made).answer["explanations"]["matter"]
    assert (made.matter, made.matter_code) == ("示例事项", "")


def test_a_body_that_the_list_does_not_name_is_told() -> None:
    named, other = make_body("示例甲局"), make_body("示例乙局")
    make_matter(everybody=False, bodies=[named])
    firm = make_enterprise()

    assert "不是必须" in only(asked(firm, body=other)).answer["explanations"]["matter"]
    assert "不是必须" not in only(asked(firm, body=named)).answer["explanations"]["matter"]


def test_an_honour_stays_an_honour_where_no_incentive_touches() -> None:
    firm = make_enterprise()
    make_listed(firm, kind=ListKind.RED, ground=Ground.GOOD_CREDIT)
    make_matter()

    assert only(asked(firm)).verdict is Verdict.ENCOURAGE


def test_an_earlier_day_is_answered_by_the_list_of_that_day() -> None:
    body = make_body()
    make_listed(body, measures=(MEASURE,))
    make_matter(measures=[])
    narrowed = matters.propose("SX-1", **(SAID | {"measures": [MEASURE]}), by=office(), at=later(3))
    matters.adopt(narrowed, by=office(), at=later(3))

    assert only(asked(body, as_of=TODAY, at=later(4))).verdict is Verdict.CAUTION
    assert only(asked(body, at=later(4))).verdict is Verdict.RESTRICT


def test_the_receipt_names_the_matter_and_what_is_only_told(client, login) -> None:
    body = make_body()
    make_listed(body, measures=(MEASURE,))
    make_matter(name="示例借书证", measures=[])
    made = asked(body)

    assert made.matter == "示例借书证"
    login(make_user(Role.OFFICE))
    page = client.get(f"/checks/{made.ref}").text
    assert "示例借书证（SX-1）" in page
    assert "不在该事项中执行的措施，只供参考" in page and "应当采取的措施" not in page
    assert "不在该事项中执行" in str(receipt(made))


def test_a_clerk_chooses_the_matter_or_types_one_but_not_both(client, login) -> None:
    make_matter()
    login(make_user(Role.CLERK, make_body()))
    said = {"code": make_enterprise().uscc, "purpose": "示例", "kind": ""}

    assert "SX-1 示例许可" in client.get("/checks/new").text
    assert client.post("/checks/new", data=said).status_code == 422
    both = said | {"listed": "SX-1", "matter": "示例"}
    assert client.post("/checks/new", data=both).status_code == 422
    sent = client.post("/checks/new", data=said | {"listed": "SX-1"})
    assert service.by_ref(sent.location.rsplit("/", 1)[-1]).matter_code == "SX-1"
