"""Filing an objection and deciding it."""

from typing import Any

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework.acts import Act
from integrity.casework.documents.giving import download
from integrity.casework.documents.letter_drafts import letter_page
from integrity.casework.publishing import AnswerForm
from integrity.casework.rules import service as rules
from integrity.credit.corrections.forms import WARNING, CorrectionForm, answer_page
from integrity.credit.objections import appeals, papers, service
from integrity.credit.objections.models import (
    EVIDENCE_NAMES,
    STATE_NAMES,
    Objection,
    ObjectionState,
)
from integrity.credit.records.remedies import Remedy
from integrity.credit.records.remedy_views import pages
from integrity.credit.sanctions.ways import remedies_of
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import PostForm, WhyForm
from integrity.pages.items import Link
from integrity.people.subjects.choosing import SubjectField


class ObjectionForm(PostForm):
    new_evidence = SelectField(
        _l("新证据的种类"),
        description=_l("第一次提出异议的不填；此前的异议已经答复的必须选择。"),
        choices=lambda: [("", _l("无（第一次提出）")), *EVIDENCE_NAMES.items()],
        default="",
    )
    statement = TextAreaField(
        _l("异议事实和理由"),
        description=_l("写明哪一点不对、为什么，最多 5000 字。免费，不影响您的其他权利。"),
        validators=[InputRequired(_l("请写明事实和理由。")), Length(min=10, max=5000)],
    )
    evidence = EvidenceField(_l("证据材料"))


class HelpForm(PostForm):
    helper = SubjectField(_l("请哪个单位协助核查"))
    why = TextAreaField(
        _l("为什么须由它协助"),
        validators=[InputRequired(_l("请写明理由。")), Length(max=2000)],
    )


def _limits() -> dict[str, Any]:
    """By when an objection is answered, alone and with the help of others."""
    today = clock.today()
    return {
        "own": rules.time_limit("OBJ-OWN", today),
        "assisted": rules.time_limit("OBJ-ASSIST", today),
    }


def _links(objection: Objection) -> list[Link]:
    """The appeal against its answer, or the way to it while that is open."""
    if appeal := appeals.against(objection):
        return [Link(_("申诉"), url_for("appeals.item", number=appeal.id))]
    if objection.closed_on is None or appeals.hindrances(objection.against, clock.today()):
        return _consultation(objection)
    named = (
        {"record": objection.record_id} if objection.record_id else {"entry": objection.entry_id}
    )
    return [Link(*way) for way in remedies_of(objection.against, "appeals", **named)]


def _consultation(objection: Objection) -> list[Link]:
    """Only while it is being verified, for who verifies."""
    if objection.closed_on or not current_user.can(Permission.OBJECTIONS_DECIDE, objection):
        return []
    page = url_for("objections.consultation", number=objection.id, ending="docx")
    letter = url_for("objections.consult", number=objection.id)
    return [Link(_("拟征求意见函"), letter), Link(_("征求意见函草稿（Word）"), page)]


def _more(objection: Objection) -> list[tuple[Any, Any]]:
    evidence = objection.new_evidence
    return [
        (_l("新证据的种类"), evidence and EVIDENCE_NAMES[evidence]),
        (_l("可申诉至"), i18n.day(objection.appeal_until)),
        (_l("协助核查单位"), objection.helper and objection.helper.name),
        (_l("协助单位答复期限"), i18n.day(objection.help_until)),
        (_l("协助单位答复日期"), i18n.day(objection.helped_on)),
    ]


bp = pages(
    Remedy(
        name="objections",
        links=_links,
        title=_l("异议"),
        heading=_l("提出异议"),
        thanks=_l("异议已提出，将在规定期限内答复。"),
        empty=_l("没有异议。"),
        model=Objection,
        flow=service.FLOW,
        acts={
            "accept": Act(_l("受理"), service.accept),
            "ask_help": Act(
                _l("请其他单位协助核查"),
                service.ask_help,
                HelpForm,
                _l(
                    "征求意见函随即送达协助单位，它须按期答复。答复当事人的期限按较长的规定计算，"
                    "仍从收到之日起算，只延长一次。"
                ),
            ),
            "agree": Act(
                _l("认为异议成立"),
                service.agree,
                WhyForm,
                _l("须由另一人复核后才生效；作出原认定的人不能初核，可以复核。"),
            ),
            "propose_correction": Act(
                _l("认为应当更正"),
                service.propose_correction,
                CorrectionForm,
                WARNING,
                page=answer_page,
            ),
            "correct": Act(_l("复核：同意更正"), service.correct, WhyForm, WARNING),
            "uphold": Act(
                _l("复核：异议成立"),
                service.uphold,
                WhyForm,
                _l("记录或者名单将被撤销，并通知每个收到过的单位停止措施。"),
            ),
            "take_over": Act(
                _l("接手办理"),
                service.take_over,
                WhyForm,
                _l("作出认定的单位逾期没有办理的，由办公室重新受理并作出决定。"),
                primary=False,
            ),
            "send_back": Act(_l("复核：退回"), service.send_back, WhyForm, danger=True),
            "reject": Act(
                _l("异议不成立"),
                service.reject,
                AnswerForm,
                _l("原认定有效。答复中写明申请行政复议、提起行政诉讼的机关和期限。"),
                danger=True,
            ),
        },
        form=lambda thing, on_paper: ObjectionForm,
        file=service.file,
        filing=Permission.OBJECTIONS_FILE,
        deciding=Permission.OBJECTIONS_DECIDE,
        state_names=STATE_NAMES,
        how="objections/how.html",
        told=_limits,
        hindrances=service.hindrances,
        rejected=ObjectionState.REJECTED,
        more=_more,
    )
)


@bp.get("/<int:number>/consultation.<ending>")
@requires(Permission.OBJECTIONS_DECIDE)
def consultation(number: int, ending: str) -> Response:
    """The letter by which another body is asked to help to verify."""
    return download(papers.consultation(_named(number), clock.today()), ending)


@bp.route("/<int:number>/consultation", methods=["GET", "POST"])
@requires(Permission.OBJECTIONS_DECIDE)
def consult(number: int) -> ResponseReturnValue:
    """The same letter, drafted here to be reviewed, signed and served."""
    back = url_for("objections.item", number=number)
    return letter_page("opinion-request", _named(number), back)


def _named(number: int) -> Objection:
    """One objection that this person decides; raises NotFound."""
    found = db.session.get(Objection, number)
    if found is None or not current_user.can(Permission.OBJECTIONS_DECIDE, found):
        raise NotFound
    return found
