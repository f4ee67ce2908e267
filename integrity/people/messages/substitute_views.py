"""Substitutes while somebody is absent: name one, agree to be one, end it."""

from typing import Any

import sqlalchemy as sa
from flask import flash, get_template_attribute, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import ROLE_NAMES, Permission
from integrity.base.stamps import requires
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, DayField, PostForm
from integrity.pages.items import Badge, Button
from integrity.pages.tables import Column, Table
from integrity.people.accounts.models import User
from integrity.people.messages import substitutes
from integrity.people.messages.blueprint import bp
from integrity.people.messages.substitutes import Substitute, WrongSubstitute

INTRO = _l(
    "代理人同时收到您的消息，须代理人本人确认后生效；代理人的权限不变，没有权限的事项不会发给代理人。"
)


def day_field(label: Any, asked: Any) -> DayField:
    return DayField(label, validators=[InputRequired(asked)])


def account_field(label: Any) -> StringField:
    return StringField(
        label,
        validators=[InputRequired(_l("请填写用户名。")), Length(max=60)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class OwnAbsenceForm(PostForm):
    substitute = ChosenField(_l("代理人"), choices=lambda: _colleagues())
    from_on = day_field(_l("开始日期"), _l("请填写开始日期。"))
    until_on = day_field(_l("结束日期"), _l("请填写结束日期。"))


class AbsenceOfForm(PostForm):
    person = account_field(_l("谁不在岗（用户名）"))
    substitute = account_field(_l("代理人（用户名）"))
    from_on = day_field(_l("开始日期"), _l("请填写开始日期。"))
    until_on = day_field(_l("结束日期"), _l("请填写结束日期。"))


@bp.get("/substitutes", endpoint="substitutes")
@requires(Permission.DESK)
def substitute_page() -> ResponseReturnValue:
    """Who stands in for me, and for whom I do; all of them for who manages accounts."""
    acts = [Button(_("设定我的代理人"), url_for("messages.name_substitute"), primary=True)]
    if substitutes.manages(current_user):
        acts.append(Button(_("为他人设定代理人"), url_for("messages.name_substitute_of")))
    return Table(
        title=_("消息代理人"),
        rows=substitutes.of(current_user),
        columns=[
            Column("number", _("编号"), lambda s: s.id),
            Column("person", _("不在岗的人"), lambda s: s.person.name),
            Column("substitute", _("代理人"), lambda s: s.substitute.name),
            Column("from", _("开始日期"), lambda s: s.from_on, lambda s: i18n.day(s.from_on)),
            Column("until", _("结束日期"), lambda s: s.until_on, lambda s: i18n.day(s.until_on)),
            Column("state", _("状态"), lambda s: _state(s).word, _state),
            Column("act", _("办理"), lambda s: "", _buttons),
        ],
        order=(Substitute.ended_at.is_not(None), Substitute.from_on.desc(), Substitute.id.desc()),
        name="substitutes",
        empty=_("没有设定代理人。"),
    ).respond("desk/list.html", intro=INTRO, acts=acts)


@bp.route("/substitutes/new", methods=["GET", "POST"])
@requires(Permission.DESK)
def name_substitute() -> ResponseReturnValue:
    """A colleague gets my messages as well, from a day to a day."""
    form = OwnAbsenceForm()
    return _named(form, lambda: _person(), lambda: db.session.get(User, int(form.substitute.data)))


@bp.route("/substitutes/new-for", methods=["GET", "POST"])
@requires(Permission.DESK, also=substitutes.manages)
def name_substitute_of() -> ResponseReturnValue:
    """The same for somebody else, who cannot do it."""
    form = AbsenceOfForm()
    return _named(form, lambda: _account(form.person), lambda: _account(form.substitute))


@bp.post("/substitutes/<int:number>/confirm")
@requires(Permission.DESK)
def confirm_substitute(number: int) -> ResponseReturnValue:
    """I agree to stand in."""
    substitutes.confirm(_own(number), by=_person(), at=clock.now())
    flash(_("已确认，代理期间您同时收到对方的消息。"), "success")
    return redirect(url_for("messages.substitutes"))


@bp.post("/substitutes/<int:number>/end")
@requires(Permission.DESK)
def end_substitute(number: int) -> ResponseReturnValue:
    """It is over, or I do not agree."""
    substitutes.end(_own(number), by=_person(), at=clock.now())
    flash(_("消息代理已停止。"), "success")
    return redirect(url_for("messages.substitutes"))


def _named(form: Any, person: Any, other: Any) -> ResponseReturnValue:
    def name() -> None:
        days = (form.from_on.data, form.until_on.data)
        substitutes.name(person(), other(), *days, by=_person(), at=clock.now())

    return form_page(
        form,
        name,
        heading=_("设定消息代理人"),
        intro=INTRO,
        submit=_("设定"),
        back=url_for("messages.substitutes"),
        done=_("已设定，待代理人确认。"),
    )


def _person() -> User:
    return current_user._get_current_object()  # type: ignore[no-any-return]


def _account(field: Any) -> User:
    """The account of this name; raises WrongSubstitute."""
    found = db.session.scalar(sa.select(User).where(User.username == field.data.strip()))
    if found is None or not found.is_active:
        raise WrongSubstitute(_("没有在用的账号“%(name)s”。", name=field.data.strip()))
    return found


def _own(number: int) -> Substitute:
    """One that the person logged in may see; raises NotFound."""
    wanted = substitutes.of(_person()).where(Substitute.id == number)
    found = db.session.scalar(for_change(wanted, Substitute))
    if found is None:
        raise NotFound
    return found


def _colleagues() -> list[tuple[str, str]]:
    if not current_user.is_authenticated:
        return []
    people = db.session.scalars(substitutes.colleagues(_person()))
    return [(str(p.id), f"{p.name}（{ROLE_NAMES[p.role]}，{p.username}）") for p in people]


def _state(found: Substitute) -> Badge:
    if found.ended_at:
        return Badge(_("已停止"), "plain")
    if found.until_on < clock.today():
        return Badge(_("已到期"), "plain")
    if found.confirmed_at is None:
        return Badge(_("待代理人确认"), "soon")
    return Badge(_("已确认"), "good")


def _buttons(found: Substitute) -> Any:
    """What the person logged in may do to it."""
    if found.ended_at or found.until_on < clock.today():
        return ""
    button = get_template_attribute("macros/forms.html", "button")
    ending = button(url_for("messages.end_substitute", number=found.id), _("停止"), danger=True)
    if found.confirmed_at or found.substitute_id != current_user.id:
        return ending
    return Markup("{} {}").format(
        button(url_for("messages.confirm_substitute", number=found.id), _("确认")), ending
    )
