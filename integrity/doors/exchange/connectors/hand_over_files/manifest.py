"""Batches are files that people hand over, and so are the receipts and what the platform holds."""

from flask_babel import lazy_gettext as _l

from integrity.doors.exchange.connectors import Manifest
from integrity.doors.exchange.models import Direction

MANIFEST = Manifest(
    title=_l("批次文件交换"),
    about=_l("没有接口的平台：按目录事项生成批次文件，下载后交付，再导入平台的回执和对账清单。"),
    direction=Direction.OUT,
)
