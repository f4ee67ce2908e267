"""The stages of a PPP project on the page of its contract, and entering one."""

from collections.abc import Iterator

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from integrity.base import clock
from integrity.base.stamps import demand, requires
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import ChosenField, DayField, PostForm
from integrity.pages.items import Button, Section
from integrity.streams.contracts import stages
from integrity.streams.contracts.blueprint import bp
from integrity.streams.contracts.codes import ContractKind
from integrity.streams.contracts.models import Contract
from integrity.streams.contracts.permissions import ContractsPermission as P
from integrity.streams.contracts.reading import by_ref, is_party
from integrity.streams.contracts.stages import STAGE_NAMES


class StageForm(PostForm):
    """Which office is responsible for a stage, and how long."""

    stage = ChosenField(
        _l("阶段"), choices=lambda: [(str(stage), name) for stage, name in STAGE_NAMES.items()]
    )
    post = StringField(
        _l("政府方责任人职务"),
        description=_l("写职务，不写姓名，例如：局长（第2任）。"),
        validators=[InputRequired(_l("请填写职务。")), Length(max=100)],
    )
    duty = StringField(_l("职责"), validators=[Length(max=200)])
    from_on = DayField(_l("开始日期"), validators=[InputRequired(_l("请填写开始日期。"))])
    to_on = DayField(_l("结束日期"), description=_l("仍在负责的不填。"), validators=[Optional()])


@bp.route("/register/<ref>/stages/new", methods=["GET", "POST"])
@requires(P.REPORT)
def new_stage(ref: str) -> ResponseReturnValue:
    """The body says which office is responsible for a stage."""
    found, form = by_ref(ref), StageForm()
    demand(P.REPORT, found)

    def enter() -> None:
        stages.hold(found, **answers(form), by=current_user, at=clock.now())
        flash(_("已登记阶段责任人。"), "success")

    return form_page(
        form,
        enter,
        heading=_("登记阶段责任人"),
        intro=found.title,
        submit=_("登记"),
        back=url_for("contracts.contract", ref=ref),
    )


def stages_of(found: Contract) -> Iterator[Section]:
    """Who held which stage, and what was broken in it; for who reads the whole contract."""
    if found.kind is ContractKind.PPP and is_party(found):
        told = {
            "stages": stages.of(found),
            "names": STAGE_NAMES,
            "defaults": list(stages.defaults(found, clock.today())),
        }
        yield Section("contracts/_stages.html", told)


def stage_button(found: Contract) -> Iterator[Button]:
    """To enter a stage."""
    is_project = found.kind is ContractKind.PPP and current_user.is_authenticated
    if is_project and current_user.can(P.REPORT, found):
        yield Button(_("登记阶段责任人"), url_for("contracts.new_stage", ref=found.ref))
