"""Reports that a removed entry is still used, as the core sees them."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.base.runs import Job
from integrity.casework.acts import Act
from integrity.casework.streams import Figures, Reach, Stream, Words, Work
from integrity.pages.forms import WhyForm
from integrity.streams.remnants import leads, service
from integrity.streams.remnants.fields import FIELDS
from integrity.streams.remnants.flow import FLOW
from integrity.streams.remnants.forms import FindingForm, StateForm
from integrity.streams.remnants.models import STATE_NAMES, Remnant, RemnantOutcome
from integrity.streams.remnants.papers import PAPERS
from integrity.streams.remnants.permissions import GRANTS, RemnantsPermission
from integrity.streams.remnants.tells import SOURCES
from integrity.streams.remnants.views import bp, ways

ACTS = {
    "state": Act(_l("陈述"), service.state, StateForm, _l("由两人认定是否属实。"), evidence=True),
    "find_true": Act(
        _l("认定仍在使用"),
        service.find_true,
        FindingForm,
        _l("须由另一人复核后才生效。"),
        evidence=True,
    ),
    "find_untrue": Act(
        _l("认定不属实"),
        service.find_untrue,
        FindingForm,
        _l("须由另一人复核后才生效。"),
        evidence=True,
    ),
    "confirm": Act(
        _l("复核：同意认定"),
        service.confirm,
        WhyForm,
        _l("认定书送双方；认定仍在使用的，将产生信用记录，单位须重新确认停止措施。"),
    ),
    "send_back": Act(_l("复核：退回"), service.send_back, WhyForm, danger=True),
    "withdraw": Act(_l("撤回报告"), service.withdraw, WhyForm, danger=True, primary=False),
}
STREAM = Stream(
    name="remnants",
    title=_l("移出后继续使用"),
    model=Remnant,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    answerer=lambda item: item.finder_id,
    reach=Reach(
        mine=lambda body_id: sa.or_(
            Remnant.subject_id == body_id,
            Remnant.claimant_id == body_id,
            Remnant.finder_id == body_id,
            Remnant.deciding_id == body_id,
        ),
        public=sa.false,
        read=RemnantsPermission.READ,
        grants=GRANTS,
        searched=(Remnant.ref, Remnant.title, Remnant.text),
        about=(Remnant.claimant_id,),
    ),
    work=Work(
        flow=FLOW,
        acts=ACTS,
        jobs=(
            Job(
                "remnants_unstated",
                _l("移出后继续使用的报告逾期没有陈述的转认定"),
                "27 1 * * *",
                lambda on, at: {"left": service.leave_unstated(on=on, at=at)},
            ),
            Job(
                "remnants_from_checks",
                _l("核对核查登记中引用的已清除名单"),
                "31 1 * * *",
                lambda on, at: {"raised": leads.raise_from_checks(at=at)},
            ),
        ),
        tells=SOURCES,
        papers=PAPERS,
        on_entry=ways,
    ),
    figures=Figures(kept=lambda: Remnant.outcome == RemnantOutcome.UNTRUE),
    words=Words(
        rules={"still-used": _l("确认停止措施后仍在使用已移出的名单")},
        problems={"still-used": None},
        state_names=STATE_NAMES,
        move_names={
            "file": _l("登记移出后继续使用的报告"),
            "fall_to_finder": _l("单位逾期没有陈述，转认定"),
        },
    ),
)
