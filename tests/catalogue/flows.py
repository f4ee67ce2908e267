"""The flows of the catalogue and of what is built on it, for tests of every flow there is."""

from typing import Any

from integrity.base.states import Flow
from integrity.credit.catalogue.draft_models import CatalogueDraft
from integrity.credit.catalogue.drafts import FLOW as CATALOGUE
from integrity.credit.gatherings.models import Gathering
from integrity.credit.gatherings.service import FLOW as GATHERINGS

FLOWS: dict[Any, Flow] = {
    CatalogueDraft: CATALOGUE,
    Gathering: GATHERINGS,
}
