"""What a rule refuses, as exceptions; mapped once to a page or a problem document (RFC 9457)."""

import re
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from integrity.base.db import db


class Refused(Exception):
    """A rule was broken; `status` is HTTP's, `title` says which rule, the message says how."""

    status = 422
    title: Any = _l("不能办理")
    what_to_do: Any = ""

    @property
    def code(self) -> str:
        """Which rule, in a word that programs compare: wrong-day, conflict."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()

    @property
    def detail(self) -> str:
        return str(self.args[0]) if self.args else ""

    @property
    def correctable(self) -> bool:
        """Whether other words would do: then a form is shown again with what was typed."""
        return self.status == 422


class SamePerson(Refused):
    """Who took one step does not take the next: two people answer for what is decided."""

    title = _l("须由另一人办理")


class NotAllowed(Refused):
    """The state machine has no such move from here."""

    status = 409
    title = _l("当前状态不能这样办理")
    what_to_do = _l("请返回查看最新状态，可能已有他人办理。")


class Forbidden(Refused):
    """The person may not do this, or not to this thing."""

    status = 403
    title = _l("没有权限")
    what_to_do = _l("如确需办理，请与本单位信用专员或者系统管理员联系。")


class Unauthorised(Refused):
    """Nobody is logged in, or the token is unknown."""

    status = 401
    title = _l("需要登录")


class WrongHost(Refused):
    """The request names a host that is not this site."""

    status = 400
    title = _l("地址不属于本站")
    what_to_do = _l(
        "请从本站地址进入。本系统确有其他域名的，由系统管理员在设置 TRUSTED_HOSTS 中列出。"
    )


class NotFound(Refused):
    """There is no such thing, or not for this person."""

    status = 404
    title = _l("没有找到")
    what_to_do = _l("请检查地址是否完整，或从首页重新查找。")


TITLES = {
    400: _l("请求有误"),
    403: _l("没有权限"),
    404: _l("没有找到"),
    405: _l("不支持的操作"),
    413: _l("文件太大"),
    415: _l("不支持的格式"),
    429: _l("操作太频繁"),
    500: _l("系统出错"),
}
ADVICE = {
    400: _l("请返回上一页重试；如果页面停留过久，请刷新后再提交。"),
    404: _l("请检查地址是否完整，或从首页重新查找。"),
    413: _l(
        "没有提交成功。按浏览器的“后退”回到刚才的表单，填写的文字一般还在；"
        "附件请压缩或者拆分后重新选择，也可以先不带附件提交，以后再补充。"
    ),
    429: _l("请稍后再试。"),
    500: _l("已记录，请稍后重试；若持续出现请联系系统管理员。"),
}


TOLD = {413: _l("请求超过允许的大小，没有处理；请拆分后分次发送。")}
"""What a program is told of it instead."""


def answer(
    status: int, title: Any, detail: str, what_to_do: Any = "", code: str = ""
) -> ResponseReturnValue:
    """The error as a page, or as a problem document for the API."""
    if request.path.startswith("/api/"):
        return problem(status, detail or str(TOLD.get(status, "")), code=code)
    page = render_template(
        "errors/error.html", status=status, title=title, detail=detail, what_to_do=what_to_do
    )
    return page, status


def forged() -> ResponseReturnValue:
    """A post without a token of this session."""
    return answer(400, _("表单已失效或来源不明"), _("未作任何改动。"), ADVICE[400])


CODES = {
    400: "bad-request",
    401: "unauthorised",
    403: "forbidden",
    404: "not-found",
    405: "not-allowed-here",
    409: "conflict",
    413: "too-large",
    415: "not-json",
    422: "invalid",
    429: "too-often",
    503: "busy",
}
"""What a problem is called where no rule of its own refused."""


def problem(status: int, detail: str = "", *, code: str = "", **more: Any) -> Response:
    """An RFC 9457 problem document; `code` says in one word which rule refused.

    Which codes there are, and what each is called, the interface has registered.
    """
    kinds = current_app.extensions["problems"]
    code = code if code in kinds else CODES.get(status, "error")
    address = f"{current_app.config['BASE_URL']}/api/docs#problem-{code}"
    known = {"type": address, "code": code, "title": str(kinds[code].title), "status": status}
    response = jsonify({**known, "detail": detail, **more})
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def http(error: HTTPException) -> ResponseReturnValue:
    """What HTTP itself says, as a page or as a problem document."""
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if status >= 500:
        db.session.rollback()  # else the page cannot ask who is logged in
    title = TITLES.get(status, error.name)
    response = make_response(answer(status, title, "", ADVICE.get(status, "")))
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


def init(app: Flask) -> None:
    """Map every refusal and every HTTP error once."""

    @app.errorhandler(Refused)
    def refused(error: Refused) -> ResponseReturnValue:
        return answer(error.status, error.title, error.detail, error.what_to_do, error.code)

    @app.errorhandler(CSRFError)
    def without_token(error: CSRFError) -> ResponseReturnValue:
        return forged()

    app.register_error_handler(HTTPException, http)
