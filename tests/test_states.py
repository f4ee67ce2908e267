"""Every change of state goes through a flow, and of two people at once exactly one makes it."""

import ast
import enum
import gc
import threading
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from arrears import yearly
from arrears.disputes import DISPUTES
from arrears.enrolments import service as enrolments
from arrears.enrolments.models import Enrolment
from arrears.flow import FLOW as ARREARS
from arrears.models import Dispute, Invoice, Payment
from arrears.payments import PAYMENTS
from arrears.receivables import RECEIVABLES, Receivable
from arrears.reconciliations import SHEETS, Reconciliation
from arrears.strikings import STRIKINGS, Striking
from arrears.transfers import TRANSFERS, Transfer
from commitments.change import changes, compensations
from commitments.change_models import ChangeRequest, Compensation
from commitments.flow import FLOW as COMMITMENTS
from commitments.models import Commitment
from commitments.steps import milestones
from commitments.takeover import office_terms
from integrity.app import create_app
from integrity.base import states
from integrity.base.audit.models import AuditEvent
from integrity.base.audit.service import Somebody
from integrity.base.db import db
from integrity.base.states import Flow, NotAllowed
from integrity.casework import extensions
from integrity.casework.documents import scans
from integrity.casework.documents.flow import DELIVERIES
from integrity.casework.documents.flow import FLOW as DOCUMENTS
from integrity.casework.documents.making import Makes
from integrity.casework.documents.models import Delivery, Document
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import RuleSet
from integrity.casework.urging import service as urging
from integrity.casework.urging.models import Urging
from integrity.credit.accountability import service as accountability
from integrity.credit.cases import service as cases
from integrity.credit.matters import service as matters
from integrity.credit.measures import drafts, ledger
from integrity.credit.offers import service as offers
from integrity.credit.persons import service as persons
from integrity.credit.readings import service as readings
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.rulesets import service as rulesets
from integrity.doors.importing import service as importing
from integrity.people.accounts import service as accounts
from integrity.people.accounts.models import User
from integrity.streams.campaigns import reports as self_reports
from integrity.streams.campaigns import service as campaigns
from integrity.streams.campaigns import treatment
from integrity.streams.campaigns.models import Campaign, Finding, SelfReport
from integrity.streams.contracts.appraisal_models import Appraisal
from integrity.streams.contracts.appraisals import APPRAISALS
from integrity.streams.contracts.change_models import ContractChange
from integrity.streams.contracts.changes import CHANGES
from integrity.streams.contracts.flow import CONTRACTS
from integrity.streams.contracts.flow import FLOW as NODES
from integrity.streams.contracts.models import Contract, ContractNode
from integrity.streams.courts import listings
from integrity.streams.courts.models import CourtCase
from integrity.streams.courts.service import FLOW as COURTS
from integrity.streams.decisions import service as decisions
from integrity.streams.grievances.flow import FLOW as GRIEVANCES
from integrity.streams.grievances.models import Grievance
from integrity.streams.lawsuits import service as lawsuits
from integrity.streams.losses.flow import FLOW as LOSSES
from integrity.streams.losses.models import LossClaim
from integrity.streams.pledges import service as pledges
from integrity.streams.rectifications import checks as site_checks
from integrity.streams.rectifications import service as rectifications
from integrity.streams.rectifications.models import Rectification
from integrity.streams.remnants.flow import FLOW as REMNANTS
from integrity.streams.remnants.models import Remnant
from integrity.streams.targets import service as targets
from tests import servers
from tests.catalogue.flows import FLOWS as OF_CATALOGUE
from tests.evaluations.flows import FLOWS as OF_EVALUATIONS
from tests.factories import NOW, TODAY
from tests.plans.makers import FLOWS as OF_PLANS
from tests.relations.makers import FLOWS as OF_RELATIONS
from tests.remedies.flows import FLOWS as OF_REMEDIES
from tests.sanctions.makers import FLOWS as OF_LISTS
from tests.test_architecture import modules
from tests.tips.makers import FLOWS as OF_INFORMANTS
from wsgi import STREAMS

