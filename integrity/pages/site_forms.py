"""The form in which an installation says what it is; each field is a setting in small letters."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from integrity.base.site_texts import TEXT_NAMES
from integrity.pages.forms import PostForm


def _text(setting: str, description: Any, required: bool = False) -> Any:
    checks = [InputRequired(_l("请填写。"))] if required else []
    return StringField(
        TEXT_NAMES[setting], description=description, validators=[*checks, Length(max=200)]
    )


class TextsForm(PostForm):
    """Its name, who runs it, how to reach them, where to turn against what they decide."""

    site_name = _text("SITE_NAME", _l("显示在每一页的上方。"), required=True)
    office_name = _text("OFFICE_NAME", _l("文书以它的名义发出。"), required=True)
    office_contact = _text("OFFICE_CONTACT", _l("公开的办公电话或者地址，不写姓名和手机号码。"))
    icp_number = _text("ICP_NUMBER", _l("通信管理部门核发的编号，显示在每一页下方。"))
    review_organ = _text("REVIEW_ORGAN", _l("答复和决定书中写明向谁申请行政复议。"), required=True)
    lawsuit_court = _text("LAWSUIT_COURT", _l("答复和决定书中写明向哪个法院起诉。"), required=True)
