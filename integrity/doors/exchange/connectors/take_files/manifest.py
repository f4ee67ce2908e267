"""Changes are files that people bring, and so are the receipts that they take with them."""

from flask_babel import lazy_gettext as _l

from integrity.doors.exchange.connectors import Manifest
from integrity.doors.exchange.models import Direction

MANIFEST = Manifest(
    title=_l("接收变动文件"),
    about=_l("没有接口的平台：导入平台送来的变动文件，逐条核对后归集到目录事项，再交付回执文件。"),
    direction=Direction.IN,
)
