"""Every message of every kind: what it says, to whom, and where it leads."""

import re
from itertools import chain
from typing import Any

import pytest
from flask import Flask

from integrity.app import TOLD
from integrity.base.permissions import granted, roles_with
from integrity.base.stamps import stamp_of
from integrity.casework import delays
from integrity.casework.steps import BOUND, Side, late_event
from integrity.casework.warnings.models import Rule
from integrity.people.messages.tells import DUE_SOON, OVERDUE, Source, Tell, event_of, say
from tests.factories import TODAY
from tests.test_states import FLOWS
from wsgi import STREAMS

SOURCES = {source.thing: source for source in (*TOLD, *chain(*(s.work.tells for s in STREAMS)))}
SAID = [
    pytest.param(source, event, tell, id=f"{thing}-{event}-{tell.to.name}")
    for thing, source in SOURCES.items()
    for event, said in source.tells.items()
    for tell in said
]
CALENDAR = {DUE_SOON, OVERDUE, *map(late_event, Side)}
LOGGED = {
    "activity": {"enter_activity"},
    "acceptance": {"flag"},
    "appraisal": {"write_appraisal"},
    "case_body": {"join"},
    "early_warning": set(Rule),
    "commitment": {"extend", "refuse_change", "refuse_extension"},
    "arrears_transfer": {"receive"},
    "competent_body": {"repair-rules-changed"},
    "complaint": {"file", "import", "add", "extend", "refuse_extension"},
    "contact_request": {"ask"},
    "contract": {"register"},
    "contract_change": {"propose"},
    "subject": {"nothing-sent"},
    "contract_node": {"register", "warn", "warn_head"},
    "court_case": {"receive", "update"},
    "credit_record": {"proposed", "regrade", "repairable", "succeed"},
    "record_correction": {"propose"},
    "exchange_row": {"refuse_row"},
    "finding": {"find"},
    "gathering": {"opened"},
    "coverage_gap": {"asked", "explain_some"},
    "grade_objection": {"file"},
    "subject_grade": {"grade"},
    "score_objection": {"file"},
    "evaluator_objection": {"file"},
    "evaluation_material": {"ask"},
    "evaluation_correction": {"file"},
    "evaluation_round": {"score_soon"},
    "invoice": {"register", "payment", "payment_confirmed", "payment_denied"}
    | {"payment_corrected", "payment_contested", "payment_taken_back"}
    | {"ask_confirmation", "receivable_confirmed", "receivable_objected"}
    | {"dispute_contested", "dispute_decided"}
    | {"ask_sign_off", "sign_off_refused", "kept_in_ledger", "struck_off"}
    | {"sheet_drawn", "sheet_stated", "sheet_answered", "sheet_certified"},
    "job_run": {"failed", "made_up"},
    "inspection_finding": {"enter_finding"},
    "lawsuit": {"bring", "find_breach"},
    "list_entry": {"nominate", "repairable"},
    "made_decision": {"import", "unpublished"},
    "posting": {"import"},
    "listing": {"propose"},
    "matter": {"propose"},
    "decision": {"enter"},
    "objection": {"file"},
    "petition": {"file"},
    "review_objection": {"file"},
    "star_objection": {"file"},
    "star_candidate": {"submit"},
    "tax_list": {"register"},
    "hearing": {"request"},
    "recommendation": {"submit"},
    "delivery": {"remind_unread"},
    "push": {"assign", "change", "note_change"},
    "reach_order": {"send_order"},
    "ledger_row": {"register"},
    "offer": {"register"},
    "appeal": {"file"},
    "file_reading": {"ask_to_read"},
    "person_inquiry": {"ask_about"},
    "office_term": {"begin"},
    "grievance": {"file"},
    "loss_claim": {"file"},
    "plan_task": {"set_task", "note_dispatch", "note_support"},
    "remnant": {"file"},
    "rectification": {"order", "miss", "point_soon", "point_passed"},
    "remedial_point": {"order"},
    "proceeding": {"file"},
    "repair": {"file"},
    "shielding": {"file"},
    "site_check": {"enter_check"},
    "substitute": {"name_substitute", "confirm_substitute", "end_substitute"},
    "target": {"set_target", "inspect"},
    "target_reading": {"measure"},
    "tip": {"file", "add"},
    "tip_contact_request": {"ask"},
    "token": {"ending", "issue", "revoke", "rotate"},
    "urging": {"remind"},
    "yearly_statement": {"open", "remind", "remind_head"},
}
"""Acts in the log that are no moves of a flow, and what a job finds."""


@pytest.mark.parametrize(("source", "event", "tell"), SAID)
def test_a_message_names_the_number_once_and_nothing_else(
    app: Flask, source: Source, event: str, tell: Tell
) -> None:
    """A message may be read on a telephone that lies on a table."""
    words = str(tell.words)

    assert re.findall(r"%\((\w+)\)s", words) == ["ref"]
    assert words.endswith("。")


@pytest.mark.parametrize(("source", "event", "tell"), SAID)
def test_a_message_leads_to_the_page_of_its_thing(
    app: Flask, source: Source, event: str, tell: Tell
) -> None:
    said = say(source.thing, event_of(event, tell), "7")

    assert "7" in said.words
    assert said.path.startswith("/") and not said.path.startswith("//")


@pytest.mark.parametrize(("source", "event", "tell"), SAID)
def test_who_hears_of_a_thing_may_open_its_page(
    app: Flask, source: Source, event: str, tell: Tell
) -> None:
    endpoint = source.page(tell).endpoint
    stamp = stamp_of(endpoint)

    for role in roles_with(tell.to.permission):
        assert stamp == "public" or stamp in granted(role), f"{role} may not open {endpoint}"


@pytest.mark.parametrize("model", FLOWS, ids=lambda model: model.__tablename__)
def test_every_move_of_every_flow_is_told_or_says_why_not(model: Any) -> None:
    """A supplier was not told that its dispute was over, nor a firm that it was listed."""
    assert set(FLOWS[model].moves) <= set(SOURCES[model.__tablename__].tells)


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_nothing_is_told_that_never_happens(source: Source) -> None:
    moves = set(FLOWS[source.model].moves) if source.model in FLOWS else set()

    assert set(source.tells) - CALENDAR <= moves | LOGGED.get(source.thing, set())


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.name)
def test_a_stream_tells_of_its_days(stream: Any) -> None:
    assert set(SOURCES[stream.model.__tablename__].tells) >= {DUE_SOON, OVERDUE}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_whoever_may_be_late_with_a_step_hears_of_it_and_nobody_else(source: Source) -> None:
    """Steps were late by weeks, and whose they were learned of it by looking."""
    sides = {side for side, _late, _step in delays.late_sides(source.model, TODAY)}

    assert {event for event in source.tells if event.startswith("late_")} == {
        late_event(side) for side in sides
    }
    assert sides <= BOUND


def test_an_event_that_is_said_no_more_still_leads_somewhere(app: Flask) -> None:
    said = say("court_case", "no_such_event/CourtCase.subject_id", "示例-1")

    assert said.path == "/desk/"
