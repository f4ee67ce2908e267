"""What evaluators were given of a body, and what came of it."""

from typing import Any

import sqlalchemy as sa

from evaluations.agency_models import Agency
from evaluations.models import RemedialPoint
from integrity.base.db import db
from tests.evaluations.makers import (
    make_assignment,
    make_challenge,
    make_correction,
    make_material,
    make_paper,
    make_questionnaire,
    make_scheme_draft,
    make_score_objection,
    publish,
    score_all,
)

NUMBERED = {
    "assignments": (
        "evaluations.score", "evaluations.declare", "evaluations.submit", "evaluations.recuse",
        "evaluations.material_new",
    ),
    "challenges": ("evaluations.challenge", "evaluations.challenge_act"),
    "score_corrections": ("evaluations.correction", "evaluations.correction_act"),
    "materials": ("evaluations.material", "evaluations.material_act"),
    "paper_sheets": ("evaluations.paper_check", "evaluations.paper_refuse"),
    "agencies": ("evaluations.interest_new",),
    "challenged": ("evaluations.challenge_new",),
    "score_objections": ("evaluations.objection", "evaluations.objection_act"),
    "scheme_drafts": ("evaluations.scheme_draft", "evaluations.scheme_draft_act"),
    "scores": ("evaluations.object_to",),
}  # fmt: skip
MOVES = {
    "evaluations.move": (
        "close",
        "review",
        "tell",
        "publish",
        "propose_release",
        "release_results",
    ),
    "evaluations.scheme_draft_act": (
        "edit",
        "put_indicator",
        "weigh",
        "remove_indicator",
        "submit",
    ),
    "evaluations.objection_act": ("change_score", "keep_score"),
    "evaluations.correction_act": ("propose_points", "decline_correction"),
    "evaluations.material_act": ("supply", "add_material", "accept_material", "call_off"),
    "evaluations.questionnaire_act": ("put_question", "count_answers", "tell_answers"),
    "evaluations.challenge_act": ("remove_evaluator", "keep_evaluator"),
}


def make_evaluations(side: Any) -> None:
    scored = make_assignment(side.evaluator, side.body)
    score_all(scored, 95, A1=10)
    publish(scored.round)
    point = sa.select(RemedialPoint).where(RemedialPoint.round_id == scored.round_id)
    asked = make_questionnaire(side.body)
    waiting = make_assignment(side.evaluator, side.body)
    objected = make_score_objection(side.body)
    challenge = make_challenge(side.body)
    mine = sa.select(Agency).where(Agency.subject_id == side.evaluator.body_id)
    side.things |= {
        "challenges": [challenge],
        "challenged": [challenge.assignment],
        "score_corrections": [make_correction(side.body)],
        "materials": [make_material(side.evaluator, side.body)],
        "questionnaires": [asked],
        "paper_sheets": [make_paper(asked)],
        "agencies": [db.session.scalars(mine).one()],
        "evaluations": [db.session.scalars(point).one()],
        "rounds": [scored.round, waiting.round],
        "assignments": [scored, waiting],
        "scheme_drafts": [make_scheme_draft(f"XX-{side.body.id}")],
        "score_objections": [objected],
        "scores": [objected.score],
        "shown_scores": [objected.score.assignment],
    }


def questionnaires(side: Any) -> list[tuple[Any, dict[str, Any]]]:
    """What people are asked about a body."""
    return [(made, {"ref": made.ref}) for made in side.things["questionnaires"]]


def shown_scores(side: Any) -> list[tuple[Any, dict[str, Any]]]:
    """What a body reads of its scores before they are published."""
    return [
        (found, {"ref": found.round.ref, "slug": found.body.slug})
        for found in side.things["shown_scores"]
    ]


def results(side: Any) -> list[tuple[Any, dict[str, Any]]]:
    """What rounds found of a body."""
    return [(made, {"ref": made.ref, "slug": side.body.slug}) for made in side.things["rounds"]]


def reports(side: Any) -> list[tuple[Any, dict[str, Any]]]:
    """The same as papers."""
    return [(made, said | {"ending": "docx"}) for made, said in results(side)]


def papers(side: Any) -> list[tuple[Any, dict[str, Any]]]:
    """The papers of a round, and a template of them."""
    return [
        (made, {"ref": made.ref, "kind": "self_report", "ending": "docx"})
        for made in side.things["rounds"]
    ]


def low_leaves(side: Any) -> list[tuple[Any, dict[str, Any]]]:
    """An indicator of a round, of which agreement is a page of its own."""
    return [(made, {"ref": made.ref, "code": "A1"}) for made in side.things["rounds"]]


def computed_items(side: Any) -> list[tuple[Any, dict[str, Any]]]:
    """What a body's computed score was made of."""
    return [
        (found, {"ref": found.round.ref, "slug": found.body.slug, "code": "D1"})
        for found in side.things["shown_scores"]
    ]


SPECIAL = {
    **dict.fromkeys(
        (
            "evaluations.questionnaire",
            "evaluations.questionnaire_act",
            "evaluations.preview",
            "evaluations.invite",
            "evaluations.hand_out",
            "evaluations.paper_new",
            "evaluations.papers_to_check",
        ),
        questionnaires,
    ),
    "evaluations.commission_papers": papers,
    "evaluations.commission_paper_new": papers,
    "evaluations.commission_template": papers,
    "evaluations.settle": low_leaves,
    "evaluations.computed_items": computed_items,
    "evaluations.shown": shown_scores,
    "evaluations.agree": shown_scores,
    "evaluations.result": results,
    "evaluations.correction_new": results,
    "evaluations.report": reports,
}
