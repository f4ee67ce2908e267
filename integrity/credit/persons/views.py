"""Persons: register one, ask about one, consent, look; no page lists any, and nothing suggests."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires
from integrity.casework.acts import Act, perform
from integrity.casework.rules.models import VERIFIED_NAMES
from integrity.casework.steps import badges
from integrity.credit.catalogue.models import PERSON_GROUND_NAMES
from integrity.credit.persons import answers as told
from integrity.credit.persons import grounds, imports, service
from integrity.credit.persons.forms import ConsentForm, InquiryForm, PersonForm, PersonsForm
from integrity.credit.persons.models import (
    AUTHORISATION_NAMES,
    PURPOSE_NAMES,
    RESTRICTED,
    STATE_NAMES,
    PersonInquiry,
    PersonInquiryState,
    Purpose,
)
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm
from integrity.pages.items import Badge, Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects import persons
from integrity.people.subjects.models import Subject

bp = Blueprint("persons", __name__, url_prefix="/persons")
P = Permission


def decide(inquiry: PersonInquiry, decision: str, why: str, **who_and_when: Any) -> None:
    verb = service.grant if decision == "grant" else service.refuse
    verb(inquiry, why, **who_and_when)


DECIDE = Act(
    _l("决定是否同意查询"),
    decide,
    ConsentForm,
    warning=_l("核对用途、依据和文书编号。同意后只有查询人在期限内可以查看，您本人看不到结果。"),
)


class Filters(FilterForm):
    purpose = SelectField(_l("查询用途"), choices=lambda: choices(PURPOSE_NAMES), default="")
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")


@bp.get("/")
@requires(P.PERSONS_ASK)
def index() -> ResponseReturnValue:
    """The queries of one's own body; whom they are about stands nowhere."""
    rows = sa.select(PersonInquiry).where(PersonInquiry.body_id == (current_user.body_id or 0))
    acts = [Button(_("查询自然人"), url_for("persons.ask"), primary=True)]
    if current_user.can(P.PERSONS_REGISTER):
        acts += [
            Button(_("登记自然人"), url_for("persons.register")),
            Button(_("成批登记"), url_for("persons.load")),
        ]
    return _table(rows).respond(acts=acts, intro=_("每次查询都登记；登记簿不显示被查询人。"))


@bp.get("/register")
@requires(P.PERSONS_AUDIT)
def audit() -> ResponseReturnValue:
    """The register of all bodies, for the auditor."""
    return _table(sa.select(PersonInquiry)).respond(intro=_("何人、何单位、凭何依据、为何事查询。"))


