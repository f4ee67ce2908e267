"""What this installation says of itself: the office says it, and everything ever said is listed."""

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock, i18n, site_texts
from integrity.base.permissions import Permission
from integrity.base.site_texts import TEXT_NAMES, SiteText
from integrity.base.stamps import requires
from integrity.doors.desk.blueprint import bp
from integrity.pages.form_pages import answers, form_page
from integrity.pages.items import Button
from integrity.pages.site_forms import TextsForm
from integrity.pages.tables import Column, Table


@bp.get("/texts")
@requires(Permission.SITE_SAY)
def texts() -> ResponseReturnValue:
    """What was said when and by whom, the newest first."""
    table = Table(
        title=_("本站说明"),
        name="texts",
        rows=sa.select(SiteText),
        columns=[
            Column("name", _("内容"), lambda row: TEXT_NAMES.get(row.name, row.name)),
            Column("words", _("文字"), lambda row: row.words),
            Column(
                "at", _("时间"), lambda row: row.at, lambda row: i18n.moment(row.at), SiteText.at
            ),
            Column("by", _("由谁修改"), lambda row: row.by_name),
        ],
        search=(SiteText.words,),
        order=(SiteText.id.desc(),),
        empty=_("没有修改过，按系统设置显示。"),
    )
    now = _("；").join(
        _("%(name)s：%(words)s", name=name, words=site_texts.said(key) or _("暂无"))
        for key, name in TEXT_NAMES.items()
    )
    change = Button(_("修改"), url_for("desk.say_texts"), primary=True)
    return table.respond(intro=_("现在是：%(now)s。以下是每一次修改。", now=now), acts=[change])


@bp.route("/texts/change", methods=["GET", "POST"])
@requires(Permission.SITE_SAY)
def say_texts() -> ResponseReturnValue:
    """Say it anew; what was said before stays in the list."""
    form = TextsForm(data={name.lower(): site_texts.said(name) for name in TEXT_NAMES})

    def say() -> None:
        words = {name.upper(): text for name, text in answers(form).items()}
        site_texts.say(words, by=current_user, at=clock.now())

    return form_page(
        form,
        say,
        frame="desk/frame.html",
        heading=_("修改本站说明"),
        intro=_("保存后立即显示；已经发出的文书不变。"),
        submit=_("保存"),
        done=_("已保存。"),
        back=url_for("desk.texts"),
    )


def _moment(row: SiteText) -> str:
    return i18n.moment(row.at)
