"""`flask keys`: a key is replaced, and what was sealed or signed with the old one stays readable.

The system is stopped meanwhile. One transaction: either everything is under the new key or nothing.
"""

import base64
import os

import click
from cryptography.exceptions import InvalidTag
from flask.cli import AppGroup

from integrity.base import clock, key_marks, server_keys
from integrity.base.config import derived_key
from integrity.base.db import db
from integrity.people.messages import strangers
from integrity.streams.complaints.contacts import CONTACTS as COMPLAINANTS
from integrity.streams.tips.contacts import CONTACTS as INFORMANTS

OLD = "OLD_CONTACT_KEY"
CONTACT = "CONTACT_KEY"

keys = AppGroup("keys", help="Replace a key.")


@keys.command("renew-signature")
def renew_signature() -> None:
    """Sign with a new key from now on; the old one stays published and verifies what it signed."""
    try:
        old, new = server_keys.renew()
    except server_keys.LostKeys as lost:
        raise click.ClickException(f"{lost.title}：{lost.detail}\n{lost.what_to_do}") from None
    click.echo(f"{old} is retired, {new} signs; make a backup of the keys now")


@keys.command("reseal-contacts")
def reseal_contacts() -> None:
    """Bring who complained, and addresses that follow, under the CONTACT_KEY that is set now.

    OLD_CONTACT_KEY is what it was before, or SECRET_KEY where none had been set.
    """
    old = os.environ.get(OLD, "")
    if not old:
        raise click.ClickException(f"set {OLD} to the key that the database was used with")
    if not key_marks.is_of(CONTACT, derived_key(old, "contact")):
        raise click.ClickException(f"{OLD} is not the key that the database was used with")
    try:
        counts = _resealed(old)
    except InvalidTag:
        db.session.rollback()
        raise click.ClickException(f"{OLD} does not open everything: nothing was changed") from None
    key_marks.renew(CONTACT, clock.now())
    db.session.commit()
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()) + " resealed")


def _resealed(old: str) -> dict[str, int]:
    contact, follow = (base64.b64decode(derived_key(old, use)) for use in ("contact", "follow"))
    return {
        "complainants": COMPLAINANTS.reseal(contact),
        "informants": INFORMANTS.reseal(contact),
        "addresses": strangers.reseal(follow),
    }
