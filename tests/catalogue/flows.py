"""The flows of information in and out: names, catalogue, grades, licences and penalties."""

from typing import Any

from integrity.base.states import Flow
from integrity.credit.catalogue.draft_models import CatalogueDraft
from integrity.credit.catalogue.drafts import FLOW as CATALOGUE
from integrity.credit.checks import duties as check_duties
from integrity.credit.coverage import gaps
from integrity.credit.gatherings.models import Gathering
from integrity.credit.gatherings.service import FLOW as GATHERINGS
from integrity.credit.grading.models import GradeObjection, GradingScheme
from integrity.credit.grading.objections import FLOW as GRADE_OBJECTIONS
from integrity.credit.grading.schemes import FLOW as GRADING
from integrity.credit.publicity.flow import FLOW as POSTINGS
from integrity.credit.publicity.made import FLOW as MADE
from integrity.credit.publicity.made_models import MadeDecision
from integrity.credit.publicity.models import Posting
from integrity.people.subjects.aliases import FLOW as ALIASES
from integrity.people.subjects.aliases import Alias

FLOWS: dict[Any, Flow] = {
    Alias: ALIASES,
    check_duties.CheckDuty: check_duties.FLOW,
    CatalogueDraft: CATALOGUE,
    gaps.CoverageGap: gaps.FLOW,
    Gathering: GATHERINGS,
    GradeObjection: GRADE_OBJECTIONS,
    GradingScheme: GRADING,
    MadeDecision: MADE,
    Posting: POSTINGS,
}
