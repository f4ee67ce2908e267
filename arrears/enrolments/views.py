"""The pages on which a firm or organisation asks for an account and sees how that stands."""

from flask import Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from arrears.clearing_views import bp
from arrears.enrolments import service
from arrears.enrolments.forms import EnrolmentForm, PasswordForm
from arrears.enrolments.models import REFUSAL_NAMES, STATE_NAMES, TONES, EnrolmentState
from integrity.base import clock
from integrity.base.errors import Refused
from integrity.base.security import takes_files
from integrity.base.stamps import anonymous
from integrity.base.visitors import Budget
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm
from integrity.people.messages.forms import CodeForm

ASKED = Budget("enrolments", "ENROLMENTS")
CODES = Budget("enrolment-codes", "ENROLMENT_CODES")


class TooMany(Refused):
    """From one network only so many ask, and only so many codes are sent and tried."""

    status = 429


@bp.route("/enrol", methods=["GET", "POST"])
@anonymous
@takes_files(3)
def enrol() -> ResponseReturnValue:
    """Ask for an account; the answer leads to the page that only its owner knows."""
    form = EnrolmentForm()

    def ask() -> str:
        _within(ASKED)
        made = service.ask(
            form.uscc.data,
            form.name.data,
            form.size.data,
            form.person.data,
            form.by,
            form.address.data,
            form.files(),
            attorney=form.attorney.data,
            at=clock.now(),
        )
        ASKED.spend()
        page = "code" if made.state is EnrolmentState.ASKED else "status"
        return url_for(f"arrears.enrolment_{page}", token=made.token)

    return form_page(
        form,
        ask,
        heading=_("企业和社会组织登记账号"),
        intro=_(
            "企业、个体工商户、社会组织在这里自行申请账号：查看本单位的信用信息和谁查询过，"
            "提出异议、申请修复、陈述意见，催收被拖欠的账款。不收费，不需要任何单位同意。"
        ),
        submit=_("提交申请"),
        back="/",
    )


@bp.route("/enrol/<token>/code", methods=["GET", "POST"])
@anonymous
def enrolment_code(token: str) -> ResponseReturnValue:
    """The code that was sent to the address."""
    found, form = service.by_token(token), CodeForm()
    at = url_for("arrears.enrolment_status", token=token)

    def confirm() -> None:
        _within(CODES)
        CODES.spend()
        service.confirm(found, form.code.data, at=clock.now())

    return _unkept(
        form_page(
            form,
            confirm,
            heading=_("确认联系方式"),
            intro=_("验证码已发送到您填写的地址。确认以后，办公室开始审核。"),
            submit=_("确认"),
            back=at,
            done=_("联系方式已确认，申请已提交审核。"),
        )
    )


@bp.route("/enrol/<token>/again", methods=["GET", "POST"])
@anonymous
def enrolment_again(token: str) -> ResponseReturnValue:
    """Another code to the same address."""
    found = service.by_token(token)

    def send() -> None:
        _within(CODES)
        CODES.spend()
        service.send_again(found, at=clock.now())

    return _unkept(
        form_page(
            PostForm(),
            send,
            heading=_("重新发送验证码"),
            submit=_("重新发送"),
            back=url_for("arrears.enrolment_code", token=token),
        )
    )


@bp.get("/enrol/<token>")
@anonymous
def enrolment_status(token: str) -> ResponseReturnValue:
    """How it stands, for who has the address of this page."""
    found = service.by_token(token)
    page = render_template(
        "arrears/enrolment.html",
        item=found,
        state=STATE_NAMES[found.state],
        tone=TONES.get(found.state, "plain"),
        refusal=REFUSAL_NAMES[found.refusal] if found.refusal else "",
        states=EnrolmentState,
    )
    return _unkept(page)


@bp.route("/enrol/<token>/password", methods=["GET", "POST"])
@anonymous
def enrolment_password(token: str) -> ResponseReturnValue:
    """Choose the password of the account, once."""
    found, form = service.by_token(token), PasswordForm()
    return _unkept(
        form_page(
            form,
            lambda: service.set_password(found, form.password.data, at=clock.now()),
            heading=_("设置登录密码"),
            intro=_("用户名：%(name)s", name=found.user.username if found.user else "—"),
            submit=_("设置"),
            back=url_for("arrears.enrolment_status", token=token),
            done=_("密码已设置。"),
        )
    )


def _within(budget: Budget) -> None:
    if budget.free_at():
        raise TooMany(_("今天从您的网络提出的申请过多，请稍后再试。"))


def _unkept(page: ResponseReturnValue) -> Response:
    """Its address is a secret: nobody keeps the page, and no other site hears of it."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
