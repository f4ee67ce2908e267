"""What somebody unknown fills in, and what is asked of who wants to know who it was."""

import secrets
from collections.abc import Iterator
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from integrity.base.errors import Refused
from integrity.casework.informants import evidence
from integrity.files.filetypes import ALLOWED
from integrity.pages.forms import PostForm
from integrity.people.messages import following
from integrity.people.messages.forms import IS_EMAIL

REQUIRED = InputRequired(_l("请填写。"))


def pairs(names: Any, keys: Any = None) -> list[tuple[str, Any]]:
    return [(str(key), names[key]) for key in keys or names]


class UploadField(MultipleFileField):
    """Files of somebody unknown; the page tells a script (uploads.js) how large they may be."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            _l("附件（选填）"),
            description=_l(
                "每次最多 5 个：图片、PDF、Word、Excel、OFD、CSV、文本。图片的拍摄地点、时间、"
                "设备和办公文档的作者信息会自动清除；PDF 会重新生成，只留下页面上画出来的内容。"
                "画面和文字里能认出您的，请自行遮盖。"
            ),
            **more,
        )

    def __call__(self, **how: Any) -> Any:
        limit = current_app.config["UPLOAD_LIMIT"]
        large = _(
            "“%(name)s”超过 %(size)s MB，请压缩或者拆分。", name="{}", size=limit // 1_000_000
        )
        known = {
            "accept": ",".join(f".{ending}" for ending in ALLOWED),
            "data-largest": limit,
            "data-large": large,
            "data-most": evidence.MOST,
            "data-many": _("最多 %(most)s 个附件。", most=evidence.MOST),
        }
        return super().__call__(**known, **how)


def kept_field() -> SelectMultipleField:
    return SelectMultipleField(
        _l("已上传的附件"), description=_l("取消勾选即不提交。"), validate_choice=False, choices=[]
    )


class Uploads:
    """Files of somebody unknown; those that were good stay when something else is wrong."""

    files: Any
    kept: Any

    def validate_files(self, field: Any) -> None:
        """Store what is good at once; say of each other file what is wrong with it."""
        known = {token: read[1] for token in self.kept.data or [] if (read := evidence.read(token))}
        wrong = []
        for upload in field.data or []:
            if not getattr(upload, "filename", ""):
                continue
            if len(known) == evidence.MOST:
                wrong.append(_("最多 %(most)s 个附件。", most=evidence.MOST))
                break
            try:
                known[evidence.keep(upload)] = upload.filename
            except Refused as refused:
                why = refused.detail or refused.title
                wrong.append(_("%(name)s：%(why)s", name=upload.filename, why=why))
        self.kept.choices = list(known.items())
        self.kept.data = list(known)
        if wrong:
            raise ValidationError(" ".join(wrong))

    def __iter__(self) -> Iterator[Any]:
        """The fields for the page: without the list of kept files when there are none."""
        fields = super().__iter__()  # type: ignore[misc]
        return (field for field in fields if field.name != "kept" or field.choices)


LAST = ("files", "kept", "confidential", "name", "contact", "news", "once")


class UnknownForm(Uploads, PostForm):
    """What is filed without an account: files, and who it is, as far as somebody tells."""

    files = UploadField()
    kept = kept_field()
    confidential = BooleanField(
        _l("要求保密"), description=_l("承办单位将被告知不得打听、泄露反映人的身份。")
    )
    name = StringField(
        _l("您的姓名（选填）"),
        description=_l("与联系方式一起单独加密保存，被反映的单位看不到。"),
        validators=[Length(max=100)],
        render_kw={"autocomplete": "off"},
    )
    contact = StringField(
        _l("联系方式（选填）"),
        description=_l("单独加密保存，被反映的单位看不到。不填也能凭回执查询。"),
        validators=[Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    news = StringField(
        _l("有进展时发邮件告知（选填邮箱）"),
        description=_l(
            "先发一封确认邮件；以后只告知编号和查询网址，不写内容，随时可以停止。"
            "单独加密保存，没有人可以查看，停止时立即删除。不放心的请不填，凭回执查询。"
        ),
        validators=[Optional(), *IS_EMAIL],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    once = HiddenField(default=lambda: secrets.token_hex(16))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if not following.is_on():
            del self.news

    def __iter__(self) -> Iterator[Any]:
        """The fields for the page: what a form asks of itself comes before these."""
        own = LAST
        fields = list(super().__iter__())
        return iter(sorted(fields, key=lambda field: field.name in own))

    def validate_once(self, field: Any) -> None:
        if len(field.data or "") != 32 or not field.data.isalnum():
            raise ValidationError(_("表单不完整，请刷新页面后重新提交。"))


class TrackForm(PostForm):
    """A receipt, always posted: it is never part of an address."""

    ref = StringField(
        _l("受理编号"),
        description=_l("例如 T2026-000123"),
        validators=[InputRequired(_l("请填写受理编号。")), Length(max=40)],
        render_kw={"autocomplete": "off"},
    )
    secret = StringField(
        _l("查询密码"),
        description=_l("回执上的 16 位数字。"),
        validators=[InputRequired(_l("请填写查询密码。")), Length(max=40)],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )


class NotedForm(PostForm):
    """The person shows that the secret was noted; `secret` only serves to show it again."""

    ref = HiddenField(validators=[REQUIRED])
    secret = HiddenField(validators=[REQUIRED])
    end = StringField(
        _l("查询密码的最后四位"),
        description=_l("请看着您抄下或者另存的密码输入，不要看本页。"),
        validators=[InputRequired(_l("请输入最后四位。")), Length(max=40)],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )


class FileForm(PostForm):
    """Which file the holder of a receipt asks for."""

    ref = HiddenField(validators=[REQUIRED])
    secret = HiddenField(validators=[REQUIRED])
    number = IntegerField(validators=[REQUIRED])


class SayForm(Uploads, PostForm):
    """Somebody unknown says more, with the receipt in the same post."""

    ref = HiddenField(validators=[REQUIRED])
    secret = HiddenField(validators=[REQUIRED])
    words = TextAreaField(
        _l("补充说明"),
        validators=[InputRequired(_l("请填写。")), Length(max=5000)],
        render_kw={"rows": 4},
    )
    files = UploadField()
    kept = kept_field()
    office_only = BooleanField(
        _l("只给领导小组办公室看"), description=_l("勾选后承办单位看不到这一段和附件。")
    )


def reply_form(asked: Any, replies: dict[str, Any], follows: Any) -> type[PostForm]:
    """The form in which the holder of a receipt agrees with what came of it, or disputes it.

    `replies` name the two, and `follows` says what comes of not agreeing.
    """

    class ReplyForm(Uploads, PostForm):
        ref = HiddenField(validators=[REQUIRED])
        secret = HiddenField(validators=[REQUIRED])
        reply = RadioField(
            asked, choices=lambda: pairs(replies), validators=[InputRequired(_l("请选择。"))]
        )
        text = TextAreaField(
            _l("不认可的理由"),
            description=follows,
            validators=[Length(max=5000)],
            render_kw={"rows": 4},
        )
        files = UploadField()
        kept = kept_field()

        def validate_text(self, field: Any) -> None:
            if self.reply.data == "dispute" and not (field.data or "").strip():
                raise ValidationError(_("请写明不认可的理由。"))

    return ReplyForm


class ContactForm(PostForm):
    """Why the office must know who complains."""

    reason = TextAreaField(
        _l("查看理由"),
        description=_l("写明为什么不能通过回执联系，查看后用于什么。"),
        validators=[
            InputRequired(_l("请写明理由。")),
            Length(10, 2000, _l("请写 10 到 2000 个字。")),
        ],
    )


class ReleaseForm(PostForm):
    """The custodian consents or does not, with reasons."""

    decision = RadioField(
        _l("决定"),
        choices=lambda: pairs({"grant": _("同意查看"), "refuse": _("不同意查看")}),
        validators=[InputRequired(_l("请选择。"))],
    )
    why = TextAreaField(_l("理由"), validators=[REQUIRED, Length(max=2000)])
