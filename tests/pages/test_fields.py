"""A field is described once: one name everywhere, read as it was written, public if it says so."""

from collections.abc import Callable
from dataclasses import fields as attributes
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from arrears import payments
from arrears.codes import SIZE_NAMES, Size
from arrears.forms import NewForm as InvoiceForm
from commitments import views as commitment_views
from commitments.forms import DraftForm
from evaluations import scores
from evaluations import views as remedy_views
from evaluations.forms import ReportForm as PointForm
from evaluations.schemes import leaves
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.casework.streams import registered
from integrity.doors.importing.kinds import importers
from integrity.files import imports
from integrity.files.columns import keys
from integrity.files.exports import as_csv, plain
from integrity.files.rows import Row
from integrity.pages import fields
from integrity.pages.fields import (
    DAY,
    FACTS,
    LIST,
    MONEY,
    PERCENT,
    WHOLE,
    Field,
    Kind,
    answer,
    at,
    choice,
    columns,
    text,
)
from integrity.pages.forms import PostForm
from integrity.streams.contracts.forms import NodeForm
from integrity.streams.courts.forms import NewForm as CaseForm
from integrity.streams.decisions.forms import EnterForm as DecisionForm
from integrity.streams.grievances.forms import EnterForm
from integrity.streams.lawsuits.forms import BringForm
from integrity.streams.pledges import views as pledge_views
from integrity.streams.pledges.forms import DeclareForm, RegisterForm
from integrity.streams.rectifications.forms import OrderForm, PlanForm, ReportForm
from tests.arrears.makers import make_invoice
from tests.commitments.makers import make_draft, make_published
from tests.contracts.makers import make_contract
from tests.courts.makers import make_case
from tests.decisions.makers import make_decision
from tests.evaluations.makers import make_assignment, make_point
from tests.factories import NOW, TODAY, make_enterprise
from tests.pledges.makers import make_pledge

FORMS: dict[str, list[type[PostForm]]] = {
    "commitments": [DraftForm],
    "evaluations": [PointForm],
    "rectifications": [OrderForm, PlanForm, ReportForm],
    "arrears": [InvoiceForm],
    "contracts": [NodeForm],
    "courts": [CaseForm],
    "pledges": [RegisterForm, DeclareForm],
    "decisions": [DecisionForm],
    "grievances": [EnterForm],
    "lawsuits": [BringForm],
}
"""Where things are entered by hand."""
MAKERS: dict[str, Callable[[], Any]] = {
    "commitments": make_published,
    "commitment-drafts": make_draft,
    "finance-payments": lambda: make_voucher(),
    "scores": lambda: make_scores(),
    "subjects": make_enterprise,
    "arrears": make_invoice,
    "contracts": make_contract,
    "contract-nodes": make_contract,
    "court-cases": make_case,
    "decisions": make_decision,
    "pledges": make_pledge,
}
"""Something of every kind that can be imported and exported."""
PUBLIC_LISTS = [
    pytest.param(commitment_views, make_published, "/commitments/", id="commitments"),
    pytest.param(pledge_views, make_pledge, "/pledges/", id="pledges"),
    pytest.param(remedy_views, make_point, "/evaluations/remedies/", id="evaluations"),
]
CELLS = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
KINDS: list[tuple[Kind, Any]] = [
    (DAY, st.dates(date(1900, 1, 1), date(2199, 12, 31))),
    (MONEY, st.decimals(0, 10**12, places=2)),
    (PERCENT, st.decimals(0, 100, places=4)),
    (WHOLE, st.integers(-(10**8), 10**8)),
    (text(40), st.text(CELLS, max_size=40)),
    (choice(Size, SIZE_NAMES, empty=Size.UNKNOWN), st.sampled_from(Size)),
]


def make_voucher() -> None:
    invoice = make_invoice()
    payments.receive(invoice, TODAY, invoice.amount, f"示例{invoice.ref}", by=SYSTEM, at=NOW)


def make_scores() -> None:
    assignment = make_assignment()
    entries = [
        scores.Entry(leaf, Decimal(80), "示例依据") for leaf in leaves(assignment.round.scheme)
    ]
    scores.score(assignment, entries, by=SYSTEM, at=NOW)


