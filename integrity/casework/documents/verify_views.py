"""The page behind the code on a print: whether it was issued here, how it stands, what it says."""

import hashlib
from typing import Any

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.validators import Length, ValidationError

from integrity.base import clock, server_keys, site_texts
from integrity.base.db import db
from integrity.base.errors import NotFound, Refused
from integrity.base.security import takes_files
from integrity.base.stamps import public
from integrity.base.visitors import Budget
from integrity.casework.documents import comparing, corrections, kinds
from integrity.casework.documents.blueprint import bp
from integrity.casework.documents.comparing import Verdict
from integrity.casework.documents.giving import MAKERS
from integrity.casework.documents.making import statement
from integrity.casework.documents.models import STATE_NAMES, TONES, Document
from integrity.files import filetypes
from integrity.pages.form_pages import form_page, shown
from integrity.pages.forms import PostForm

CHECKED = Budget("paper checks", "PAPER_CHECKS")
SAID = {
    Verdict.SAME: ("success", _l("一致：与本系统签发的这份文书完全相同。")),
    Verdict.WORDS: (
        "warning",
        _l(
            "文字一致，但不是本系统生成的原文件。图片、印章和被遮盖的内容无法核对，"
            "请以纸质原件或者从本系统下载的文件为准。"
        ),
    ),
    Verdict.OTHER: (
        "error",
        _l("不一致：与本系统签发的这份文书不同，或者不是这份文书。请与发文机关联系。"),
    ),
}


class TooMany(Refused):
    """From one network only so many files are compared."""

    status = 429
    title = _l("核对次数过多")


class CheckForm(PostForm):
    """A file, or a hash; nothing of either is kept."""

    upload = FileField(
        _l("PDF 或者 Word 文件"),
        description=_l("只用于这一次核对，不保存。"),
        render_kw={"accept": ".pdf,.docx"},
    )
    sha256 = StringField(
        _l("或者校验值（SHA-256）"),
        description=_l("文书页脚印有文本校验值，共 64 位；也可以填写 PDF 文件的校验值。"),
        validators=[Length(max=200)],
    )

    def validate_upload(self, field: FileField) -> None:
        if bool(field.data) == bool((self.sha256.data or "").strip()):
            raise ValidationError(_("请选择文件，或者填写校验值，二者选一。"))


@bp.route("/documents/<token>/verify", methods=["GET", "POST"])
@public
@takes_files(1)
def verify(token: str) -> ResponseReturnValue:
    """What is known of an issued paper, and nothing of what it says or to whom it went.

    Whoever has a copy may compare it with what was issued.
    """
    wanted = sa.select(Document).where(Document.token == token, Document.ref.is_not(None))
    document = db.session.scalars(wanted).first()
    if document is None:
        raise NotFound
    form = CheckForm()

    def compare() -> ResponseReturnValue:
        if until := CHECKED.free_at():
            when = f"{until.astimezone(clock.ZONE):%H:%M}"
            raise TooMany(_("从您的网络核对的次数过多，请在 %(time)s 后再试。", time=when))
        CHECKED.spend()
        return shown(CheckForm(formdata=None), **page, verdict=SAID[_verdict(document, form)])

    page = _page(document)
    return form_page(form, compare, **page)


def _verdict(document: Document, form: CheckForm) -> Verdict:
    file = form.upload.data
    if not file:
        return comparing.with_hash(document, form.sha256.data or "")
    ending = filetypes.check(file.stream, file.filename or "", opened=True)
    if ending not in MAKERS:
        raise filetypes.WrongEvidence(_("只能核对 PDF 或者 Word（docx）文件。"))
    return comparing.with_file(document, file.stream, ending)


def _page(document: Document) -> dict[str, Any]:
    return {
        "template": "documents/verify.html",
        "document": document,
        "title": kinds.named(document.kind).title,
        "issuer": document.body.name if document.body else site_texts.said("OFFICE_NAME"),
        "state": STATE_NAMES[document.state],
        "tone": TONES.get(document.state, "plain"),
        "is_whole": is_whole(document),
        "corrected_by": corrections.numbers(document),
        "corrects": corrections.corrected(document),
    }


def is_whole(document: Document) -> bool:
    """Whether the text has the hash that was signed here when it was issued."""
    keys = {key["public_key"] for key in server_keys.public_keys()}
    hashed = hashlib.sha256(document.content.encode()).hexdigest() == document.sha256
    raw = server_keys.raw_keys().values()
    signed = any(
        server_keys.verify(key, statement(document), document.server_signature) for key in raw
    )
    return hashed and signed and document.server_key in keys
