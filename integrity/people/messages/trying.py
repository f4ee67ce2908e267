"""One message by one channel, to see whether it is set up right."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base import addresses, site_texts
from integrity.base.db import release
from integrity.base.errors import Refused
from integrity.base.outbox import Channel
from integrity.people.messages import channels, letters
from integrity.people.messages.letters import Letter
from integrity.people.messages.tells import Said

FAILURES = (letters.Away, letters.Refused, letters.Undeliverable)


class NotTaken(Refused):
    """Whoever carries letters by this channel did not take this one."""

    title = _l("测试消息没有发出")


def send(channel: Channel, to: str, *, at: datetime) -> None:
    """Hand one over to an address; raises NotTaken, with what was answered."""
    carrier = channels.on().get(channel)
    if carrier is None:
        raise NotTaken(_("该渠道没有设置。"))
    said = Said(_("这是一条测试消息。"), addresses.under("/"))
    head = f"{site_texts.site_name()}{_('：')}{said.words}"
    release()  # nobody waits for a lock while a server takes its time
    try:
        with carrier.open() as carry:
            carry(Letter(f"test.{at:%Y%m%d%H%M%S%f}", to, head, (said,), at))
    except FAILURES as error:
        raise NotTaken(f"{type(error).__name__} {error}") from None
