"""Walks the demonstration: all that everybody can read is in the public log, and nothing else."""

import json
import re
import urllib.error
import urllib.request
from itertools import islice

import pytest

LISTS = ("commitments", "pledges", "evaluations", "targets", "measures", "bodies")
LISTED = ("lists/serious", "lists/watch", "lists/red")


@pytest.fixture(scope="module")
def site(live_demo):
    def read(path):
        with urllib.request.urlopen(f"{live_demo.url}{path}") as answer:
            return answer.read().decode()

    return read


def everything(site, call):
    after = ""
    while after is not None:
        page = json.loads(site(f"/api/v1/{call}?limit=500{after}"))
        yield from page["items"]
        after = page["next"] and f"&after={page['next']}"


@pytest.fixture(scope="module")
def log(site):
    return list(everything(site, "changes"))


@pytest.fixture(scope="module")
def now(log):
    """What the log says is public, by address."""
    last = {}
    for row in log:
        last[row["address"]] = row
    return {address: row for address, row in last.items() if row["event"] != "removed"}


def test_the_log_of_the_demonstration_has_no_gap(log):
    assert len(log) > 100
    assert [row["index"] for row in log] == list(range(len(log)))


@pytest.mark.parametrize("call", [*LISTS, *LISTED])
def test_every_public_thing_of_the_demonstration_is_in_the_log(site, now, call):
    for item in everything(site, call):
        path = "/" + item["url"].split("/", 3)[3] if "url" in item else f"/measures/{item['code']}"
        assert path in now, path


@pytest.mark.parametrize("index", ["library/", "library/memoranda/", "matters/", "cases/"])
def test_every_page_of_these_lists_leads_to_what_is_in_the_log(site, now, index):
    page = site(f"/{index}")
    table = page[page.index("<tbody") : page.index("</tbody>")]
    found = set(re.findall(r'href="(/[^"?#]+)"', table))
    own = {path for path in found if re.fullmatch(rf"/{index}[\w%.-]+/?", path)}

    assert own
    assert own <= set(now)


def test_the_file_of_every_subject_shows_only_records_that_are_in_the_log(site, now):
    for body in everything(site, "bodies"):
        for record in json.loads(site(f"/api/v1/bodies/{body['slug']}"))["records"]:
            assert "/" + record["url"].split("/", 3)[3] in now


def test_whatever_is_in_the_log_everybody_can_open(site, now):
    by_kind = {}
    for address, row in now.items():
        by_kind.setdefault(row["kind"], []).append(address)
    for addresses in by_kind.values():
        for address in islice(addresses, 0, None, max(1, len(addresses) // 8)):
            assert site(address)


def test_what_was_taken_down_has_left_nothing_behind(log, now):
    gone = {row["address"] for row in log} - set(now)
    left = [row for row in log if row["address"] in gone]

    assert all(row["content"] is None and row["salt"] is None for row in left)
    assert all(len(row["leaf"]) == 64 for row in left)
