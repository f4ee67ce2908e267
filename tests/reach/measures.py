"""What a department drafts for its list of measures."""

from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.checks import duties
from integrity.credit.checks.duty_models import CheckDuty, DutyState
from integrity.credit.checks.models import Verdict
from integrity.credit.coverage import gaps
from integrity.credit.coverage.gap_models import CoverageGap, GapState
from tests.catalogue.makers import make_catalogue_draft
from tests.checks.makers import make_check
from tests.coverage.makers import make_approval
from tests.factories import TODAY, make_body, make_user
from tests.gatherings.makers import make_gathering
from tests.grading.makers import make_objection, make_scheme
from tests.inspections.makers import make_rule
from tests.matters.makers import make_proposal
from tests.measures.makers import make_draft, make_row
from tests.offers.makers import make_offer
from tests.publicity.makers import make_made, make_posting
from tests.sanctions.detached import make_detachment
from tests.sanctions.makers import (
    make_hearing,
    make_recommendation,
    make_review_objection,
    make_tax_list,
)

MEASURE_NUMBERED = {
    "catalogue_drafts": ("catalogue.draft", "catalogue.draft_act"),
    "detachments": ("sanctions.detachment", "sanctions.detachment_act"),
    "grades": ("grading.grade", "grading.object_to"),
    "grading_schemes": ("grading.scheme", "grading.scheme_act"),
    "grade_objections": ("grading.objection", "grading.objection_act"),
    "gatherings": ("gatherings.item", "gatherings.act"),
    "source_duties": ("gatherings.end",),
    "inspection_rules": ("inspections.end",),
    "ledger_rows": ("measures.ledger_row", "measures.ledger_act"),
    "measure_drafts": ("measures.draft", "measures.draft_act"),
    "approvals": ("coverage.withdraw", "coverage.explain"),
    "coverage_gaps": ("coverage.gap", "coverage.gap_act"),
    "check_duties": ("checks.duty", "checks.duty_act"),
    "matters": ("matters.proposal", "matters.act"),
    "offers": ("offers.item", "offers.act"),
    "reviews": ("sanctions.review", "sanctions.review_act"),
    "recommendations": ("sanctions.recommendation", "sanctions.recommendation_act"),
    "hearings": ("sanctions.hearing", "sanctions.hearing_act"),
    "tax_lists": ("sanctions.tax_list", "sanctions.tax_list_act", "sanctions.tax_rows"),
    "candidates": ("sanctions.review_new",),
    "postings": ("publicity.item", "publicity.act", "publicity.correct_row"),
    "made_decisions": ("publicity.made_item", "publicity.made_act"),
    "posting_files": ("publicity.submission", "publicity.receipt"),
}
MEASURE_MOVES = {
    "catalogue.draft_act": ("edit", "submit", "review", "approve", "send_back", "withdraw"),
    "grading.scheme_act": ("edit", "submit", "approve", "send_back", "withdraw"),
    "grading.objection_act": (
        "uphold",
        "reject",
        "go_on",
        "let_be",
        "uphold_appeal",
        "keep_grade",
    ),
    "gatherings.act": ("report_zero", "find_not_zero"),
    "measures.draft_act": ("edit", "submit", "review", "approve", "send_back", "withdraw"),
    "sanctions.review_act": ("uphold", "reject"),
    "sanctions.recommendation_act": ("take_up", "turn_down", "withdraw"),
    "sanctions.hearing_act": ("schedule", "sign", "forgo_hearing"),
    "sanctions.tax_list_act": ("agree", "adopt", "abandon"),
    "checks.duty_act": ("contest_outcome", "return_outcome", "keep_outcome"),
    "coverage.gap_act": ("explain_gap", "accept_gap", "return_gap"),
    "matters.act": ("adopt", "take_off", "decline", "withdraw"),
    "offers.act": ("publish", "decline", "withdraw"),
    "publicity.act": ("annul", "withdraw"),
    "publicity.made_act": ("contest", "excuse", "reject"),
    "measures.ledger_act": ("plan", "report", "close", "send_back"),
    "sanctions.detachment_act": ("agree", "remove", "maintain"),
}


def make_measures(side: Any) -> None:
    """A draft carries the secret of its department."""
    found = make_detachment(side.body)
    found.fault = side.secret
    doubted = make_objection(side.body, side.firm, side.secret)
    scheme = make_scheme(side.body, field="prices", matter=side.secret)
    tax_list = make_tax_list(2000 + side.body.id, {})
    tax_list.entered_by_name = side.secret
    objection = make_review_objection(text=side.secret)
    owed = make_gathering(side.body)
    posting = make_posting(side.body, by=make_user(Role.OFFICER, side.body))
    side.things |= {
        "catalogue_drafts": [make_catalogue_draft(side.body, name=side.secret)],
        "check_duties": [make_contested_duty(side)],
        "grades": [doubted.graded],
        "grading_schemes": [scheme],
        "grade_objections": [doubted],
        "gatherings": [owed],
        "source_duties": [owed.duty],
        "measure_drafts": [make_draft(side.body, name=side.secret)],
        "ledger_rows": [make_row(side.body, file_title=side.secret)],
        "inspection_rules": [make_rule(side.body)],
        "detachments": [found],
        "recommendations": [make_recommendation(side.body, why=side.secret)],
        "hearings": [make_hearing(make_body(f"{side.body.name}分局"), side.secret)],
        "tax_lists": [tax_list],
        "reviews": [objection],
        "candidates": [objection.entry],
        "approvals": [make_approval(side.body, side.secret)],
        "coverage_gaps": [make_gap(side)],
        "matters": [make_proposal(f"SX-{side.body.id}", reasons=side.secret)],
        "offers": [make_offer(side.body, title=side.secret)],
        "postings": [posting],
        "posting_files": [posting.file],
        "made_decisions": [make_made(side.body, side.secret)],
    }


def make_contested_duty(side: Any) -> CheckDuty:
    """What the body of this side did with an answer about its firm, which objects."""
    made = make_check({"q": {"code": side.firm.uscc}}, body=side.body)
    duty = CheckDuty(
        check_id=made.id, key="q", state=DutyState.CONTESTED, body_id=side.body.id,
        about_id=side.firm.id, verdict=Verdict.RESTRICT, checked_on=TODAY,
        contested_why=side.secret,
    )  # fmt: skip
    duties.FLOW.begin(duty, TODAY)
    db.session.add(duty)
    db.session.flush()
    return duty


def make_gap(side: Any) -> CoverageGap:
    """What the body of this side explains of this month."""
    month = TODAY.replace(day=1)
    gap = CoverageGap(
        body_id=side.body.id, month=month, number=1, state=GapState.ASKED, answer=side.secret
    )
    gaps.FLOW.begin(gap, TODAY)
    db.session.add(gap)
    db.session.flush()
    return gap
