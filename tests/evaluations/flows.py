"""The flows of evaluations."""

from typing import Any

from evaluations import objections, rounds, service
from evaluations.models import RemedialPoint, Round
from evaluations.objection_models import ScoreObjection
from integrity.base.states import Flow

FLOWS: dict[Any, Flow] = {
    RemedialPoint: service.FLOW,
    Round: rounds.FLOW,
    ScoreObjection: objections.FLOW,
}
