"""No share of what was kept counts what a body only says of itself."""

from commitments import fulfilment, results
from commitments.models import CommitmentOutcome
from integrity.base.permissions import Role
from integrity.casework import figures
from integrity.casework.figures import RANKED
from tests.commitments.makers import make_reported
from tests.factories import NOW, TODAY, make_body, make_user


def verify(item):
    office = make_user(Role.OFFICE, make_body("领导小组办公室"))
    fulfilment.verify(item, CommitmentOutcome.FULFILLED, "实地核查", "属实", by=office, at=NOW)


def many(body, number=RANKED):
    return [make_reported(body=body) for _number in range(number)]


def share_of(body):
    return figures.by_stream(TODAY, body.id)["commitments"].in_time_share


def test_a_body_that_only_reports_has_no_share(client):
    body = make_body("示例自报局")
    many(body)

    assert share_of(body) == "—"
    assert results.by_type()[0]["share"] is None
    page = client.get(f"/bodies/{body.slug}").text
    assert "0 / 共 0" in page and "100.0%" not in page
    assert "自报完成、待核验的不计入" in page


def test_one_more_that_is_only_reported_changes_no_share(client):
    body = make_body("示例局")
    for item in many(body):
        verify(item)
    before = results.by_type()[0]
    shares = [share_of(body), before["share"]]

    make_reported(body=body)

    after = results.by_type()[0]
    assert [share_of(body), after["share"]] == shares
    assert shares == ["100.0%", "100.0%"]
    assert (after["all"], after["verified"]) == (RANKED + 1, RANKED)


def test_the_home_page_divides_only_what_was_verified(client):
    items = many(make_body())
    verify(items[0])

    assert "1 / 共 1" in client.get("/").text
    headline = next(h for h in figures.headlines(TODAY) if str(h.label) == "按期办结率")
    assert (headline.numerator, headline.denominator) == (1, 1)
    assert "自报完成" in headline.definition


def test_the_interface_gives_no_outcome_of_what_is_only_reported(client):
    item = make_reported()

    answer = client.get(f"/api/v1/commitments/{item.ref}").json

    assert (answer["state"], answer["outcome"]) == ("reported", None)


def test_a_number_that_the_body_says_itself_is_called_so(client):
    item = make_reported(quantity=49, unit="个", at=NOW)

    assert "实际完成值（自报，待核验）" in client.get(f"/commitments/{item.ref}").text
    verify(item)
    assert "自报，待核验）" not in client.get(f"/commitments/{item.ref}").text
