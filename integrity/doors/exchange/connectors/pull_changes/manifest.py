"""Changes are fetched from the platform, which is told what became of each."""

from flask_babel import lazy_gettext as _l

from integrity.doors.exchange.connectors import Manifest
from integrity.doors.exchange.connectors.pull_changes import code
from integrity.doors.exchange.models import Direction

MANIFEST = Manifest(
    title=_l("拉取变动"),
    about=_l("按游标读取平台的变动，逐条核对后归集到目录事项，并向平台回执。"),
    direction=Direction.IN,
    held=code.held,
    pull=code.pull,
    told=code.told,
)
