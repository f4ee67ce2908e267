"""How answers come in: by a link without an account, handed out, and from paper."""

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from evaluations.blueprint import bp
from evaluations.permissions import EvaluationsPermission
from evaluations.questionnaires import answers, service
from evaluations.questionnaires.forms import HandOutForm, InviteForm, answer_form
from evaluations.questionnaires.models import PaperSheet, Questionnaire
from integrity.base import addresses, clock, i18n
from integrity.base.errors import Forbidden, NotFound
from integrity.base.stamps import anonymous, requires, to_move
from integrity.casework.informants.receipt_views import unkept
from integrity.pages.form_pages import form_page, shown
from integrity.pages.forms import WhyForm
from integrity.pages.tables import Column, Table

RUN = EvaluationsPermission.RUN


@bp.route("/answer/<token>", methods=["GET", "POST"])
@anonymous
def answer(token: str) -> ResponseReturnValue:
    """The questionnaire for who was invited; a link is good for one answer."""
    invitation = answers.by_token(token)
    found = invitation.questionnaire
    if invitation.used:
        raise answers.AlreadyUsed
    service.demand_asking(found, clock.now())
    form = answer_form(found)

    def keep() -> ResponseReturnValue:
        answers.answer(invitation, form.given(), at=clock.now())
        return render_template("evaluations/answered.html", found=found), 200

    page = form_page(
        form, keep, heading=found.title, intro=found.purpose, submit=_("提交答卷"),
        template="evaluations/answer.html", until=i18n.day(found.answer_until),
    )  # fmt: skip
    return unkept(page)


@bp.get("/questionnaires/<ref>/preview")
@requires(RUN)
def preview(ref: str) -> ResponseReturnValue:
    """As those who are invited will see it; it takes no answer."""
    found = _run(ref)
    return shown(
        answer_form(found), template="evaluations/preview.html",
        heading=found.title, intro=found.purpose, back=_page(found),
    )  # fmt: skip


@bp.route("/questionnaires/<ref>/invite", methods=["GET", "POST"])
@requires(RUN)
def invite(ref: str) -> ResponseReturnValue:
    """Who is invited by message."""
    found, form = _run(ref), InviteForm()

    def send() -> None:
        lines = form.addresses.data.splitlines()
        service.invite(found, form.channel.data, lines, by=current_user, at=clock.now())

    return form_page(
        form, send, heading=_("发送邀请"), intro=found.title, submit=_("邀请"),
        back=_page(found), done=_("已登记，陆续发出。"),
    )  # fmt: skip


@bp.route("/questionnaires/<ref>/hand-out", methods=["GET", "POST"])
@requires(RUN)
def hand_out(ref: str) -> ResponseReturnValue:
    """Links that are shown once, to be printed and handed out."""
    found, form = _run(ref), HandOutForm()

    def make() -> ResponseReturnValue:
        made = service.hand_out(found, form.number.data, by=current_user, at=clock.now())
        links = [addresses.under(url_for("evaluations.answer", token=one.token)) for one in made]
        return unkept(render_template("evaluations/handed_out.html", found=found, links=links))

    return form_page(
        form, make, heading=_("生成现场发放的链接"), intro=found.title, submit=_("生成"),
        warning=_("链接只显示这一次，每个只能答一次；由此收到的答卷在结果中单独列明数量。"),
        back=_page(found),
    )  # fmt: skip


@bp.route("/questionnaires/<ref>/papers/new", methods=["GET", "POST"])
@requires(RUN)
def paper_new(ref: str) -> ResponseReturnValue:
    """One person enters a sheet of paper."""
    found = _run(ref)
    form = answer_form(found, paper=True)

    def keep() -> str:
        number = form["number"].data
        answers.enter(found, number, form.given(), by=current_user, at=clock.now())
        return url_for("evaluations.paper_new", ref=ref)

    return form_page(
        form, keep, heading=_("录入纸质问卷"), intro=found.title, submit=_("保存，录下一份"),
        warning=_("须由另一人再录一遍，两次一致的才计入。"),
        back=_page(found), done=_("已录入，待另一人核对。"),
    )  # fmt: skip


@bp.get("/questionnaires/<ref>/papers/")
@requires(RUN)
def papers_to_check(ref: str) -> ResponseReturnValue:
    """Sheets of paper that wait for a second person."""
    found = _run(ref)
    waiting = sa.and_(PaperSheet.questionnaire_id == found.id, PaperSheet.answers.is_not(None))
    table = Table(
        title=_("待核对的纸质问卷"),
        name="paper-questionnaires",
        rows=sa.select(PaperSheet).where(waiting),
        link=lambda row: url_for("evaluations.paper_check", number=row.id),
        columns=[
            Column("number", _("纸质问卷编号"), lambda row: row.number),
            Column("by", _("录入人"), lambda row: row.entered_by_name),
            Column("at", _("录入时间"), lambda row: i18n.moment(row.entered_at)),
        ],
        order=(PaperSheet.id,),
        empty=_("没有待核对的纸质问卷。"),
    )
    return table.respond(intro=found.title)


@bp.route("/papers/<int:number>/check", methods=["GET", "POST"])
@requires(RUN)
def paper_check(number: int) -> ResponseReturnValue:
    """Another person enters the same sheet without seeing the first."""
    paper = _paper(number)
    form = answer_form(paper.questionnaire)

    def keep() -> None:
        answers.enter_again(paper, form.given(), by=current_user, at=clock.now())

    return form_page(
        form, keep, heading=_("核对纸质问卷 %(number)s", number=paper.number),
        template="evaluations/paper.html", intro=paper.questionnaire.title,
        submit=_("与第一次录入比对"), paper=paper,
        back=_papers(paper), done=_("两次录入一致，已计入。"),
    )  # fmt: skip


@bp.route("/papers/<int:number>/refuse", methods=["GET", "POST"])
@requires(RUN)
def paper_refuse(number: int) -> ResponseReturnValue:
    """Another person says why a sheet does not count."""
    paper, form = _paper(number), WhyForm()

    def refuse() -> None:
        answers.refuse_paper(paper, form.why.data, by=current_user, at=clock.now())

    return form_page(
        form, refuse, heading=_("不计入纸质问卷 %(number)s", number=paper.number),
        intro=paper.questionnaire.title, submit=_("不计入"), danger=True,
        back=_papers(paper), done=_("已登记为无效。"),
    )  # fmt: skip


def _run(ref: str) -> Questionnaire:
    """One that this person may run; raises NotFound, Forbidden."""
    found = service.by_ref(ref)
    if not found.may_be_run_by(current_user):
        raise Forbidden(_("被调查的单位不能办理对本单位的问卷调查。"))
    return found


def _paper(number: int) -> PaperSheet:
    found = to_move(PaperSheet, number)
    if found.answers is None or not found.questionnaire.may_be_run_by(current_user):
        raise NotFound
    return found


def _papers(paper: PaperSheet) -> str:
    return url_for("evaluations.papers_to_check", ref=paper.questionnaire.ref)


def _page(found: Questionnaire) -> str:
    return url_for("evaluations.questionnaire", ref=found.ref)
