"""The pages on which an objection is handed in without an account, and followed by its receipt."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.security import shows_form, takes_files
from integrity.base.stamps import anonymous
from integrity.casework.documents.giving import download
from integrity.casework.documents.showing import shown as paper_shown
from integrity.casework.informants import receipts
from integrity.casework.informants.forms import TrackForm
from integrity.casework.informants.receipt_views import (
    FILED,
    TooOften,
    of_receipt,
    today,
    unkept,
    wait,
)
from integrity.casework.steps import badges
from integrity.credit.objections.models import STATE_NAMES as OBJECTION_NAMES
from integrity.credit.objections.service import FLOW as OBJECTIONS
from integrity.credit.petitions import service
from integrity.credit.petitions.forms import PaperForm, PetitionForm
from integrity.credit.petitions.models import SHORTFALL_NAMES, STATE_NAMES, TONES, Petition
from integrity.pages.form_pages import form_page, shown
from integrity.pages.items import Badge

bp = Blueprint("petitions", __name__, url_prefix="/petitions")


@bp.route("/new", methods=["GET", "POST"])
@anonymous
@takes_files(3)
def new() -> ResponseReturnValue:
    """The form; a good one is answered with the receipt, also when it is sent again."""
    form = PetitionForm(data={"about": request.args.get("about", "")[:40]})

    def save() -> ResponseReturnValue:
        if until := FILED.free_at():
            raise TooOften(wait(until))
        made = service.hand_in(
            form.about.data,
            form.party.data,
            form.identity,
            form.statement.data,
            form.files(),
            new_evidence=form.new_evidence.data,
            once=form.once.data,
            at=today(),
        )
        page = render_template("petitions/receipt.html", receipt=made)
        return FILED.spend_with(make_response(page, 201))

    page = form_page(
        form,
        save,
        heading=_("不登录提出异议"),
        intro=_(
            "没有账号的单位和个人在这里提出异议：填写编号，上传能证明身份的材料。"
            "办公室核验身份以后转入办理，期限从今天起算；进度和答复凭回执查询。不收取任何费用。"
        ),
        submit=_("提交并取得回执"),
        back=url_for("objections.new"),
    )
    return unkept(page)


@bp.route("/track", methods=["GET", "POST"])
@anonymous
def track() -> ResponseReturnValue:
    """How it stands, for whoever has the receipt."""
    form = TrackForm()

    def progress() -> ResponseReturnValue:
        found = _of(form)
        receipts.noted(found, at=today())
        return make_response(_progress(found, form.secret.data))

    page = form_page(
        form,
        progress,
        heading=_("查询异议办理进度"),
        intro=_("填写回执上的编号和查询密码。"),
        submit=_("查询"),
        back=url_for("petitions.new"),
    )
    return unkept(page)


@bp.post("/track/paper")
@anonymous
def paper() -> Response:
    """One paper that answers it, as a PDF."""
    form = PaperForm()
    found = _of(form)
    return unkept(download(paper_shown(service.paper(found, _number(form)))))


@bp.post("/track/receive")
@anonymous
@shows_form
def receive() -> ResponseReturnValue:
    """Sign for a paper: from then on count the terms of further remedies."""
    form = PaperForm()
    found = _of(form)

    def sign() -> ResponseReturnValue:
        service.receive(found, _number(form), at=clock.now())
        return make_response(_progress(found, form.secret.data, done=True))

    return unkept(form_page(form, sign, heading=_("签收文书"), submit=_("签收")))


def _of(form: Any) -> Petition:
    """What the receipt in a form is of; raises WrongReceipt, TooManyGuesses."""
    return of_receipt(lambda ref, secret: receipts.find(Petition, ref, secret), form)


def _number(form: PaperForm) -> int:
    typed = form.number.data or ""
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _progress(found: Petition, secret: str | None, *, done: bool = False) -> str:
    objection = found.objection
    return render_template(
        "petitions/progress.html",
        item=found,
        badges=_badges(found),
        shortfall=SHORTFALL_NAMES[found.shortfall] if found.shortfall else "",
        objection=objection,
        papers=[
            (
                one,
                all(to.served_on for to in one.deliveries),
                PaperForm(formdata=None, ref=found.ref, secret=secret, number=str(one.id)),
            )
            for one in service.papers(found)
        ],
        done=done,
    )


def _badges(found: Petition) -> list[Badge]:
    today_ = clock.today()
    own = [Badge(STATE_NAMES[found.state], TONES[found.state])]
    if found.objection is None:
        return own + badges(service.FLOW, found, today_)
    of_it = Badge(OBJECTION_NAMES[found.objection.state])
    return [*own, of_it, *badges(OBJECTIONS, found.objection, today_)]


@bp.errorhandler(receipts.WrongReceipt)
def wrong_receipt(wrong: receipts.WrongReceipt) -> ResponseReturnValue:
    """The page that asks for a receipt, with what was typed."""
    page = {"heading": _("查询异议办理进度"), "submit": _("查询"), "back": url_for("petitions.new")}
    return unkept(shown(TrackForm(), wrong.status, said=wrong.detail or wrong.title, **page))
