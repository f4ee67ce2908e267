"""`flask message`: try a channel, and see how sending stands."""

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from integrity.base import clock
from integrity.base.db import db
from integrity.base.outbox import Channel, Envelope
from integrity.people.messages import channels, trying

message = AppGroup("message", help="Messages to people, and the channels by which they leave.")


@message.command("test")
@click.argument("channel", type=click.Choice([c.value for c in channels.CARRIERS]))
@click.argument("to")
def try_channel(channel: str, to: str) -> None:
    """Send one message by a channel to an address, and say what came of it."""
    try:
        trying.send(Channel(channel), to, at=clock.now())
    except trying.NotTaken as error:
        raise click.ClickException(f"{channel}: {error.detail}") from None
    click.echo(f"{channel}: taken")


@message.command("status")
def show_status() -> None:
    """How many envelopes there are by channel and state, and how many may have gone twice."""
    counts = sa.select(
        Envelope.channel, Envelope.state, sa.func.count(), sa.func.sum(Envelope.doubtful)
    ).group_by(Envelope.channel, Envelope.state)
    for channel, state, number, doubtful in db.session.execute(counts).tuples():
        click.echo(f"{channel.value:<10} {state.value:<10} {number:>8}  doubtful {doubtful}")
