"""A body reads its own register of checks, and nobody else's."""

from tests.api.makers import batch, bearer, make_token, post
from tests.factories import make_body
from tests.grading.makers import make_grade


def test_what_was_answered_is_read_again_as_it_was(client) -> None:
    token, foreign = make_token(body=make_body()), make_token(body=make_body())
    first = post(client, "checks", batch(b={"name": "甲"}, a={"code": "1"}), token)
    address = f"/api/v1/checks/{first.json['check_id']}"

    again = client.get(address, headers=bearer(token))

    assert again.json == first.json
    assert client.get(address, headers=bearer(foreign)).status_code == 404
    assert client.get(address).status_code == 401


def test_the_checks_of_a_body_are_paged_by_number_and_narrowed_by_case(client) -> None:
    token, foreign = make_token(body=make_body()), make_token(body=make_body())
    asked = batch(q={"name": "甲"})
    mine = [
        post(client, "checks", asked | {"case_no": f"示例{n % 2}号"}, token).json["check_id"]
        for n in range(5)
    ]
    post(client, "checks", asked, foreign)

    pages, address = [], "/api/v1/checks?limit=2"
    while address:
        answer = client.get(address, headers=bearer(token))
        pages.append([item["check_id"] for item in answer.json["items"]])
        following = answer.json["next"]
        address = f"/api/v1/checks?limit=2&after={following}" if following else ""
    odd = client.get("/api/v1/checks?case_no=示例1号", headers=bearer(token)).json["items"]

    assert pages == [mine[:2], mine[2:4], mine[4:]]
    assert [item["check_id"] for item in odd] == [mine[1], mine[3]]
    assert "results" not in odd[0] and odd[0]["matter"] == "示例许可"
    assert client.get("/api/v1/checks?after=x", headers=bearer(token)).status_code == 400


def test_the_receipt_says_the_grades_of_the_day_and_its_digest_stays(client) -> None:
    graded = make_grade()
    token = make_token(body=make_body())
    said = batch(q={"code": graded.subject.uscc}, other={"name": "甲"})
    made = post(client, "checks", said, token).json

    read = client.get(f"/api/v1/checks/{made['check_id']}", headers=bearer(token)).json

    assert list(read["grades"]) == ["q"]
    assert f"{graded.grade}级" in read["grades"]["q"][0]
    assert read["answer_digest"] == made["answer_digest"]
    assert read["results"] == made["results"]