FLOWS: dict[Any, Flow] = {
    office_terms.Acceptance: office_terms.FLOW,
    Appraisal: APPRAISALS,
    Campaign: campaigns.FLOW,
    ChangeRequest: changes.FLOW,
    Commitment: COMMITMENTS,
    Compensation: compensations.FLOW,
    Contract: CONTRACTS,
    ContractChange: CHANGES,
    ContractNode: NODES,
    CourtCase: COURTS,
    CreditRecord: records.FLOW,
    Delivery: DELIVERIES,
    Dispute: DISPUTES,
    Document: DOCUMENTS,
    decisions.Decision: decisions.FLOW,
    Enrolment: enrolments.FLOW,
    extensions.Extension: extensions.FLOW,
    Finding: treatment.FLOW,
    Grievance: GRIEVANCES,
    accountability.Inquiry: accountability.INQUIRIES,
    Invoice: ARREARS,
    listings.Listing: listings.LISTINGS,
    ledger.LedgerRow: ledger.FLOW,
    lawsuits.Lawsuit: lawsuits.FLOW,
    LossClaim: LOSSES,
    Remnant: REMNANTS,
    drafts.MeasureDraft: drafts.FLOW,
    matters.Matter: matters.FLOW,
    **OF_CATALOGUE,
    **OF_EVALUATIONS,
    **OF_INFORMANTS,
    **OF_LISTS,
    milestones.Milestone: milestones.FLOW,
    offers.Offer: offers.FLOW,
    **OF_PLANS,
    **OF_RELATIONS,
    **OF_REMEDIES,
    Payment: PAYMENTS,
    persons.PersonInquiry: persons.FLOW,
    readings.FileReading: readings.FLOW,
    pledges.Pledge: pledges.FLOW,
    Receivable: RECEIVABLES,
    Reconciliation: SHEETS,
    Rectification: rectifications.FLOW,
    accountability.Referral: accountability.FLOW,
    RuleSet: rulesets.FLOW,
    SelfReport: self_reports.FLOW,
    site_checks.SiteCheck: site_checks.FLOW,
    scans.StampedScan: scans.FLOW,
    Striking: STRIKINGS,
    yearly.Declaration: yearly.FLOW,
    Transfer: TRANSFERS,
    targets.Target: targets.FLOW,
    targets.Reading: targets.READINGS,
    cases.TypicalCase: cases.FLOW,
    importing.Upload: importing.FLOW,
    Urging: urging.FLOW,
    User: accounts.FLOW,
}
MOVES = [
    pytest.param(model, name, source, id=f"{model.__tablename__}-{name}-{source}")
    for model, flow in FLOWS.items()
    for name, move in flow.moves.items()
    for source in sorted(move.sources)
]
WORKED = {"jobs.runner", "integrity.base.outbox"}
"""What a machine works on by itself: how far a run or an envelope is, is nobody's act."""
PEOPLE = (Somebody("甲"), Somebody("乙"))
VALUES: dict[type, Callable[[int], Any]] = {
    str: lambda n: f"示例{n}",
    int: lambda n: n,
    bool: lambda n: False,
    date: lambda n: TODAY,
    object: lambda n: NOW,  # a Moment
    Decimal: lambda n: Decimal(1),
    list: lambda n: [],
    dict: lambda n: {},
}
_numbers = count(1000)


def _table(one: Any) -> str:
    return str(getattr(one, "__tablename__", ""))


def test_every_flow_is_in_the_table() -> None:
    known = {id(flow) for flow in FLOWS.values()}

    assert [f.moves for f in gc.get_objects() if type(f) is Flow and id(f) not in known] == []


@pytest.mark.parametrize(("model", "flow"), FLOWS.items(), ids=lambda one: _table(one))
def test_every_state_with_a_move_says_who_must_act_by_when_or_why_nobody_must(
    model: Any, flow: Flow
) -> None:
    """The office could leave a claim, a case or an objection lying, and was never late."""
    moved = {state for move in flow.moves.values() for state in move.sources}

    assert set(flow.steps) | set(flow.free) == moved
    assert not set(flow.steps) & set(flow.free) and all(flow.free.values())
    assert all(hasattr(model, step.day) for step in flow.steps.values())
    assert states.flow_of(model) is flow


