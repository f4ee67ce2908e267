"""The first day on the web: whoever has the code says what this is and who holds the three powers.

The page is there only while nobody has an account.
"""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Regexp

from integrity.base import clock, site_texts
from integrity.base.audit import service as audit
from integrity.base.errors import NotFound
from integrity.base.permissions import ROLE_NAMES, Role
from integrity.base.site_texts import TEXT_NAMES
from integrity.base.stamps import public
from integrity.base.visitors import limiter
from integrity.doors.site.blueprint import bp
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PersonField
from integrity.pages.site_forms import TextsForm
from integrity.people.accounts import beginning

INSTALLER = audit.Somebody("启用页面")


def _username(role: Role, default: str) -> Any:
    return StringField(
        _l("%(role)s的用户名", role=ROLE_NAMES[role]),
        default=default,
        validators=[
            InputRequired(_l("请填写用户名。")),
            Length(2, 60),
            Regexp(r"^[a-z0-9][a-z0-9.\-]*$", message=_l("只能使用小写字母、数字、点和连字符。")),
        ],
    )


def _name(role: Role) -> Any:
    return PersonField(
        _l("%(role)s的姓名", role=ROLE_NAMES[role]),
        why=_l("办理事项时写明由谁办理，追溯责任"),
        who=_l("领导小组办公室；与同一事项有关的单位可以看到办理人的姓名"),
        until=_l("与操作记录一并保存，账号停用后不再用于登录"),
        validators=[InputRequired(_l("请填写姓名。")), Length(max=60)],
    )


class SetupForm(TextsForm):
    """The code, what this is, and three different people."""

    code = StringField(
        _l("启用码"),
        description=_l("在服务器上运行 flask setup --web 显示。"),
        validators=[InputRequired(_l("请填写启用码。")), Length(max=60)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    system_username = _username(Role.SYSTEM, "admin")
    system_name = _name(Role.SYSTEM)
    security_username = _username(Role.SECURITY, "security")
    security_name = _name(Role.SECURITY)
    auditor_username = _username(Role.AUDITOR, "auditor")
    auditor_name = _name(Role.AUDITOR)


@bp.route("/setup", methods=["GET", "POST"])
@public
@limiter.limit("30 per hour", methods=["POST"])
def setup() -> ResponseReturnValue:
    """Say it once; afterwards there is no such page."""
    if not beginning.is_empty():
        raise NotFound
    form = SetupForm(data={name.lower(): site_texts.said(name) for name in TEXT_NAMES})
    return form_page(
        form,
        lambda: _begin(form),
        heading=_("启用本系统"),
        intro=_("系统管理员、安全保密管理员、安全审计员由三个不同的人担任，互相制约。"),
        submit=_("启用"),
    )


def _begin(form: SetupForm) -> ResponseReturnValue:
    beginning.demand_code(form.code.data)
    at = clock.now()
    words = {name: form[name.lower()].data or "" for name in TEXT_NAMES}
    changed = {name: text for name, text in words.items() if text != site_texts.said(name)}
    if changed:
        site_texts.say(changed, by=INSTALLER, at=at)
    people = {
        role: (form[f"{role}_username"].data, form[f"{role}_name"].data) for role in beginning.FIRST
    }
    made = beginning.begin(people, by=INSTALLER, at=at)
    return render_template("site/setup.html", made=made, role_names=ROLE_NAMES), 201
