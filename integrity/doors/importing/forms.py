"""What is asked of who imports a file."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from integrity.pages.evidence import SheetField
from integrity.pages.forms import PostForm


class UploadForm(PostForm):
    file = SheetField(
        _l("表格文件"),
        description=_l("XLSX（不含宏）或者 CSV（UTF-8 或者 GB18030 编码），只读取第一张工作表。"),
        validators=[InputRequired(_l("请选择文件。"))],
    )
