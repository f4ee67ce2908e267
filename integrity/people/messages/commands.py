"""`flask message`: try a channel, and see how sending stands."""

import click
import sqlalchemy as sa
from flask.cli import AppGroup
from flask_babel import gettext as _

from integrity.base import addresses, clock, i18n
from integrity.base.db import db
from integrity.base.outbox import Channel, Envelope
from integrity.people.messages import channels, letters
from integrity.people.messages.letters import Letter
from integrity.people.messages.tells import Said

message = AppGroup("message", help="Messages to people, and the channels by which they leave.")
FAILURES = (letters.Away, letters.Refused, letters.Undeliverable)


@message.command("test")
@click.argument("channel", type=click.Choice([c.value for c in channels.CARRIERS]))
@click.argument("to")
def try_channel(channel: str, to: str) -> None:
    """Send one message by a channel to an address, and say what came of it."""
    carrier = channels.on().get(Channel(channel))
    if carrier is None:
        raise click.ClickException(f"{channel} is not set up")
    now = clock.now()
    said = Said(_("这是一条测试消息。"), addresses.under("/"))
    head = f"{i18n.site_name()}{_('：')}{said.words}"
    try:
        with carrier.open() as carry:
            carry(Letter(f"test.{now:%Y%m%d%H%M%S%f}", to, head, (said,), now))
    except FAILURES as error:
        raise click.ClickException(f"{channel}: {type(error).__name__} {error}") from None
    click.echo(f"{channel}: taken")


@message.command("status")
def show_status() -> None:
    """How many envelopes there are by channel and state, and how many may have gone twice."""
    counts = sa.select(
        Envelope.channel, Envelope.state, sa.func.count(), sa.func.sum(Envelope.doubtful)
    ).group_by(Envelope.channel, Envelope.state)
    for channel, state, number, doubtful in db.session.execute(counts).tuples():
        click.echo(f"{channel.value:<10} {state.value:<10} {number:>8}  doubtful {doubtful}")
