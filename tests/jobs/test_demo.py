"""The stories that the demonstration tells are ones that the pages can show."""

from calendar import monthrange
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from arrears.codes import DisputeState
from arrears.disclosures import Disclosure
from arrears.models import Invoice
from commitments.models import Commitment, CommitmentOutcome, CommitmentState
from commitments.steps.milestones import Milestone, MilestoneState
from commitments.steps.publications import Publication
from commitments.survey.surveys import Survey
from evaluations.questionnaires.models import Questionnaire
from evaluations.questionnaires.models import QuestionnaireState as S
from integrity.base import clock
from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.doors.importing.models import Upload
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject
from integrity.streams.campaigns.models import Finding
from integrity.streams.plans.models import NoteKind, PlanTask, WorkPlan
from integrity.streams.rectifications.checks import CheckState, SiteCheck
from integrity.streams.targets import service as targets
from integrity.streams.targets.models import Target, TargetState
from jobs.demo import (
    commitment_results,
    inspections,
    invoices_on_their_way,
    measured_targets,
    participants,
    published_commitments,
    questionnaires,
    special_campaigns,
    work_plans,
)
from tests.factories import TODAY
from tests.site.makers import make_commitment

DONE = (CommitmentState.REPORTED, CommitmentState.VERIFIED)


@pytest.fixture
def story(app):
    """Two years of promises, without the nightly jobs."""
    subjects.load_bodies()
    start = date(2024, 11, 1)
    players = participants.register(clock.at(start, 8))
    published_commitments.own_promises(players, clock.at(start, 9))
    for months in range(25):
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        first = date(year, month + 1, 1)
        last = first.replace(day=monthrange(year, month + 1)[1])
        published_commitments.publish(first, last)
        commitment_results.report_and_verify(players, first, last)
    db.session.flush()
    return players


@pytest.mark.slow
def test_what_is_told_of_promises_fits_together(story):
    open_steps = (
        sa.select(Commitment.ref)
        .join(Milestone, Milestone.commitment_id == Commitment.id)
        .where(Commitment.state.in_(DONE), Milestone.state == MilestoneState.SCHEDULED)
    )
    failed = (
        sa.select(Subject.name)
        .join(Commitment, Commitment.subject_id == Subject.id)
        .where(
            sa.or_(
                Commitment.outcome.in_([CommitmentOutcome.PARTLY, CommitmentOutcome.NOT_FULFILLED]),
                Commitment.id.in_(sa.select(Survey.commitment_id)),
            )
        )
    )
    names = set(db.session.scalars(failed))
    outcomes = set(db.session.scalars(sa.select(Commitment.outcome)))

    assert db.session.scalars(open_steps).all() == []
    assert names and all(name.endswith("（示例）") for name in names)
    assert outcomes >= {CommitmentOutcome.FULFILLED, CommitmentOutcome.PARTLY, None}
    assert None not in set(db.session.scalars(sa.select(Publication.stage)))


def test_debts_stand_at_every_point_of_their_way(app):
    """Everything of it is marked as an example, and people of every side find something to do."""
    today = clock.today()
    players = participants.register(clock.at(today.replace(year=today.year - 1), 8))
    rules.load()

    invoices_on_their_way.leave_open(players, today)

    found = db.session.scalars(sa.select(Invoice).order_by(Invoice.id)).all()
    assert [invoice.state.value for invoice in found] == [
        "planned", "disputed", "verified", "verified", "verified", "verified",
    ]  # fmt: skip
    assert all(invoice.contract_name.endswith("（示例）") for invoice in found)
    states = [[payment.state.value for payment in invoice.payments] for invoice in found]
    assert states == [["confirmed"], [], [], ["denied"], ["reported"], ["confirmed", "reported"]]
    assert found[2].dispute.state is DisputeState.DECIDED
    counts = db.session.scalars(sa.select(Upload)).one().report
    assert (counts["updated"], counts["refused"]) == (1, 1)


def test_last_year_is_disclosed_by_the_day_of_the_law(app):
    players = participants.register(clock.at(date(2025, 1, 1), 8))

    for day in (date(2026, 2, 28), date(2026, 3, 31)):
        invoices_on_their_way.disclose(players, day)

    assert db.session.scalars(sa.select(Disclosure.year)).all() == [2025]


def test_an_inspection_of_the_demonstration_waits_for_its_second_person(app):
    players = participants.register(clock.at(date(2026, 11, 1), 8))

    inspections.leave_open(players, TODAY)

    (check,) = db.session.scalars(sa.select(SiteCheck))
    assert check.state is CheckState.ENTERED and check.is_all_done


def test_what_was_measured_is_told_with_a_refuted_report(app):
    """Targets of two fields: one whose report a value ended, one that is warned of."""
    players = participants.register(clock.at(date(2026, 11, 20), 8))

    measured_targets.leave_measured(players, date(2026, 11, 20))

    refuted, near = db.session.scalars(sa.select(Target).order_by(Target.id)).all()
    assert refuted.state is TargetState.RUNNING and refuted.readings[-1].value == Decimal("7.60")
    assert targets.is_near(near, date(2026, 11, 20))


def test_the_tasks_of_plans_are_late_reported_noted_and_told_of_by_the_quarter(app):
    subjects.load_bodies()
    players = participants.register(clock.at(date(2026, 11, 1), 8))

    assert work_plans.load_city(date(2026, 11, 1)) == 31
    work_plans.leave_under_way(players, TODAY)

    ours = sa.select(PlanTask).join(PlanTask.plan).where(WorkPlan.title == work_plans.OURS[0])
    late, reported, noted, lasting = db.session.scalars(ours.order_by(PlanTask.number)).all()
    assert late.is_overdue(TODAY) and reported.is_claimed
    assert len(noted.notes) == 2 and lasting.notes[0].kind is NoteKind.REVIEW


def test_questionnaires_stand_at_every_stage(app):
    subjects.load_bodies()
    players = participants.register(clock.at(TODAY, 8))
    questionnaires.show(players, TODAY)

    wanted = sa.select(Questionnaire).order_by(Questionnaire.id)
    told, counted, asking = db.session.scalars(wanted).all()
    assert (told.state, counted.state, asking.state) == (S.TOLD, S.COUNTED, S.ASKING)
    assert told.answered == 64 and counted.answered < 10


def test_a_campaign_is_under_way_with_something_at_every_step(app):
    today = clock.today()
    players = participants.register(clock.at(today.replace(year=today.year - 1), 8))
    for name in participants.BODIES[2:4]:
        make_commitment(players.subjects[name], due_on=date(2026, 6, 1))

    special_campaigns.run(players, today)

    found = db.session.scalars(sa.select(Finding).order_by(Finding.id)).all()
    assert [one.state.value for one in found] == ["confirmed", "ordered", "disputed"]
    assert all("示例" in one.title or one.stream for one in found)


def test_most_tasks_of_the_city_plan_are_kept_up_with(app):
    subjects.load_bodies()
    start = date(2024, 11, 1)
    players = participants.register(clock.at(start, 8))
    work_plans.load_city(start)
    work_plans.leave_under_way(players, TODAY)

    tasks = db.session.scalars(sa.select(PlanTask)).all()
    assert 0 < sum(task.is_overdue(TODAY) for task in tasks) < len(tasks) / 5
