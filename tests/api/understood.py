"""A check of schemathesis: what the document allows is understood, whatever a rule says to it."""

import schemathesis

UNREADABLE = {"invalid", "bad-json", "bad-request", "not-json", "wrong-filter", "wrong-key"}
"""Codes for a request that is not what the document says."""


@schemathesis.check
def what_the_document_allows_is_understood(ctx, response, case) -> None:
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or response.status_code < 400:
        return
    problem = response.json()
    code, errors = problem.get("code"), problem.get("errors") or ()
    if errors and all(error["code"] == "int_type" for error in errors):
        return  # JSON Schema calls 1.0 a whole number, the interface asks for 1
    assert code not in UNREADABLE, f"refused as {code}: {response.text[:300]}"
