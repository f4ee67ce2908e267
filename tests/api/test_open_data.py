"""Open data for everybody, without natural persons; the OpenAPI document and its page."""

from openapi_spec_validator import validate

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.streams import registered
from integrity.credit.measures.lists import Ground
from integrity.credit.measures.models import Measure
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions import service as sanctions
from integrity.doors.api import open_streams
from integrity.people.accounts.tokens import SCOPES
from tests.checks.makers import make_person
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.sanctions.makers import make_decided, make_listed
from tests.subjects.makers import make_kept

SITE = "https://sp.example.gov.cn"
"""What an example names besides."""


def test_a_list_holds_what_is_listed_now(client) -> None:
    listed, removed, pending = (make_body(f"示例{n}局") for n in ("在列", "移出", "待定"))
    make_listed(listed)
    entry = make_listed(removed)
    sanctions.repair(entry, "修复", by=make_user(Role.OFFICE), at=NOW)
    make_decided(pending)

    page = client.get("/api/v1/lists/serious").json

    assert [item["subject"]["name"] for item in page["items"]] == ["示例在列局"]
    assert page["next"] is None
    assert client.get("/api/v1/lists/purple").status_code == 404


def test_a_body_is_found_by_its_address_and_by_its_code(client) -> None:
    body = make_body()
    make_listed(body)
    make_record(body, RecordState.CONFIRMED, public=True, decided_on=TODAY, until=TODAY)

    by_slug = client.get(f"/api/v1/bodies/{body.slug}").json
    by_code = client.get(f"/api/v1/subjects/{body.uscc.lower()}").json

    assert by_slug == by_code
    assert len(by_slug["entries"]) == 1
    assert len(by_slug["records"]) == 1


def test_a_code_is_found_however_it_was_typed_and_an_old_one_leads_to_that_of_today(client) -> None:
    firm = make_enterprise()
    old = make_kept(firm).code
    typed = f"{firm.uscc[:8]}\u200b-{firm.uscc[8:]}"

    assert client.get(f"/api/v1/subjects/{typed}").json["name"] == firm.name
    answer = client.get(f"/api/v1/subjects/{old}")
    assert (answer.status_code, answer.location.endswith(firm.uscc)) == (308, True)


def test_an_enterprise_is_found_by_its_code_and_not_among_the_bodies(client) -> None:
    enterprise = make_enterprise()

    assert client.get(f"/api/v1/subjects/{enterprise.uscc}").json["name"] == enterprise.name
    assert enterprise.name not in client.get("/api/v1/bodies").text


def test_a_merged_body_redirects_for_ever(client) -> None:
    old, new = make_body(), make_body()
    old.merged_into_id = new.id

    answer = client.get(f"/api/v1/bodies/{old.slug}")

    assert (answer.status_code, answer.location.endswith(new.slug)) == (308, True)


def test_a_person_is_in_no_public_answer(app, client) -> None:
    make_listed(make_person("诸葛示例"), ground=Ground.DUTY_REFUSED)
    addresses = [f"lists/{kind}" for kind in ("red", "watch", "serious")]
    addresses += ["bodies", "measures", *open_streams.published(app)]

    for address in addresses:
        answer = client.get(f"/api/v1/{address}")
        assert answer.status_code == 200, address
        assert "诸*" not in answer.text, address
        assert '"kind":"person"' not in answer.text, address


def test_a_measure_says_whether_it_may_be_used(client) -> None:
    items = client.get("/api/v1/measures?limit=500").json["items"]
    usable = {item["code"]: item["usable"] for item in items}

    assert len(items) == db.session.query(Measure).count()
    assert usable["M-S-GOV-16"] is True
    assert usable["M-S-GOV-03"] is False
    assert {"class", "legal_basis"} <= set(items[0])


def test_every_stream_that_publishes_anything_answers_with_it_and_no_other(app, client) -> None:
    """Courts, arrears and complaints answered with no rows, as if there were none."""
    for name in registered():
        status = 200 if name in open_streams.published(app) else 404
        assert client.get(f"/api/v1/{name}").status_code == status, name
        assert client.get(f"/api/v1/{name}/nothing").status_code == 404
    assert {"arrears", "complaints", "courts"}.isdisjoint(open_streams.published(app))


def test_the_openapi_document_is_valid(client) -> None:
    document = client.get("/api/openapi.json").json

    validate(document)
    assert document["openapi"].startswith("3.1")


def test_every_call_of_the_interface_is_in_the_document(app, client) -> None:
    paths = client.get("/api/openapi.json").json["paths"]
    operations = {name["operationId"] for path in paths.values() for name in path.values()}
    endpoints = {
        rule.endpoint.removeprefix("api.")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }

    assert operations == endpoints


def test_writes_need_a_scope_that_a_token_can_have(client) -> None:
    paths = client.get("/api/openapi.json").json["paths"]

    for path in paths.values():
        if "post" in path:
            assert path["post"]["x-scope"] in SCOPES
            assert path["post"]["security"] == [{"token": []}]


def test_the_document_can_be_read_by_people(client) -> None:
    page = client.get("/api/docs")

    assert page.status_code == 200
    assert "/api/v1/checks" in page.text
    assert "Idempotency-Key" in page.text
    text = page.text
    for known in ("http://localhost", "http://www.w3.org", "https://credit.example.gov.cn", SITE):
        text = text.replace(known, "")
    assert "http" not in text