@pytest.mark.parametrize(("module", "path"), modules(), ids=[name for name, _ in modules()])
def test_only_a_flow_changes_a_state(module: str, path: Any) -> None:
    if module == "integrity.base.states":
        return

    for node in ast.walk(ast.parse(path.read_text())):
        for target in getattr(node, "targets", []):
            inner = target.elts if isinstance(target, ast.Tuple) else [target]
            changed = [t for t in inner if isinstance(t, ast.Attribute) and t.attr == "state"]
            assert not changed, f"{module}:{node.lineno} sets a state by itself"  # type: ignore[attr-defined]
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "values":
            words = [word.arg for word in node.keywords]
            assert "state" not in words or module in WORKED, f"{module}:{node.lineno}"


@pytest.fixture
def _rollback() -> None:
    """What two people do at once is committed, in a database of its own."""


@pytest.fixture(scope="module")
def town(postgresql_url: str) -> Iterator[Flask]:
    """A system on PostgreSQL in which any row may stand: no checks, references, unique indexes.

    What a row stands for has no papers and no place in the public log: it names nobody.
    """
    url = servers.create_database(postgresql_url, f"moves_{servers.free_port()}")
    app = create_app(STREAMS, TESTING=True, SQLALCHEMY_DATABASE_URI=url)
    app.extensions["publications"] = {}
    with app.app_context():
        db.create_all()
        rules.load()
        kinds = (sa.CheckConstraint, sa.ForeignKeyConstraint)
        for table in db.metadata.tables.values():
            for one in (one for one in table.constraints if isinstance(one, kinds)):
                db.session.execute(sa.schema.DropConstraint(one))
            for index in (index for index in table.indexes if index.unique):
                db.session.execute(sa.schema.DropIndex(index))
        db.session.commit()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Makes, "make", lambda *thing, **said: None)
            yield app
        db.session.remove()
        db.engine.dispose()


def make(model: Any, state: enum.StrEnum) -> int:
    """A row of a model in a state, with something in every column that needs it."""
    number = next(_numbers)
    values: dict[str, Any] = {"id": number, "state": state}
    for column in model.__table__.columns:
        needed = not column.nullable and column.default is None and column.server_default is None
        if needed and column.name not in values:
            kind = dict if isinstance(column.type, sa.JSON) else column.type.python_type
            words = getattr(column.type, "enums", None)
            values[column.name] = words[0] if words else VALUES[kind](number)
    db.session.execute(sa.insert(model.__table__).values(**values))
    db.session.commit()
    return number


@pytest.mark.server
@pytest.mark.parametrize(("model", "name", "source"), MOVES)
def test_of_two_people_who_make_a_move_at_once_one_succeeds(
    town: Flask, model: Any, name: str, source: enum.StrEnum
) -> None:
    flow, number = FLOWS[model], make(model, source)
    together, told = threading.Barrier(2), []

    def act(person: Somebody) -> None:
        with town.app_context():
            item = db.session.get_one(model, number)
            together.wait()
            try:
                flow.go(item, name, by=person, at=NOW)
            except NotAllowed as refused:
                db.session.rollback()
                told.append((person, refused))
            else:
                db.session.commit()

    people = [threading.Thread(target=act, args=(person,)) for person in PEOPLE]
    for act_of in (threading.Thread.start, threading.Thread.join):
        list(map(act_of, people))

    db.session.rollback()
    row = db.session.execute(sa.select(model.state, model.moves).where(model.id == number)).one()
    thing = (AuditEvent.thing == model.__tablename__, AuditEvent.thing_id == number)
    logged = db.session.scalars(sa.select(AuditEvent.by_name).where(*thing)).all()
    winners = 2 if flow[name].adds else 1
    assert row == (flow[name].target, winners)
    assert len(logged) == winners and len(told) == 2 - winners
    for person, refused in told:
        assert logged != [person.name] and logged[0] in refused.detail
