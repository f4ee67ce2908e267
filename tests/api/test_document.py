"""The document says what the calls are, with examples that hold, words explained, and versions."""

import re

from integrity.doors.api import openapi
from integrity.doors.api.changes import VERSIONS
from integrity.doors.api.examples import examples
from tests.commands import ROOT


def read(client, language="zh"):
    return client.get("/api/openapi.json", headers={"Accept-Language": language}).json


def test_every_call_has_an_example_and_it_is_what_the_call_takes_and_answers(app) -> None:
    with app.test_request_context():
        calls = {
            rule.endpoint.removeprefix("api."): (rule, c) for rule, _m, c in openapi.operations()
        }

    assert set(examples()) == set(calls)
    for name, example in examples().items():
        rule, contract = calls[name]
        assert set(example.get("path", {})) == rule.arguments, name
        contract.asks.model_validate(
            {key: str(value) for key, value in example.get("query", {}).items()}
        )
        if contract.takes:
            contract.takes.model_validate(example["body"], strict=False)
        answer = contract.answers.model_validate(example["answer"], strict=False)
        said = answer.model_dump(mode="json")
        assert set(example["answer"]) <= set(said), name


def test_every_call_says_what_it_can_be_answered_with(client) -> None:
    for path in read(client)["paths"].values():
        for method, call in path.items():
            known = set(call["responses"])
            assert {"400", "429"} <= known
            assert ("x-scope" in call) == ({"401", "403"} <= known)
            if method == "post":
                assert {"409", "413", "422"} <= known
            if any(one["in"] == "path" for one in call["parameters"]):
                assert "404" in known


def test_every_fixed_word_is_explained(client) -> None:
    for language, foreign in (("zh", "[a-z]{5} [a-z]{3}"), ("en", "[一-龥]")):
        for name, schema in read(client, language)["components"]["schemas"].items():
            for place in (schema, *schema.get("properties", {}).values()):
                if "enum" in place and name != "Problem":
                    said = place["x-enum-descriptions"]
                    assert set(said) == set(place["enum"])
                    assert not [text for text in said.values() if re.search(foreign, text)]


def test_the_english_document_has_no_chinese_but_in_examples(client) -> None:
    def texts(part):
        if isinstance(part, dict):
            for key, inner in part.items():
                if key != "example":
                    yield from texts(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from texts(inner)
        else:
            yield str(part)

    left = [text for text in texts(read(client, "en")) if re.search("[一-龥]", text)]

    assert [text for text in left if "（2026）" not in text and "之一" not in text] == []


def test_the_page_shows_an_example_every_type_and_what_changed(client) -> None:
    page, document = client.get("/api/docs").text, read(client)

    for name in document["components"]["schemas"]:
        assert f'id="type-{name}"' in page
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    assert anchors <= set(re.findall(r'id="([^"]+)"', page))
    assert page.count("curl -X") == len(examples())
    assert str(VERSIONS[0].changes[0]) in page


def test_the_list_of_changes_is_the_same_everywhere(client) -> None:
    info = read(client, "en")["info"]
    written = (ROOT / "docs" / "api-changes.md").read_text()

    assert info["version"] == VERSIONS[0].number
    found = re.findall(r"^## (\S+) \((\S+)\)$", written, re.M)
    assert found == [(one["version"], one["on"]) for one in info["x-changes"]]
    lines = [line[2:] for line in written.splitlines() if line.startswith("- ")]
    assert lines == [text for one in info["x-changes"] for text in one["changes"]]
