"""Checks at the desk: ask, a receipt to print, the register of one's own body."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires
from integrity.casework.documents.giving import download
from integrity.credit.checks import outcomes, service, words
from integrity.credit.checks.candidates import MATCH_NAMES
from integrity.credit.checks.features import FEATURE_NAMES
from integrity.credit.checks.forms import CheckForm
from integrity.credit.checks.models import (
    AUTHORISATION_NAMES,
    TONES,
    VERDICT_NAMES,
    Check,
    CheckResult,
)
from integrity.credit.checks.outcome_models import OUTCOME_NAMES, OUTCOME_REASON_NAMES
from integrity.credit.checks.papers import receipt
from integrity.credit.grading import visibility as grading
from integrity.credit.matters import here as matters
from integrity.pages.form_pages import form_page
from integrity.pages.forms import FilterForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table, choices

bp = Blueprint("checks", __name__, url_prefix="/checks")
ONE = "1"
"""The key of the only query that the form asks."""


class Filters(FilterForm):
    verdict = SelectField(_l("结论"), choices=lambda: choices(VERDICT_NAMES), default="")


@bp.get("/")
@requires(Permission.CHECKS_READ)
def index() -> ResponseReturnValue:
    """The register: a body's own checks; the office sees those of all bodies."""
    rows = sa.select(CheckResult).join(CheckResult.check)
    if current_user.role not in REACH_ALL:
        rows = rows.where(Check.body_id == (current_user.body_id or 0))
    may = current_user.can(Permission.CHECKS_MAKE)
    many = Button(_("成批核查"), url_for("checks.listed"))
    acts = [Button(_("新的核查"), url_for("checks.new"), primary=True), many] if may else []
    acts.append(Button(_("代码文件核查"), url_for("check_files.index")))
    return Table(
        title=_("信用核查登记"),
        name="checks",
        rows=rows,
        link=lambda r: url_for("checks.item", ref=r.check.ref),
        columns=[
            Column("subject", _("查询对象"), words.who),
            Column("verdict", _("结论"), words.verdict),
            Column("at", _("时间"), lambda r: r.check.at, _moment, sort=Check.at),
            Column("purpose", _("用途"), lambda r: r.check.purpose),
            Column("matter", _("办理事项"), lambda r: _matter(r.check)),
            Column("case", _("办件编号"), lambda r: r.check.case_no),
            Column("body", _("查询单位"), lambda r: r.check.body.name),
            Column("officer", _("查询人"), lambda r: r.check.officer),
        ],
        search=(Check.purpose, Check.matter, Check.matter_code, Check.case_no, Check.ref),
        filters=Filters,
        narrow={"verdict": lambda value: CheckResult.verdict == value},
        order=(Check.at.desc(), CheckResult.id),
        empty=(_("还没有核查。"), _("新的核查"), url_for("checks.new")) if may else "",
        options=(
            joinedload(CheckResult.check).undefer(Check.answers),
            joinedload(CheckResult.check).joinedload(Check.body),
        ),
    ).respond(acts=acts, intro=_("每次核查都记录何人、何单位、为何事、何时查询。"))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.CHECKS_MAKE)
def new() -> ResponseReturnValue:
    """Check one subject; many at once are for the interface."""
    form = CheckForm(matters.choices(current_user.body_id or 0, clock.today()), data=_again())

    def check() -> str:
        made = service.check(
            {ONE: form.asked},
            purpose=form.purpose.data,
            matter=form.in_hand,
            case_no=form.case_no.data or "",
            authorisation=form.authorisation.data,
            authorised_by=form.authorised_by.data or "",
            as_of=form.as_of.data,
            body=current_user.body,
            by=current_user,
            at=clock.now(),
        )
        return url_for("checks.item", ref=made.ref)

    return form_page(
        form,
        check,
        heading=_("信用核查"),
        submit=_("核查"),
        intro=_("凭代码核查；结果附回执编号，可以打印。"),
        back=url_for("checks.index"),
    )


@bp.get("/<ref>")
@requires(Permission.CHECKS_READ)
def item(ref: str) -> ResponseReturnValue:
    """The receipt of a check, to print and to hold against the register."""
    made = found(ref)
    may_report = current_user.can(Permission.CHECKS_MAKE, made)
    file = url_for("checks.receipt_file", ref=ref)
    return render_template("checks/item.html", file=file, may_report=may_report, **shown(made))


def shown(made: Check) -> dict[str, Any]:
    """A check as its page shows it."""
    return {
        "check": made,
        "facts": _facts(made),
        "results": made.results,
        "outcomes": outcomes.lines(made),
        "asked": words.asked,
        "verdict": words.verdict,
        "tones": TONES,
        "match_names": MATCH_NAMES,
        "feature_names": FEATURE_NAMES,
        "outcome_names": OUTCOME_NAMES,
        "reason_names": OUTCOME_REASON_NAMES,
        "grades": grading.on_day((result.subject_id for result in made.results), made.as_of),
    }


@bp.get("/<ref>/receipt.pdf")
@requires(Permission.CHECKS_READ)
def receipt_file(ref: str) -> Response:
    """The receipt on paper, for the files of the office that asked."""
    return download(receipt(found(ref)))


def found(ref: str) -> Check:
    """A check that the person may read; raises NotFound."""
    made = service.by_ref(ref)
    if made is None or not current_user.can(Permission.CHECKS_READ, made):
        raise NotFound
    return made


def _facts(made: Check) -> list[tuple[Any, Any]]:
    return [
        (_("回执编号"), made.ref),
        (_("查询时间"), i18n.moment(made.at)),
        (_("查询单位"), made.body.name),
        (_("查询人"), made.officer),
        (_("查询用途"), made.purpose),
        (_("办理事项"), _matter(made)),
        (_("办件编号"), made.case_no),
        *_papers(made),
        (_("核查时点"), i18n.day(made.as_of)),
        (_("名单版本"), made.list_version),
        (_("答复摘要（SHA-256）"), made.answer_digest),
    ]


def _matter(made: Check) -> str:
    """The matter as the list calls it, or in words that are on no list."""
    if not made.matter_code:
        return _("%(name)s（%(note)s）", name=made.matter, note=_("不在应用清单中"))
    return _("%(name)s（%(note)s）", name=made.matter, note=made.matter_code)


def _papers(made: Check) -> list[tuple[Any, Any]]:
    """On what persons were asked about; nothing where none was."""
    if made.authorisation is None:
        return []
    allowed = AUTHORISATION_NAMES[made.authorisation]
    return [(_("查询依据"), allowed), (_("授权书或者文书"), made.authorised_by)]


def _again() -> dict[str, Any]:
    """What an earlier check was for, with the code of the candidate picked from its receipt."""
    earlier = service.by_ref(request.args.get("again", ""))
    if earlier is None or not current_user.can(Permission.CHECKS_READ, earlier):
        return {}
    same = {name: getattr(earlier, name) for name in ("purpose", "case_no")}
    code = earlier.matter_code
    same |= {"listed": code, "matter": "" if code else earlier.matter}
    return same | {"code": request.args.get("code", "")}


def _moment(result: CheckResult) -> str:
    return i18n.moment(result.check.at)
