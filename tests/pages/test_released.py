"""Every text that anybody may read and somebody typed: how it is released before it is read."""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from integrity.base.audit import service as audit
from integrity.base.db import Model, db
from integrity.credit.records.models import RecordState
from tests.commitments.makers import make_published
from tests.factories import TODAY, make_body, make_enterprise, make_record
from tests.pages.crawl import Answer, Crawl
from tests.pages.test_public import _addresses, _promises
from tests.pledges.makers import make_pledge
from tests.reach.test_reach import asked, lists
from tests.reach.world import make_side

pytestmark = pytest.mark.slow

RELEASED = "a second person read it beside the full text and said what goes public"
CHECKED = "who types it is shown what may be of a person; it is taken out, or said to be nobody's"
DECIDED = "two people read it before it is in force: rules, measures, lists of items, documents"
REVIEWED = "another body or person reads it before it is published"
NAMED = "the name of a body, an office, a document, or of who acts in office, as the law demands"
ORDERED = "the law orders that it be public as it was decided; persons are sealed, numbers refused"
PUBLIC = {
    ORDERED: ("posting.",),
    RELEASED: (
        "credit_record.public_text", "list_entry.public_text", "repair.public_text",
        "typical_case.text", "typical_case.title",
    ),
    CHECKED: (
        "audit_event.why", "change_request.authority", "change_request.why",
        "commitment.body_text", "commitment.finding", "commitment.measured",
        "commitment.reasons", "commitment.second_source", "commitment.target",
        "commitment.title", "contract.name", "contract.number", "contract_node.title",
        "contract_node.what", "decision.title", "milestone.said", "milestone.title",
        "pledge.matter", "pledge.reasons", "pledge.report", "pledge.second_source", "pledge.text",
        "pledge.title", "progress.text", "rectification.demand", "remedial_point.report",
        "review.why", "survey.checklist",
    ),
    REVIEWED: (
        "evaluation_round.name", "remedial_point.title", "remedial_point.what", "score.words",
        "star_candidate.reasons", "star_round.conditions", "target.", "target_reading.source",
    ),
    DECIDED: (
        "catalogue_item.", "grade.", "indicator.", "inspection_rule.", "listing_basis.",
        "listing_standard.", "loan_prime_rate.", "matter.", "measure.", "memorandum.", "offence.",
        "offer.", "policy_document.", "repair_material.", "repair_treatment.", "rule_set.",
        "scheme.", "time_limit.", "workday.",
    ),
    NAMED: (
        "attachment.name", "audit_event.by_name", "change_request.document",
        "change_request.requested_by", "commitment.due_basis", "commitment.due_words",
        "commitment.lead_words", "commitment.signed_by_name", "commitment.source_issuer",
        "commitment.source_locator", "commitment.source_title", "commitment.support_words",
        "commitment.verified_by_name", "commitment.published_by_name",
        "credit_record.decided_by_name", "disclosure.published_by_name",
        "list_entry.document", "list_entry.legal_basis", "list_entry.nominated_by_name",
        "list_entry.until_basis", "office_term.title",
        "pledge.checked_by_name", "pledge.registered_by_name", "progress.by_name",
        "review.reviewer", "signature.body", "signature.signer", "subject.", "survey.by_name",
        "survey.organisation", "urging.made_by_name", "user.name",
    ),
}  # fmt: skip
"""How it is released -> columns; of a table whose name ends in a dot, all of them."""
FULL = {"credit_record.summary", "list_entry.reasons", "repair.promise", "objection.statement"}
"""The whole of what was released in part."""
MARK = re.compile(r"〔([a-z_]+\.[a-z_]+)〕")
LOGGED = "audit_event.why"


@pytest.fixture
def marked(app: Flask, monkeypatch: pytest.MonkeyPatch):
    """One of everything, each text with the name of its column behind it."""
    write = audit.write

    def written(*things, why="", **more):
        write(*things, why=f"{why}〔{LOGGED}〕" if why else "", **more)

    monkeypatch.setattr(audit, "write", written)
    side = make_side("本单位")
    body = make_body("示例公开局")
    _promises(body)
    make_published(body)
    make_pledge(make_enterprise("示例公开企业"), body)
    said = {"decided_on": TODAY, "grade": "general", "public": True, "public_text": "示例公开"}
    make_record(body, RecordState.CONFIRMED, decided_by_name="示例", **said)
    db.session.commit()
    for table, column in _texts():
        _mark(table, column)
    db.session.commit()
    db.session.expire_all()
    return side


def _texts() -> Iterator[tuple[sa.Table, sa.Column]]:
    for table in Model.metadata.sorted_tables:
        for column in table.c:
            plain = isinstance(column.type, sa.Text) and not column.primary_key
            if plain and table.name not in ("audit_event", "message") and table.primary_key:
                yield table, column


def _mark(table: sa.Table, column: sa.Column) -> None:
    key = list(table.primary_key.columns)
    for row in db.session.execute(sa.select(column, *key).where(column.is_not(None))).all():
        text = row[0]
        if isinstance(text, str) and re.search(r"[\u4e00-\u9fff]", text) and text[0] != "{":
            which = [one == value for one, value in zip(key, row[1:], strict=True)]
            value = f"{text}〔{table.name}.{column.name}〕"
            with db.session.begin_nested() as inner:
                try:
                    db.session.execute(sa.update(table).where(*which).values({column: value}))
                except sa.exc.DatabaseError:
                    inner.rollback()  # what may never change, or is a word of a list


def test_every_text_that_anybody_reads_says_how_it_is_released(
    app: Flask, client: FlaskClient, marked
):
    texts = [text.decode("utf-8", "replace") for text in _all(client, app, marked)]
    seen = {name for text in texts for name in MARK.findall(text)}
    known = {name for names in PUBLIC.values() for name in names}

    left = {n for n in seen if n not in known and f"{n.partition('.')[0]}." not in known}
    assert "\n".join(sorted(left)) == ""
    assert seen & FULL == set()
    assert {"credit_record.public_text", "list_entry.public_text", LOGGED} <= seen


def test_the_table_names_what_is_there():
    columns = {f"{table.name}.{column.name}" for table, column in _texts()} | {LOGGED}
    tables = {f"{table.name}." for table, _column in _texts()}
    named = [name for names in PUBLIC.values() for name in names] + [*FULL]

    assert [name for name in named if name not in columns | tables | {"audit_event.by_name"}] == []


def _all(client: FlaskClient, app: Flask, side) -> Iterator[bytes]:
    def get(address: str) -> Answer:
        answer = client.get(address)
        return Answer(answer.status_code, answer.mimetype, answer.data, answer.location or "")

    crawl = Crawl(app.url_map.bind("localhost"), get, 3).run("/")
    yield from (answer.body for answer in crawl.answers.values())
    yield from (text for _status, text, _thing in asked(client, app, side).values())
    yield from (text for _endpoint, _status, text in lists(client, app))
    yield from (get(address).body for address in _addresses())
