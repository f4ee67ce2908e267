"""The channels that leave the house; each is off until it is set up."""

from integrity.base.outbox import Channel
from integrity.people.messages.calls import Gateway, Webhook
from integrity.people.messages.emails import Emails
from integrity.people.messages.letters import Carrier
from integrity.people.messages.robots import Robots

CARRIERS: dict[Channel, Carrier] = {
    Channel.EMAIL: Emails(),
    Channel.GATEWAY: Gateway(),
    Channel.WEBHOOK: Webhook(),
    Channel.ROBOT: Robots(),
}


def on() -> dict[Channel, Carrier]:
    """Those that this installation has set up."""
    return {name: carrier for name, carrier in CARRIERS.items() if carrier.is_on()}
