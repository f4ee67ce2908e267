"""Applying for repair of a record and deciding it, and what is publicly promised for it."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.permissions import Permission
from integrity.base.stamps import public
from integrity.casework.acts import Act
from integrity.casework.publishing import ReleaseForm, releasing
from integrity.credit.records.remedies import Remedy, address_of
from integrity.credit.records.remedy_views import pages
from integrity.credit.repairs import guides, service, verifying
from integrity.credit.repairs.materials import Way, checklist
from integrity.credit.repairs.models import STATE_NAMES, Repair, RepairState
from integrity.credit.sanctions.treatments import TREATMENT_NAMES
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import DayField, PostForm, WhyForm
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject


class RepairForm(PostForm):
    statement = TextAreaField(
        _l("整改情况"),
        description=_l("写明义务如何履行、不良影响如何消除，最多 5000 字。不收取任何费用。"),
        validators=[InputRequired(_l("请写明整改情况。")), Length(min=10, max=5000)],
    )
    promise = TextAreaField(
        _l("信用承诺"),
        description=_l("受理后向社会公开，直到作出决定；请勿写入个人信息，并对真实性负责。"),
        validators=[InputRequired(_l("请作出信用承诺。")), Length(min=10, max=2000)],
    )


class AskForm(PostForm):
    why = TextAreaField(
        _l("需要补正的材料"),
        validators=[InputRequired(_l("请写明需要补正的材料。")), Length(min=4, max=2000)],
    )


class CompleteForm(PostForm):
    statement = TextAreaField(
        _l("补正说明"), validators=[InputRequired(_l("请写明补正了什么。")), Length(max=2000)]
    )


class CompleteForForm(CompleteForm):
    received_on = DayField(
        _l("收到书面材料的日期"),
        validators=[InputRequired(_l("请填写收到书面材料的日期。"))],
    )


class VisitOrderForm(PostForm):
    visit_by = StringField(
        _l("核查人"),
        description=_l("两名以上工作人员；只在本系统内部可见。"),
        validators=[InputRequired(_l("请填写核查人。")), Length(max=200)],
    )
    visit_on = DayField(_l("核查日期"), validators=[InputRequired(_l("请填写核查日期。"))])


class VisitForm(PostForm):
    visited_on = DayField(_l("实际核查日期"), validators=[InputRequired(_l("请填写核查日期。"))])
    finding = TextAreaField(
        _l("核查结果"),
        description=_l("写明核查的事项、情况和结论；核查笔录作为附件提交。"),
        validators=[InputRequired(_l("请写明核查结果。")), Length(min=4, max=5000)],
    )


def _more(repair: Repair) -> list[tuple[Any, Any]]:
    """What only a repair has; of what was never asked or ordered nothing is said."""
    pairs: list[tuple[Any, Any]] = [(_l("信用承诺"), repair.promise)]
    if repair.asked_on:
        pairs += [(_l("要求补正的材料"), repair.asked_for)]
    if repair.visit_on:
        pairs += [(_l("核查人"), repair.visit_by), (_l("核查日期"), i18n.day(repair.visit_on))]
    if repair.visited_on:
        pairs += [(_l("核查结果"), repair.visit_found)]
    if repair.treatment:
        pairs += [(_l("修复后的处理"), TREATMENT_NAMES[repair.treatment])]
        pairs += [(_l("处理依据"), repair.treated_under)]
    return pairs


def _form(thing: Any, on_paper: bool) -> type[PostForm]:
    """Asks for every line of the checklist of a thing: a file each, the promise in its words.

    What came on paper need not be scanned.
    """

    class WithMaterials(RepairForm):
        def __init__(self, **more: Any) -> None:
            super().__init__(data={"promise": wording}, **more)

    wording = ""
    for line in checklist(thing, clock.today()):
        if line.way is Way.WORDS:
            wording = line.wording
            continue
        needed = [InputRequired(_("请提交这份材料。"))] if line.required and not on_paper else []
        described = _("%(how)s。依据：%(basis)s", how=line.how, basis=line.legal_basis)
        field = EvidenceField(line.name, needed, description=described)
        setattr(WithMaterials, line.code.lower().replace("-", "_"), field)
    return WithMaterials


def _accept(repair: Repair, public_text: str, checked: bool, **who: Any) -> None:
    service.accept(repair, public_text, **who)


bp = pages(
    Remedy(
        name="repairs",
        title=_l("信用修复"),
        heading=_l("申请信用修复"),
        thanks=_l("修复申请已提交，将在规定期限内答复。"),
        empty=_l("没有修复申请。"),
        model=Repair,
        flow=service.FLOW,
        acts={
            "accept": Act(
                _l("受理"),
                _accept,
                page=releasing(_l("信用承诺（原文）"), lambda r: r.promise, ReleaseForm),
            ),
            "ask_more": Act(
                _l("要求补正"),
                verifying.ask_more,
                AskForm,
                _l("只能一次：请一次写明全部需要补正的材料。补正的时间不计入办理期限。"),
                primary=False,
            ),
            "complete": Act(_l("提交补正材料"), verifying.complete, CompleteForm, evidence=True),
            "complete_for": Act(
                _l("代为登记书面补正材料"), verifying.complete_for, CompleteForForm, evidence=True
            ),
            "refuse_incomplete": Act(
                _l("逾期未补正，不予修复"), verifying.refuse_incomplete, WhyForm, danger=True
            ),
            "order_visit": Act(_l("安排现场核查"), verifying.order_visit, VisitOrderForm),
            "visit": Act(_l("录入现场核查结果"), verifying.visit, VisitForm, evidence=True),
            "agree": Act(
                _l("同意修复"),
                service.agree,
                WhyForm,
                _l("须由另一人复核后才生效；作出原认定的人不能初核，可以复核。"),
            ),
            "grant": Act(
                _l("复核：准予修复"),
                service.grant,
                WhyForm,
                _l("按规定的处理方式立即生效，移出名单，并通知每个收到过的单位。"),
            ),
            "take_over": Act(
                _l("接手办理"),
                service.take_over,
                WhyForm,
                _l("作出认定的单位逾期没有办理的，由办公室重新受理并作出决定。"),
                primary=False,
            ),
            "send_back": Act(_l("复核：退回"), service.send_back, WhyForm, danger=True),
            "refuse": Act(
                _l("不予修复"),
                service.refuse,
                WhyForm,
                _l("记录继续有效。请写明理由，以及补正后可以再次申请。"),
                danger=True,
            ),
        },
        form=_form,
        guide=lambda thing: guides.section(thing, clock.today()),
        waits=True,
        file=service.file,
        filing=Permission.REPAIRS_FILE,
        deciding=Permission.REPAIRS_DECIDE,
        state_names=STATE_NAMES,
        how="repairs/how.html",
        hindrances=service.hindrances,
        rejected=RepairState.REFUSED,
        more=_more,
    )
)


@bp.get("/promises/")
@public
def promises() -> ResponseReturnValue:
    """What those who apply promise in public, from the acceptance until the decision."""
    table = Table(
        title=_("信用承诺公开"),
        name="repair-promises",
        rows=service.promised(),
        link=lambda repair: address_of(repair.against),
        columns=(
            Column("subject", _l("作出承诺的主体"), lambda r: r.subject.name, sort=Subject.name),
            Column("title", _l("申请修复的记录或者名单"), lambda r: r.title),
            Column("promise", _l("信用承诺"), lambda r: r.public_text),
            Column("received_on", _l("申请日期"), lambda r: r.received_on, sort=Repair.received_on),
        ),
        search=(Subject.name, Repair.public_text),
        order=(Repair.received_on.desc(), Repair.id.desc()),
        empty=(_("现在没有正在办理的修复申请。"), _("申请信用修复"), url_for("repairs.new")),
    )
    return table.respond(
        intro=_("申请信用修复的主体公开作出的承诺，自受理起公开，作出决定后撤下。")
    )