def test_a_field_is_told_in_at_most_a_dozen_words() -> None:
    assert len(attributes(Field)) <= 12


@pytest.mark.parametrize(("kind", "values"), KINDS)
@given(data=st.data())
def test_what_was_written_into_a_cell_is_read_from_it_again(
    app: Flask, kind: Kind, values: Any, data: st.DataObject
) -> None:
    value = data.draw(values)

    cell = str(plain(kind.write(value)))

    assert kind.read(Row({"column": cell}), "column") == value


def test_one_name_is_on_every_form_list_page_and_file(app: Flask) -> None:
    """Seen: one amount was called five things between the form, the list, the page and the file."""
    with app.test_request_context():
        for name, stream in registered().items():
            said = {field.name: str(field.label) for field in stream.fields}
            assert all(said[field.name] == str(field.label) for field in stream.fields), name
            named = {column.key: str(column.label) for column in columns(stream.fields, TODAY)}
            named |= {head.key: head.name for head in fields.heads(stream.fields)}
            for form in FORMS.get(name, ()):
                named |= {one.name: one.label.text for one in form(meta={"csrf": False})}
            assert {key: said[key] for key in named if key in said} == {
                key: label for key, label in named.items() if key in said
            }


def test_no_two_columns_of_a_file_answer_to_the_same_word(app: Flask) -> None:
    for kind, importer in importers().items():
        for head in importer.heads:
            words = sorted(head.words())
            assert keys(words, importer.heads) == [head.key] * len(words), kind


def test_what_does_not_say_public_is_told_to_no_program(app: Flask) -> None:
    for stream in registered().values():
        public = {field.name for field in stream.fields if field.public}
        for make in MAKERS.values():
            item = make()
            if isinstance(item, stream.model):
                assert set(answer(stream.fields, item)) <= public
        assert all(field.public for field in at(stream.fields, LIST | FACTS, public=True))


@pytest.mark.parametrize(("views", "make", "path"), PUBLIC_LISTS)
def test_what_does_not_say_public_is_on_no_public_list_page_or_export(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    views: Any,
    make: Callable[[], Any],
    path: str,
) -> None:
    item = make()
    inside = Field("inside", "示例内部一栏", on=LIST | FACTS, of=lambda item: "示例内部内容")
    monkeypatch.setattr(views, "FIELDS", (*views.FIELDS, inside))

    told = [client.get(f"{path}{more}").text for more in ("", item.ref, "?format=csv")]

    assert all(item.ref in text for text in told)
    assert not any("示例内部" in text for text in told)
    monkeypatch.setattr(views, "FIELDS", (*views.FIELDS, replace(inside, public=True)))
    assert (
        "示例内部内容" in client.get(path).text
        and "示例内部内容" in client.get(path + item.ref).text
    )


@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_with_fewer_columns_says_less_and_changes_nothing(
    app: Flask, tmp_path: Path, kind: str
) -> None:
    """Seen: a file from before a column was refused by some kinds and accepted by others."""
    MAKERS[kind]()
    db.session.flush()
    importer = importers()[kind]
    assert importer.dump is not None
    rows = [{c: plain(row.get(c)) for c in importer.columns} for row in importer.dump()]

    optional = [c for c in importer.columns if c not in (*importer.required, *importer.key)]
    for left_out in (None, *optional):
        header = [column for column in importer.columns if column != left_out]
        file = tmp_path / "list.csv"
        file.write_bytes(as_csv(header, iter([[row[c] for c in header] for row in rows])))
        report = imports.run(importer, file, by=SYSTEM, at=NOW)
        refused = [fault.sentence for fault in report.rejected]
        assert (report.unchanged, refused) == (len(rows), []), left_out


def test_the_open_data_of_a_pledge_carry_its_fields(client: FlaskClient) -> None:
    pledge = make_pledge(title="示例开放数据的承诺")

    (item,) = client.get("/api/v1/pledges").json["items"]  # type: ignore[index]

    assert item["fields"]["title"] == "示例开放数据的承诺"
    assert item["fields"]["pledged_on"] == pledge.pledged_on.isoformat()
    assert "external_id" not in item["fields"]
