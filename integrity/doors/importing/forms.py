"""What is asked of who imports a file."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from integrity.pages.evidence import SheetField
from integrity.pages.forms import PostForm


class UploadForm(PostForm):
    file = SheetField(
        _l("表格文件"),
        description=_l("XLSX（不含宏）或者 CSV；表头上方的标题行、合计行、多余的列都可以保留。"),
        validators=[InputRequired(_l("请选择文件。"))],
    )