def _table(rows: Any) -> Table:
    return Table(
        title=_("自然人查询登记"),
        name="person-inquiries",
        rows=rows.join(PersonInquiry.body),
        options=(joinedload(PersonInquiry.body),),
        link=lambda row: url_for("persons.item", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("at", _("查询时间"), lambda row: row.asked_at, _moment),
            Column("body", _("查询单位"), lambda row: row.body.name, sort=Subject.name),
            Column("by", _("查询人"), lambda row: row.asked_by_name),
            Column("purpose", _("查询用途"), lambda row: PURPOSE_NAMES[row.purpose]),
            Column("authorised_by", _("授权书或者文书"), lambda row: row.authorised_by),
            Column("case_no", _("办件编号"), lambda row: row.case_no),
            Column("state", _("状态"), lambda row: STATE_NAMES[row.state]),
        ],
        search=(
            Subject.name,
            PersonInquiry.asked_by_name,
            PersonInquiry.authorised_by,
            PersonInquiry.case_no,
        ),
        filters=Filters,
        narrow={
            "purpose": lambda value: PersonInquiry.purpose == value,
            "state": lambda value: PersonInquiry.state == value,
        },
        order=(PersonInquiry.id.desc(),),
        empty=_("没有查询。"),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(P.PERSONS_REGISTER)
def register() -> ResponseReturnValue:
    """A person about whom something was decided; afterwards nobody is shown."""
    form = PersonForm()

    def enter() -> None:
        service.register(**answers(form), by=current_user, at=clock.now())

    return form_page(
        form, enter, frame="desk/frame.html", heading=_("登记自然人"), submit=_("登记"),
        intro=_("只登记依法作出决定、须记入信用档案的自然人；姓名和号码即时密封。"),
        done=_("已登记，姓名和号码已密封。"), back=url_for("persons.index"),
    )  # fmt: skip


@bp.route("/import", methods=["GET", "POST"])
@requires(P.PERSONS_REGISTER)
def load() -> ResponseReturnValue:
    """Several persons from a table that is not kept; what is said of it names nobody."""
    form = PersonsForm()

    def enter() -> Any:
        report = imports.run(form.file.data, by=current_user, at=clock.now())
        return render_template("persons/loaded.html", report=report), 200

    return form_page(
        form, enter, frame="desk/frame.html", heading=_("成批登记自然人"), submit=_("读取并登记"),
        intro=_("逐行读取，正确的行即时密封登记；文件不保存，结果只按行号说明，不显示姓名和号码。"),
        back=url_for("persons.index"),
    )  # fmt: skip


@bp.route("/ask", methods=["GET", "POST"])
@requires(P.PERSONS_ASK)
def ask() -> ResponseReturnValue:
    """Ask about one person, by whole number and name together."""
    form = InquiryForm()

    def enter() -> str:
        made = service.ask(**answers(form), by=current_user, at=clock.now())
        return url_for("persons.item", number=made.id)

    return form_page(
        form, enter, frame="desk/frame.html", heading=_("查询自然人"), submit=_("提出查询"),
        intro=_(
            "须同时填写完整的姓名和身份证号码，并写明依据。查询人、单位、用途和依据记入登记簿，"
            "本人可以向领导小组办公室了解谁查询过。干部考核任用和监督执纪的查询须经第二人同意。"
        ),
        back=url_for("persons.index"),
    )  # fmt: skip


@bp.get("/inquiries/<int:number>")
@requires(P.DESK)
def item(number: int) -> ResponseReturnValue:
    """One query, without whom it is about: for its body, the custodian and the auditor."""
    found = _one(number)
    today = clock.today()
    waits = found.state is PersonInquiryState.ASKED and current_user.can(P.PERSONS_CONSENT)
    return render_template(
        "persons/item.html",
        inquiry=found,
        facts=_facts(found),
        badges=[Badge(STATE_NAMES[found.state]), *badges(service.FLOW, found, today)],
        may_look=service.may_look(found, current_user, today),
        decide=url_for("persons.consent", number=found.id) if waits else None,
    )


@bp.get("/consents")
@requires(P.PERSONS_CONSENT)
def consents() -> ResponseReturnValue:
    """What waits for the second person, and what was decided."""
    return _table(sa.select(PersonInquiry).where(PersonInquiry.purpose.in_(RESTRICTED))).respond()


@bp.route("/inquiries/<int:number>/consent", methods=["GET", "POST"])
@requires(P.PERSONS_CONSENT)
def consent(number: int) -> ResponseReturnValue:
    """The second person decides."""
    found = _one(number)
    service.FLOW.check(found, "grant")
    back = url_for("persons.item", number=number)
    return perform(DECIDE, found, back, template="persons/decide.html", facts=_facts(found))


@bp.post("/inquiries/<int:number>/look")
@requires(P.PERSONS_ASK)
def look(number: int) -> ResponseReturnValue:
    """What is on record of the person, to who asked; a post, because it is logged."""
    found = _one(number)
    demand(P.PERSONS_ASK, found)
    known = service.look(found, by=current_user, at=clock.now())
    own = found.purpose is Purpose.OWN
    return render_template(
        "persons/answer.html",
        inquiry=found,
        person=found.subject and persons.name_of(found.subject),
        answer=told.of(found, known),
        others=service.others(found) if own else None,
        kept=grounds.told() if own else None,
        ground_names=PERSON_GROUND_NAMES,
        verified_names=VERIFIED_NAMES,
        withheld=service.is_withheld(found, clock.today()),
        purposes=PURPOSE_NAMES,
    )


def _one(number: int) -> PersonInquiry:
    wanted = for_change(sa.select(PersonInquiry).filter_by(id=number), PersonInquiry)
    found = db.session.scalars(wanted).first()
    if found is None or not _may_read(found):
        raise NotFound
    return found


def _may_read(found: PersonInquiry) -> bool:
    wide = current_user.can(P.PERSONS_CONSENT) or current_user.can(P.PERSONS_AUDIT)
    mine = current_user.body_id == found.body_id and current_user.can(P.PERSONS_ASK)
    return bool(wide or mine)


def _facts(found: PersonInquiry) -> list[tuple[Any, Any]]:
    return [
        (_("编号"), found.ref),
        (_("查询时间"), i18n.moment(found.asked_at)),
        (_("查询单位"), found.body.name),
        (_("查询人"), found.asked_by_name),
        (_("查询用途"), PURPOSE_NAMES[found.purpose]),
        (_("查询依据"), AUTHORISATION_NAMES[found.authorisation]),
        (_("授权书或者文书"), found.authorised_by),
        (_("办件编号"), found.case_no),
        (_("决定人"), found.decided_by_name),
        (_("决定理由"), found.why),
        (_("可以查看到"), i18n.day(found.open_until) if found.open_until else ""),
    ]


def _moment(row: PersonInquiry) -> str:
    return i18n.moment(row.asked_at)
