"""The pages of the yearly disclosure: the figures, publishing them, correcting them."""

from datetime import date
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from arrears import disclosures, lists, yearly
from arrears.permissions import ArrearsPermission
from arrears.views import bp
from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.stamps import public, requires
from integrity.casework.documents import on_paper
from integrity.casework.documents.letter_drafts import letter_page
from integrity.casework.documents.on_paper import OnPaper
from integrity.casework.rules import service as rules
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import AmountField, PostForm, WhyForm
from integrity.pages.items import Button
from integrity.people.subjects.choosing import SubjectField

FIRST_YEAR = 2020
"""The first year for which the law asks for a disclosure (国务院令第728号，2020-09-01)."""


ON_PAPER = OnPaper(
    model=disclosures.Disclosure,
    title=_l("上传年度公布数据的手签盖章件"),
    text=disclosures.text,
    enters=lambda user, found: bool(user.can(ArrearsPermission.HANDLE)),
    compares=lambda user, found: bool(user.can(ArrearsPermission.HANDLE)),
    agreed=disclosures.sign_on_paper,
    url=lambda found: url_for("arrears.disclosure", year=found.year),
)


class CorrectionForm(WhyForm):
    """What the line of one body should have said."""

    body = SubjectField(_l("单位"))
    contracts = IntegerField(
        _l("更正后的逾期未付合同数"),
        validators=[InputRequired(_l("请填写合同数，没有的填 0。")), NumberRange(0, 1_000_000)],
    )
    amount = AmountField(
        _l("更正后的逾期未付金额（元）"), validators=[InputRequired(_l("请填写金额，没有的填 0。"))]
    )


@bp.route("/disclosure/<int:year>")
@public
def disclosure(year: int) -> ResponseReturnValue:
    """Contracts overdue at a year's end, by body; the running year as of today."""
    today = _known(year)
    on = min(date(year, 12, 31), today)
    table = lists.disclosure(on, year)
    count, amount = disclosures.totals(year, on)
    published = disclosures.of_year(year)
    return table.respond(
        "arrears/disclosure.html",
        bodies=yearly.totals(year)[0],
        on=on,
        year=year,
        last=today.year,
        count=count,
        amount=amount,
        published=published,
        signed=on_paper.words(published) if published else "",
        acts=_acts(year, published, today),
        basis=rules.time_limit("PAY-PUBLISH", date(year, 12, 31)).legal_basis,
    )


@bp.route("/disclosure/<int:year>/publish", methods=["GET", "POST"])
@requires(ArrearsPermission.HANDLE)
def publish_disclosure(year: int) -> ResponseReturnValue:
    """Fix the figures of a year under one's name."""
    _known(year)

    def publish() -> None:
        disclosures.publish(year, by=current_user, at=clock.now())

    return form_page(
        PostForm(),
        publish,
        done=_("已公布，此后的变化只能以更正说明的方式公开。"),
        back=url_for("arrears.disclosure", year=year),
        heading=_("公布 %(year)d 年度逾期未付款项", year=year),
        intro=_("以现在登记的数据为准，按单位公布合同数和金额。"),
        warning=_("公布后数据固定，不再随登记变化；有误的，由您或者他人公开更正，原数据保留。"),
        submit=_("公布"),
    )


@bp.route("/disclosure/<int:year>/correct", methods=["GET", "POST"])
@requires(ArrearsPermission.HANDLE)
def correct_disclosure(year: int) -> ResponseReturnValue:
    """Put one body's figures right, with the old ones beside."""
    found = disclosures.of_year(year)
    if found is None:
        raise NotFound
    form = CorrectionForm()

    def correct() -> None:
        disclosures.correct(found, **answers(form), by=current_user, at=clock.now())

    return form_page(
        form,
        correct,
        done=_("更正已公开。"),
        back=url_for("arrears.disclosure", year=year),
        heading=_("更正 %(year)d 年度公布的数据", year=year),
        intro=_("更正前后的数据、理由和更正人都会公开。"),
        submit=_("公开更正"),
    )


@bp.route("/disclosure/<int:year>/report", methods=["GET", "POST"])
@requires(ArrearsPermission.HANDLE)
def report_disclosure(year: int) -> ResponseReturnValue:
    """Draft the yearly report to the government (第二十二条), of what was published."""
    found = disclosures.of_year(year)
    if found is None:
        raise NotFound
    return letter_page("arrears-yearly-report", found, url_for("arrears.disclosure", year=year))


def _known(year: int) -> date:
    today = clock.today()
    if not FIRST_YEAR <= year <= today.year:
        raise NotFound
    return today


def _acts(year: int, published: Any, today: date) -> list[Button]:
    if not (current_user.is_authenticated and current_user.can(ArrearsPermission.HANDLE)):
        return []
    if published:
        url = url_for("arrears.correct_disclosure", year=year)
        report = url_for("arrears.report_disclosure", year=year)
        acts = [Button(_("更正"), url), Button(_("拟年度报告"), report)]
        return [*acts, *on_paper.buttons(published)]
    if year >= today.year:
        return []
    url = url_for("arrears.publish_disclosure", year=year)
    return [Button(_("公布"), url, primary=True)]
