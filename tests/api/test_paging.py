"""One way of paging, and what may be kept or read from elsewhere."""

import re

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.people.subjects.models import Subject
from tests.api.makers import bearer, make_token
from tests.factories import make_body
from tests.sanctions.makers import MEASURE, make_listed, make_receivers


def test_pages_lead_to_each_other_and_hold_everything_once(client) -> None:
    made = [make_body(f"示例分页{n}局").name for n in range(5)]

    seen, address = [], "/api/v1/bodies?limit=2"
    while address:
        page = client.get(address)
        assert len(page.json["items"]) <= 2
        seen += [item["name"] for item in page.json["items"]]
        link = re.fullmatch(r'<http://localhost(.+)>; rel="next"', page.headers.get("Link", ""))
        assert (link is None) == (page.json["next"] is None)
        address = link and link[1]

    assert len(seen) == len(set(seen))
    assert set(made) <= set(seen)


def test_what_comes_or_goes_between_two_pages_neither_repeats_nor_hides(client) -> None:
    for n in range(4):
        make_body(f"示例翻页{n}局")
    first = client.get("/api/v1/bodies?limit=2").json
    gone = db.session.scalars(sa.select(Subject).where(Subject.name == first["items"][0]["name"]))
    gone.one().public = False
    make_body("示例新来局")

    rest = client.get(f"/api/v1/bodies?after={first['next']}").json["items"]

    assert [item["name"] for item in rest][:2] == ["示例翻页2局", "示例翻页3局"]
    assert rest[-1]["name"] == "示例新来局"


@pytest.mark.parametrize("cursor", ["x", "", "WyJhIiwxXQ", "9" * 30, "null", "W10", "é", "-1"])
def test_a_cursor_of_no_page_of_this_list_is_refused(client, cursor) -> None:
    answer = client.get("/api/v1/bodies", query_string={"after": cursor})

    assert (answer.status_code, answer.json["code"]) == (400, "wrong-cursor")


def test_a_cursor_of_another_list_is_refused(client) -> None:
    other = client.get("/api/v1/measures?limit=1").json["next"]

    assert client.get(f"/api/v1/bodies?after={other}").status_code == 400


def test_a_number_that_was_given_before_there_were_cursors_still_counts(client) -> None:
    (mine,) = make_receivers(1)
    for _n in range(2):
        make_listed(measures=(MEASURE,))
    token = make_token("pushes", mine)
    first, second = client.get("/api/v1/pushes", headers=bearer(token)).json["items"]

    page = client.get(f"/api/v1/pushes?after={first['id']}", headers=bearer(token)).json

    assert [item["id"] for item in page["items"]] == [second["id"]]


def test_what_has_not_changed_is_not_sent_again(client) -> None:
    make_body()
    first = client.get("/api/v1/bodies")

    again = client.get("/api/v1/bodies", headers={"If-None-Match": first.headers["ETag"]})
    make_body()
    changed = client.get("/api/v1/bodies", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert changed.status_code == 200
    assert first.headers["Cache-Control"].startswith("public")


def test_what_a_token_reads_is_kept_by_nobody(client) -> None:
    answer = client.get("/api/v1/pushes", headers=bearer(make_token("pushes")))

    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_pages_of_other_sites_may_read_what_is_public_and_nothing_else(client) -> None:
    headers = {"Origin": "https://elsewhere.example"}
    token = bearer(make_token("pushes"))

    open_data = client.get("/api/v1/bodies", headers=headers)
    asked = client.options("/api/v1/bodies", headers=headers)
    refused = client.get("/api/v1/bodies?x=1", headers=headers)
    closed = client.get("/api/v1/pushes", headers=headers | token)
    written = client.options("/api/v1/windows", headers=headers)

    for answer in (open_data, asked, refused):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Link" in open_data.headers["Access-Control-Expose-Headers"]
    assert set(asked.headers["Access-Control-Allow-Methods"].split(", ")) == {"GET", "HEAD"}
    for answer in (closed, written):
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert set(written.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_days_are_paged_like_rows(client) -> None:
    token = bearer(make_token("courts", make_body("示例人民法院")))
    span = "/api/v1/courts/reconciliation?from=2026-11-01&to=2026-11-07&limit=3"

    first = client.get(span, headers=token)
    second = client.get(f"{span}&after={first.json['next']}", headers=token).json
    last = client.get(f"{span}&after={second['next']}", headers=token).json

    days = [day["on"] for page in (first.json, second, last) for day in page["days"]]
    assert days == [f"2026-11-0{n}" for n in range(1, 8)]
    assert last["next"] is None
    assert 'rel="next"' in first.headers["Link"]
    other = client.get("/api/v1/measures?limit=1").json["next"]
    for wrong in (other, "x", "WyJkYXkiLDFd", "WyJkYXkiLCIyMDAwLTAxLTAxIl0"):
        answer = client.get(f"{span}&after={wrong}", headers=token)
        assert (answer.status_code, answer.json["code"]) == (400, "wrong-cursor")
