"""Targets as a stream."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.casework.acts import Act
from integrity.casework.streams import Figures, Place, Reach, Stream, Words, Work
from integrity.pages.forms import WhyForm
from integrity.streams.targets import service, views
from integrity.streams.targets.blueprint import bp
from integrity.streams.targets.fields import FIELDS
from integrity.streams.targets.flow import FLOW
from integrity.streams.targets.imports import IMPORTERS
from integrity.streams.targets.models import KIND_NAMES, STATE_NAMES, Target, TargetOutcome
from integrity.streams.targets.permissions import GRANTS, TargetsPermission
from integrity.streams.targets.signals import SIGNALS
from integrity.streams.targets.tells import SOURCES

PAGES = (views,)
"""Modules that add their pages to the blueprint."""
ACTS = {
    "report": Act(
        _l("自报达到"),
        service.report,
        WhyForm,
        _l("监测部门核实以前，不算达到；监测值说不是的，以监测值为准。"),
    ),
    "find_met": Act(_l("核实达到"), service.find_met, WhyForm),
}
STREAM = Stream(
    name="targets",
    title=_l("目标监测"),
    model=Target,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=lambda body_id: sa.or_(Target.subject_id == body_id, Target.measured_by_id == body_id),
        public=sa.true,
        read=TargetsPermission.READ,
        grants=GRANTS,
        matters={kind.value: name for kind, name in KIND_NAMES.items()},
        searched=(Target.ref, Target.title, Target.indicator),
        about=(Target.measured_by_id,),
        menu=(Place("/targets/", _l("目标"), 60),),
    ),
    work=Work(
        flow=FLOW,
        acts=ACTS,
        tells=SOURCES,
        importers=IMPORTERS,
        inherited=lambda: Target.closed_on.is_(None),
    ),
    figures=Figures(kept=lambda: Target.outcome == TargetOutcome.MET),
    words=Words(
        rules={"missed": _l("经监测未按期达到目标")},
        problems={"missed": None},
        state_names=STATE_NAMES,
    ),
    signals=SIGNALS,
)
