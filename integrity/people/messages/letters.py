"""What leaves the house: one envelope as words, a number and a way in, and nothing else."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import ngettext

from integrity.base import addresses, site_texts
from integrity.base.outbox import Envelope
from integrity.people.messages.tells import Said, say

MOST = 50
"""So many sentences are in one letter; of the rest it says how many there are."""


class Away(Exception):
    """Whoever carries letters cannot be reached, or takes none now: all go again later.

    in_doubt: it went away after it was given one, so that one may have been taken.
    """

    def __init__(self, why: str, *, in_doubt: bool = False) -> None:
        super().__init__(why)
        self.in_doubt = in_doubt


class Refused(Exception):
    """This one is not taken now; the others may be."""


class Undeliverable(Exception):
    """This one will never be taken: nobody is at that address."""


@dataclass(frozen=True)
class Letter:
    """number: the same however often it is sent. to: an address, or the name of an account.

    end: where whoever has no account ends it with one click.
    """

    number: str
    to: str
    subject: str
    said: tuple[Said, ...]
    at: datetime
    end: str = ""

    @property
    def text(self) -> str:
        """As a mail or a message has it: every sentence with the way in."""
        lines = [f"{said.words}\n{said.path}" for said in self.said]
        ending = [f"{_('停止接收')}\n{self.end}"] if self.end else []
        return "\n\n".join([*lines, *ending, _("本消息由系统自动发出，请勿回复。")])

    @property
    def short(self) -> str:
        """As a telephone shows it: one sentence, or how many."""
        first = self.said[0]
        return f"{first.words if len(self.said) == 1 else self.subject} {first.path}"


Carry = Callable[[Letter], None]


class Carrier(Protocol):
    """Who carries letters by one channel; `personal`: to an address that a person has confirmed.

    `shared`: to a group, that is told how much there is and nothing else.
    `open` gives what hands one letter over; it raises Away, Refused or Undeliverable.
    """

    personal: bool
    shared: bool

    def is_on(self) -> bool: ...

    def open(self) -> AbstractContextManager[Carry]: ...


def letter(envelope: Envelope, to: str) -> Letter:
    """What an envelope says, in the tongue of the installation."""
    said = tuple(_said(envelope))
    if len(said) == 1 and envelope.first_id:
        subject = said[0].words
    else:
        subject = ngettext("您有 %(num)d 条待阅消息", "您有 %(num)d 条待阅消息", len(said))
    head = f"{site_texts.site_name()}{_('：')}{subject}"
    if len(said) > MOST:
        rest = _("其余 %(num)d 条请登录查看。", num=len(said) - MOST)
        said = (*said[:MOST], Said(rest, addresses.under("/messages/")))
    return Letter(envelope.number, to, head, said, envelope.made_at)


def _said(envelope: Envelope) -> Iterator[Said]:
    for message in envelope.messages:
        said = say(message.thing, message.event, message.ref)
        yield Said(said.words, addresses.under(said.path))
