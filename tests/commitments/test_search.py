"""The register is searched in Chinese: two characters find, titles come first, words are marked."""

import re

import pytest

from integrity.base import searching
from tests.commitments.makers import make_published


def titles(client, query: str) -> list[str]:
    found = client.get("/commitments/", query_string={"q": query, "format": "json"}).json
    return [row["承诺事项"] for row in found]


@pytest.fixture(autouse=True)
def _register():
    make_published(title="改造老旧小区", target="49个", body_text="我局承诺改造。")
    make_published(title="新建幼儿园", target="小区配套 5 所", body_text="我局承诺。")
    make_published(title="修路", target="3条", body_text="方便小区居民出行，100% 完成，ABC 段。")


def test_two_characters_find_and_titles_come_first(client):
    assert titles(client, "小区") == ["改造老旧小区", "新建幼儿园", "修路"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("路", ["修路"]),
        ("幼儿园", ["新建幼儿园"]),
        ("小区 幼儿", ["新建幼儿园"]),
        ("abc", ["修路"]),
        ("100%", ["修路"]),
        ("小儿", []),
        ("区小", []),
    ],
)
def test_every_word_must_be_there(client, query, found):
    assert titles(client, query) == found


def test_what_was_found_is_marked_and_nothing_else_is_markup():
    assert searching.highlighted("<b>小区</b>", "小区") == "&lt;b&gt;<mark>小区</mark>&lt;/b&gt;"


def test_the_list_marks_it_and_filters_combine(client):
    page = client.get("/commitments/?q=小区&category=service&field=&theme=").text

    assert "<mark>小区</mark>" in page


@pytest.mark.parametrize("sort", ["", "-title", "no-such-column"])
def test_the_pages_one_after_the_other_are_the_export(client, sort):
    for number in range(12):
        make_published(title=f"小区绿化 {number}", target="1 处")
        make_published(title=f"绿化 {number}", target="小区 1 处")
        make_published(title=f"植树 {number}", target="1 处", body_text="在小区内。")
    asked = {"q": "小区", "sort": sort, "size": 10}
    found = []
    for page in range(1, 5):
        text = client.get("/commitments/", query_string=asked | {"page": page}).text
        rows = re.findall(r"<tr[^>]*>\s*<td.*?</td>", text, re.S)
        found += [re.sub(r"<[^>]+>", "", row).strip() for row in rows]

    whole = client.get("/commitments/", query_string=asked | {"format": "json"}).json
    assert len(found) == 39
    assert found == [row["承诺事项"] for row in whole]
