"""Whatever is sent, the answer is an answer: never an error of the system, never a change."""

from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.makers import batch, bearer, make_token
from tests.factories import example_code

NUMBERS = st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
QUERY = JSON | st.fixed_dictionaries(
    {},
    optional={
        "code": st.text(max_size=20) | st.just(example_code(1)),
        "name": st.text(max_size=20),
        "kind": st.sampled_from(["body", "enterprise", "person", "other"]),
    },
)
FEW = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def send(client: Any, address: str, token: str, content: Any) -> Any:
    return client.post(
        f"/api/v1/{address}",
        data=orjson.dumps(content),
        content_type="application/json",
        headers=bearer(token),
    )


@given(queries=st.dictionaries(st.text(max_size=12), QUERY, min_size=1, max_size=4))
@FEW
def test_every_query_gets_a_verdict_or_an_error(client, queries: dict[str, Any]) -> None:
    token = make_token()

    answer = send(client, "checks", token, batch() | {"queries": queries})

    assert answer.status_code in (200, 422), answer.text
    if answer.status_code == 200:
        assert set(answer.json["results"]) == set(queries)


@given(content=JSON)
@FEW
def test_no_content_breaks_any_write(client, content: Any) -> None:
    tokens = {scope: make_token(scope) for scope in ("checks", "courts", "pushes", "records")}
    writes = {
        "checks": ("checks", "checks/nothing/outcomes"),
        "courts": (
            "courts/cases",
            "courts/cases/nothing/events",
            "courts/heartbeats",
            "suits",
            "suits/nothing/events",
        ),
        "pushes": ("pushes/1/response",),
        "records": ("records", "taxpayer-grades"),
    }

    for scope, addresses in writes.items():
        for address in addresses:
            answer = send(client, address, tokens[scope], content)
            assert answer.status_code in (400, 404, 422), answer.text
            assert answer.content_type == "application/problem+json"
