"""Batches of rows are sent to the platform, which answers for each."""

from flask_babel import lazy_gettext as _l

from integrity.doors.exchange.connectors import Manifest
from integrity.doors.exchange.connectors.push_batches import code
from integrity.doors.exchange.models import Direction

MANIFEST = Manifest(
    title=_l("分批报送"),
    about=_l(
        "把公开的信用记录、名单、行政许可和行政处罚，以及归集的共享信息，按目录事项分批发送给平台，平台逐条回执。"
    ),
    direction=Direction.OUT,
    held=code.held,
    push=code.push,
)
