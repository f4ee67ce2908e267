"""A list of many, as it is pasted or sent as a table, and the form that takes it."""

import re
from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from integrity.credit.checks import queries
from integrity.credit.checks.models import AUTHORISATION_NAMES, Authorisation
from integrity.files import columns, headers, tabular
from integrity.files.imports import received
from integrity.pages.evidence import SheetField
from integrity.pages.forms import PostForm
from integrity.people.subjects import kept_codes
from integrity.people.subjects.identifiers import normalised
from integrity.people.subjects.names import is_of_a_person

CODE = re.compile(r"[0-9A-Za-z\-]{15,20}")
PARTS = re.compile(r"[\s,，;；、]+")
CODES = columns.Head(
    "code",
    _l("代码"),
    required=True,
    also=("统一社会信用代码", "信用代码", "身份证号", "身份证号码", "公民身份号码", "证件号码"),
)
NAMES = columns.Head(
    "name",
    _l("名称"),
    also=("姓名", "单位名称", "企业名称", "单位", "拟表彰对象", "投标人", "投标人名称", "供应商"),
)
BY_CODE = (CODES, NAMES)
"""The columns of a table that are read; all others are passed over."""
BY_NAME = (columns.Head("name", NAMES.name, required=True, also=NAMES.also),)


class ListField(TextAreaField):
    """Who is meant, persons by name and number: neither is kept."""

    identifies = True


class ListForm(PostForm):
    """For which matter, and who is on the list; a code says who is meant, or else a name."""

    purpose = StringField(
        _l("查询用途"),
        description=_l("例如：政府采购资格审查、招标投标。"),
        validators=[InputRequired(_l("请填写查询用途。")), Length(max=200)],
    )
    matter = StringField(
        _l("办理事项"), validators=[InputRequired(_l("请填写办理事项。")), Length(max=200)]
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
    nominees = ListField(
        _l("名单"),
        description=_l(
            "每行一个，写统一社会信用代码、名称，或者两者都写，可以从表格中复制，一次最多 1000 个。"
            "只写名称的，结论至多为“须人工核对”。自然人必须同时写姓名和身份证号码，都不保存。"
        ),
        validators=[Length(max=200_000)],
        render_kw={"rows": 12, "autocomplete": "off"},
    )
    file = SheetField(
        _l("或者上传名单表格"),
        description=_l(
            "XLSX（不含宏）或者 CSV；列名中须有“代码”“统一社会信用代码”或者“名称”"
            "“单位名称”“投标人”一列，代码列设为文本。读取后不保存文件。"
        ),
    )
    heads: Sequence[Sequence[columns.Head]] = (BY_CODE, BY_NAME)
    """What a table must have: one of these."""

    @cached_property
    def asked(self) -> dict[str, dict[str, str]]:
        """The queries by the number of their line; raises WrongFile."""
        if self.file.data:
            return dict(_of_table(self.file.data, self.heads))
        lines = [PARTS.split(line.strip()) for line in (self.nominees.data or "").splitlines()]
        kept = kept_codes.of({part for parts in lines for part in parts}).keys()
        return {str(n): _query(parts, kept) for n, parts in enumerate(lines, 1) if any(parts)}

    def validate_nominees(self, field: Any) -> None:
        pasted = bool((field.data or "").strip())
        if pasted == bool(self.file.data):
            raise ValidationError(_("请粘贴名单，或者上传表格，只选一种。"))
        if pasted:
            self._demand_readable()

    def validate_file(self, field: Any) -> None:
        if field.data:
            try:
                self._demand_readable()
            except tabular.SeveralSheets as several:
                names = tabular.quoted(several.names)
                raise ValidationError(
                    _("有多张工作表有内容：%(names)s。请只保留名单一张。", names=names)
                ) from None
            except tabular.WrongFile as wrong:
                raise ValidationError(wrong.detail) from None

    def _demand_readable(self) -> None:
        wrong = [key for key, query in self.asked.items() if not self.takes(query)]
        if wrong:
            raise ValidationError(self.unfit(_("、").join(wrong[:20])))
        if len(self.asked) > queries.LIMIT:
            raise ValidationError(_("一次最多查询 %(limit)d 个主体。", limit=queries.LIMIT))

    def takes(self, query: dict[str, str]) -> bool:
        """Whether it tells who is meant; what may be a person's name needs the number with it."""
        try:
            queries.read(query)
        except queries.WrongQuery:
            return False
        return bool(query["code"]) or not is_of_a_person(query["name"])

    def unfit(self, rows: str) -> str:
        """What is wrong with rows that are not taken."""
        return _(
            "第 %(rows)s 行的代码不正确，或者像是自然人姓名而没有身份证号码，请补充或者改正。",
            rows=rows,
        )


class NomineesForm(ListForm):
    """For which honour, and who is nominated: each by a code."""

    purpose = None
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
    nominees = ListField(
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
    heads = (BY_CODE,)

    def takes(self, query: dict[str, str]) -> bool:
        """Whether a code tells who is meant: a bare name is neither checked nor kept."""
        return bool(query["code"]) and super().takes(query)

    def unfit(self, rows: str) -> str:
        return _("第 %(rows)s 行没有正确的代码，请补充或者改正。", rows=rows)


def _of_table(
    sent: FileStorage, kinds: Sequence[Sequence[columns.Head]]
) -> Iterator[tuple[str, dict[str, str]]]:
    """The queries of a table; nobody's name or number stays behind. Raises WrongFile."""
    with received(sent) as table:
        every = list(table.lines)
        for heads in kinds:
            try:
                header, lines = headers.find(heads, iter(every))
            except headers.UnfitHeader:
                continue
            for line, cells in lines:
                row = dict(zip(header.keys, cells, strict=False))
                if any(cells):
                    yield (
                        str(line),
                        {"code": row.get("code", ""), "name": row.get("name", "")[:200]},
                    )
            return
    raise tabular.WrongFile(_unfit(kinds))


def _unfit(kinds: Sequence[Sequence[columns.Head]]) -> str:
    """Which columns are missing."""
    if BY_NAME in kinds:
        return _("没有找到列名：须有且只有一列“代码”或者“统一社会信用代码”，或者一列“名称”。")
    return _("没有找到列名：须有且只有一列“代码”“统一社会信用代码”或者“身份证号码”。")


def _query(parts: Sequence[str], kept: Container[str]) -> dict[str, str]:
    """Who is meant by the parts of a line, of which one may be a code that was kept."""
    codes = (part for part in parts if CODE.fullmatch(normalised(part)) or part in kept)
    code = next(codes, "")
    name = " ".join(part for part in parts if part != code and not part.isdecimal())
    return {"code": code, "name": name[:200]}
