"""The register of checks for the auditor: by subject, body, officer and day, and by person."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import aliased
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.credit.checks.file_checks import parts
from integrity.credit.checks.file_checks.models import CheckFile, CheckFileLine
from integrity.credit.checks.models import VERDICT_NAMES, Check, CheckResult
from integrity.credit.persons.models import PURPOSE_NAMES, PersonInquiry
from integrity.credit.reports.register_views import bp
from integrity.pages.form_pages import form_page
from integrity.pages.forms import DayField, FilterForm, PersonField, PostForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table
from integrity.people.subjects import identifiers
from integrity.people.subjects.choosing import EVERYBODY, SubjectField
from integrity.people.subjects.kept_codes import marked
from integrity.people.subjects.models import Subject, SubjectKind

MOST = 500
"""Queries about one person that are shown."""
Body = aliased(Subject)
NEEDED = InputRequired(_l("请填写。"))


class Filters(FilterForm):
    subject = SubjectField(_l("查询对象"), EVERYBODY)
    body = SubjectField(_l("查询单位"))
    officer = StringField(_l("查询人"))
    since = DayField(_l("从"), validators=[Optional()])
    until = DayField(_l("到"), validators=[Optional()])


class PersonForm(PostForm):
    number = PersonField(
        _l("居民身份证号码"),
        identifies=True,
        why=_l("审计谁查询过这个人的信用信息"),
        who=_l("安全审计员"),
        until=_l("号码不保存，只换算成不能还原的数码进行比对"),
        validators=[NEEDED, Length(max=40)],
        render_kw={"autocomplete": "off"},
    )
    why = TextAreaField(
        _l("检索理由"),
        description=_l("检索本身也会登记；理由中不写姓名和号码。"),
        validators=[NEEDED, Length(max=2000)],
    )

    def validate_number(self, field: Any) -> None:
        if not identifiers.is_resident_identifier(identifiers.normalised(field.data or "")):
            raise ValidationError(_("不是居民身份证号码，请核对。"))


@bp.get("/checks/")
@requires(Permission.PERSONS_AUDIT)
def checks() -> ResponseReturnValue:
    """Who asked about whom, for what, when; that somebody looked for a subject is logged."""
    _note()
    table = _table(
        Check,
        CheckResult.subject_id,
        title=_("核查登记检索"),
        name="checks-register",
        rows=_rows(),
        order=(Check.id.desc(), CheckResult.id),
    )
    acts = [
        Button(_("按自然人检索"), url_for("reports.checks_of_person")),
        Button(_("代码文件中的查询"), url_for("reports.file_lines", **_asked())),
    ]
    told = _("检索查询对象也会登记在操作日志中。以代码文件查询的另列，点“代码文件中的查询”。")
    return table.respond(acts=acts, intro=told)


@bp.get("/checks/files")
@requires(Permission.PERSONS_AUDIT)
def file_lines() -> ResponseReturnValue:
    """The same of what was asked in files of codes, in which no person is named."""
    _note()
    code = Column("code", _("代码"), lambda row: row.code, lambda row: marked(row.code))
    line = Column("line", _("行号"), lambda row: row.line, align="right")
    table = _table(
        CheckFile,
        CheckFileLine.subject_id,
        title=_("代码文件中的查询"),
        name="checks-register-files",
        rows=_lines(),
        order=(CheckFileLine.file_id.desc(), CheckFileLine.line),
        of_subject=(code,),
        of_receipt=(line,),
    )
    back = Button(_("其他核查"), url_for("reports.checks", **_asked()))
    return table.respond(acts=[back], intro=_("检索查询对象也会登记在操作日志中。"))


def _table(
    model: Any,
    about: Any,
    *,
    of_subject: Sequence[Column] = (),
    of_receipt: Sequence[Column] = (),
    **own: Any,
) -> Table:
    """Queries of a model, and the column that says about whom; further columns after two others."""
    return Table(
        entities=False,
        columns=[
            Column("at", _("查询时间"), lambda row: row.at, lambda row: i18n.moment(row.at)),
            Column("body", _("查询单位"), lambda row: row.body),
            Column("officer", _("查询人"), lambda row: row.officer),
            Column("subject", _("查询对象"), _subject),
            *of_subject,
            Column("verdict", _("结论"), lambda row: VERDICT_NAMES[row.verdict]),
            Column("purpose", _("用途"), lambda row: row.purpose),
            Column("matter", _("办理事项"), lambda row: row.matter),
            Column("case", _("办件编号"), lambda row: row.case_no),
            Column("ref", _("回执编号"), lambda row: row.ref),
            *of_receipt,
            Column("version", _("名单版本"), lambda row: row.list_version, shown=False),
            Column("digest", _("答复摘要（SHA-256）"), lambda row: row.digest, shown=False),
        ],
        search=(model.purpose, model.matter, model.case_no, model.ref),
        filters=Filters,
        narrow={
            "subject": lambda subject: about == subject.id,
            "body": lambda body: model.body_id == body.id,
            "officer": lambda name: model.officer.icontains(name.strip(), autoescape=True),
            "since": lambda day: model.at >= clock.at(day),
            "until": lambda day: model.at < clock.at(day + timedelta(days=1)),
        },
        empty=_("没有符合条件的核查。"),
        **own,
    )


def _note() -> None:
    """That somebody looked for a subject."""
    if any(request.args.get(name) for name in ("subject", "subject-named")):
        audit.read(current_user, "search_checks", by=current_user, at=clock.now())


def _asked() -> dict[str, Any]:
    """What is looked for, for the other of the two lists."""
    names = ("subject", "subject-named", "body", "body-named", "officer", "since", "until", "q")
    return {name: request.args[name] for name in names if request.args.get(name)}


def _lines() -> sa.Select[Any]:
    columns: list[Any] = [
        *(CheckFile.at, CheckFile.ref, CheckFile.officer, CheckFile.purpose, CheckFile.matter),
        *(CheckFile.case_no, CheckFile.list_version, CheckFile.answer_digest.label("digest")),
        Body.name.label("body"),
        *(CheckFileLine.line, CheckFileLine.code, CheckFileLine.verdict),
        *(Subject.kind, Subject.name.label("subject"), Subject.uscc),
    ]
    return (
        sa.select(*columns)
        .select_from(CheckFileLine)
        .join(CheckFile, CheckFile.id == CheckFileLine.file_id)
        .join(Body, Body.id == CheckFile.body_id)
        .outerjoin(Subject, Subject.id == CheckFileLine.subject_id)
    )


@bp.route("/checks/person", methods=["GET", "POST"])
@requires(Permission.PERSONS_AUDIT)
def checks_of_person() -> ResponseReturnValue:
    """Every query about one person, by number and with a reason that is kept."""
    form = PersonForm()

    def search() -> ResponseReturnValue:
        digest = identifiers.digest(identifiers.normalised(form.number.data or ""))
        found = _of_person(digest)
        why = (form.why.data or "").strip()
        audit.write(
            current_user, "search_person", by=current_user, at=clock.now(), why=why,
            number=len(found),
        )  # fmt: skip
        return render_template("reports/person_checks.html", queries=found), 200

    return form_page(
        form, search, heading=_("按自然人检索核查登记"), submit=_("检索"),
        back=url_for("reports.checks"),
    )  # fmt: skip


def _rows() -> sa.Select[Any]:
    columns: list[Any] = [
        Check.at,
        Check.ref,
        Check.officer,
        Check.purpose,
        Check.matter,
        Check.case_no,
        Check.list_version,
        Check.answer_digest.label("digest"),
        Body.name.label("body"),
        CheckResult.verdict,
        Subject.kind,
        Subject.name.label("subject"),
        Subject.uscc,
    ]
    return (
        sa.select(*columns)
        .select_from(CheckResult)
        .join(Check, Check.id == CheckResult.check_id)
        .join(Body, Body.id == Check.body_id)
        .outerjoin(Subject, Subject.id == CheckResult.subject_id)
        .where(~parts.is_part())
    )


def _subject(row: Any) -> str:
    """Who was found; of a person only that it is one."""
    if row.kind is None:
        return _("没有识别的主体")
    if row.kind is SubjectKind.PERSON:
        return _("自然人（不显示姓名和号码）")
    return f"{row.subject} {marked(row.uscc)}".strip()


def _of_person(digest: str) -> list[tuple[Any, ...]]:
    """When, which body, who, what for, which case: of checks and of queries about persons."""
    person = sa.select(Subject.id).where(Subject.identifier_digest == digest).scalar_subquery()
    checked = _rows().where(CheckResult.subject_id == person).order_by(Check.id.desc())
    asked = (
        sa.select(PersonInquiry, Body.name)
        .join(Body, Body.id == PersonInquiry.body_id)
        .where(PersonInquiry.digest == digest)
        .order_by(PersonInquiry.id.desc())
    )
    found: list[tuple[Any, ...]] = [
        (row.at, row.body, row.officer, row.purpose, row.case_no)
        for row in db.session.execute(checked.limit(MOST))
    ]
    for inquiry, body in db.session.execute(asked.limit(MOST)):
        purpose = PURPOSE_NAMES[inquiry.purpose]
        found.append((inquiry.asked_at, body, inquiry.asked_by_name, purpose, inquiry.case_no))
    return sorted(found, key=lambda one: one[0], reverse=True)
