"""The flows of evaluations."""

from typing import Any

from evaluations import challenges, corrections, drafts, materials, objections, rounds, service
from evaluations.agency_models import EvaluatorObjection
from evaluations.correction_models import ResultCorrection
from evaluations.draft_models import SchemeDraft
from evaluations.material_models import Material
from evaluations.models import RemedialPoint, Round
from evaluations.objection_models import ScoreObjection
from evaluations.questionnaires import service as questionnaires
from evaluations.questionnaires.models import Questionnaire
from integrity.base.states import Flow

FLOWS: dict[Any, Flow] = {
    RemedialPoint: service.FLOW,
    Round: rounds.FLOW,
    SchemeDraft: drafts.FLOW,
    ScoreObjection: objections.FLOW,
    EvaluatorObjection: challenges.FLOW,
    Material: materials.FLOW,
    ResultCorrection: corrections.FLOW,
    Questionnaire: questionnaires.FLOW,
}
