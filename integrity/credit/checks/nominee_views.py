"""A list of nominees for an honour, checked at once: pasted or sent as a table, one receipt."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from integrity.base import clock
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.credit.checks import queries, service
from integrity.credit.checks.models import AUTHORISATION_NAMES, Authorisation
from integrity.credit.checks.views import bp
from integrity.files import columns, headers, tabular
from integrity.files.imports import received
from integrity.pages.evidence import SheetField
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm
from integrity.people.subjects.identifiers import normalised

PURPOSE = "评先评优"
CODE = re.compile(r"[0-9A-Za-z\-]{15,20}")
PARTS = re.compile(r"[\s,，;；、]+")
HEADS = (
    columns.Head(
        "code",
        _l("代码"),
        required=True,
        also=("统一社会信用代码", "信用代码", "身份证号", "身份证号码", "公民身份号码", "证件号码"),
    ),
    columns.Head("name", _l("名称"), also=("姓名", "单位名称", "企业名称", "单位", "拟表彰对象")),
)
"""The columns of a table that are read; all others are passed over."""


class NomineesForm(PostForm):
    """For which honour, and who is nominated."""

    matter = StringField(
        _l("评选事项"),
        validators=[InputRequired(_l("请填写评选事项。")), Length(max=200)],
    )
    case_no = StringField(_l("办件编号"), validators=[Length(max=100)])
    authorisation = SelectField(
        _l("查询依据"),
        description=_l("名单中有自然人时填写；办件编号同时必填。"),
        choices=lambda: [("", _l("名单中没有自然人")), *AUTHORISATION_NAMES.items()],
        coerce=lambda value: Authorisation(value) if value else None,
    )
    authorised_by = StringField(
        _l("授权书或者文书"),
        description=_l("授权书的日期、编号，或者法律文书的名称和文号；不写姓名。"),
        validators=[Length(max=200)],
    )
    nominees = TextAreaField(
        _l("拟表彰对象"),
        description=_l(
            "每行一个，写代码和名称，可以从表格中复制。单位写统一社会信用代码；"
            "自然人同时写姓名和身份证号码，都不保存。每行必须有代码。"
        ),
        validators=[Length(max=200_000)],
        render_kw={"rows": 12, "autocomplete": "off"},
    )
    file = SheetField(
        _l("或者上传名单表格"),
        description=_l(
            "XLSX（不含宏）或者 CSV；列名中须有“代码”或者“统一社会信用代码”“身份证号码”"
            "一列，代码列设为文本。读取后不保存文件。"
        ),
    )

    @cached_property
    def asked(self) -> dict[str, dict[str, str]]:
        """The queries by the number of their line; raises WrongFile."""
        if self.file.data:
            return dict(_of_table(self.file.data))
        lines = (line.strip() for line in (self.nominees.data or "").splitlines())
        return {str(n): _query(line) for n, line in enumerate(lines, 1) if line}

    def validate_nominees(self, field: Any) -> None:
        pasted = bool((field.data or "").strip())
        if pasted == bool(self.file.data):
            raise ValidationError(_("请粘贴名单，或者上传表格，只选一种。"))
        if pasted:
            self._demand_codes()

    def validate_file(self, field: Any) -> None:
        if field.data:
            try:
                self._demand_codes()
            except tabular.SeveralSheets as several:
                names = tabular.quoted(several.names)
                raise ValidationError(
                    _("有多张工作表有内容：%(names)s。请只保留名单一张。", names=names)
                ) from None
            except tabular.WrongFile as wrong:
                raise ValidationError(wrong.detail) from None

    def _demand_codes(self) -> None:
        wrong = [key for key, query in self.asked.items() if not _is_readable(query)]
        if wrong:
            rows = _("、").join(wrong[:20])
            raise ValidationError(_("第 %(rows)s 行没有正确的代码，请补充或者改正。", rows=rows))


def _of_table(sent: FileStorage) -> Iterator[tuple[str, dict[str, str]]]:
    """The queries of a table; nobody's name or number stays behind. Raises WrongFile."""
    with received(sent) as table:
        try:
            header, lines = headers.find(HEADS, table.lines)
        except headers.UnfitHeader:
            raise tabular.WrongFile(
                _("没有找到列名：须有且只有一列“代码”“统一社会信用代码”或者“身份证号码”。")
            ) from None
        for line, cells in lines:
            row = dict(zip(header.keys, cells, strict=False))
            if any(cells):
                yield str(line), {"code": row.get("code", ""), "name": row.get("name", "")[:200]}


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
            authorisation=form.authorisation.data,
            authorised_by=form.authorised_by.data or "",
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
