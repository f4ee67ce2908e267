"""What is asked of who imports a file."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, StopValidation

from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import PostForm

ENDINGS = ("xlsx", "csv")


class SheetField(EvidenceField):
    """A table: XLSX without macros, or CSV in UTF-8 or GB18030."""

    def pre_validate(self, form: PostForm) -> None:
        name = (self.data and self.data.filename) or ""
        if name and name.rpartition(".")[2].lower() not in ENDINGS:
            raise StopValidation(_("只能导入不含宏的 XLSX 或者 CSV 文件。"))
        super().pre_validate(form)


class UploadForm(PostForm):
    file = SheetField(
        _l("表格文件"),
        description=_l("XLSX（不含宏）或者 CSV（UTF-8 或者 GB18030 编码），只读取第一张工作表。"),
        validators=[InputRequired(_l("请选择文件。"))],
        render_kw={"accept": ",".join(f".{ending}" for ending in ENDINGS)},
    )
