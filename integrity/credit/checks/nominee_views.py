"""A list of nominees for an honour, checked at once: pasted from a spreadsheet, one receipt."""

import re
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from integrity.base import clock
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.credit.checks import queries, service
from integrity.credit.checks.views import bp
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm
from integrity.people.subjects.identifiers import normalised

PURPOSE = "评先评优"
CODE = re.compile(r"[0-9A-Za-z\-]{15,20}")
PARTS = re.compile(r"[\s,，;；、]+")


class NomineesForm(PostForm):
    """For which honour, and who is nominated."""

    matter = StringField(
        _l("评选事项"), validators=[InputRequired(_l("请填写评选事项。")), Length(max=200)]
    )
    case_no = StringField(_l("办件编号"), validators=[Length(max=100)])
    nominees = TextAreaField(
        _l("拟表彰对象"),
        description=_l(
            "每行一个，写代码和名称，可以从表格中复制。单位写统一社会信用代码；"
            "自然人写身份证号码，姓名和号码都不保存。每行必须有代码。"
        ),
        validators=[InputRequired(_l("请填写拟表彰对象。")), Length(max=200_000)],
        render_kw={"rows": 12, "autocomplete": "off"},
    )

    @property
    def asked(self) -> dict[str, dict[str, str]]:
        """The queries by the number of their line."""
        lines = (line.strip() for line in (self.nominees.data or "").splitlines())
        return {str(n): _query(line) for n, line in enumerate(lines, 1) if line}

    def validate_nominees(self, field: Any) -> None:
        wrong = [key for key, query in self.asked.items() if not _is_readable(query)]
        if wrong:
            rows = _("、").join(wrong[:20])
            raise ValidationError(_("第 %(rows)s 行没有正确的代码，请补充或者改正。", rows=rows))


def _query(line: str) -> dict[str, str]:
    parts = PARTS.split(line)
    code = next((part for part in parts if CODE.fullmatch(normalised(part))), "")
    name = " ".join(part for part in parts if part != code and not part.isdecimal())
    return {"code": code, "name": name[:200]}


def _is_readable(query: dict[str, str]) -> bool:
    """Whether a code tells who is meant: a bare name is neither checked nor kept."""
    try:
        return bool(query["code"]) and bool(queries.read(query))
    except queries.WrongQuery:
        return False


@bp.route("/nominees", methods=["GET", "POST"])
@requires(Permission.CHECKS_MAKE)
def nominees() -> ResponseReturnValue:
    """Check everybody on the list; the receipt answers for each of them."""
    form = NomineesForm()

    def check() -> str:
        made = service.check(
            form.asked,
            purpose=PURPOSE,
            matter=form.matter.data,
            case_no=form.case_no.data or "",
            body=current_user.body,
            by=current_user,
            at=clock.now(),
        )
        return url_for("checks.item", ref=made.ref)

    return form_page(
        form,
        check,
        heading=_("评先评优名单核查"),
        submit=_("核查"),
        intro=_("一次核查整份名单；在取消评先评优资格期限内的，回执写明到哪一天、依据是什么。"),
        back=url_for("checks.index"),
    )
