"""`flask rules diff`: what another rule set would make of what was decided."""

import click
import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework.rules.models import RuleSet
from integrity.credit.rulesets import comparing


@click.command("diff")
@click.argument("old")
@click.argument("new")
def compare_rule_sets(old: str, new: str) -> None:
    """Print, record by record, what NEW would make of what was decided under OLD."""
    grading = comparing.Grading(_rule_set(new))
    found = comparing.compare(grading, _rule_set(old).code)
    for record, now, would in comparing.changes(grading, old):
        click.echo(f"{record.ref} {record.subject.name}: " + _words(now, would))
    subjects, bodies = comparing.told(found)
    click.echo(
        f"lighter {found.lighter}, heavier {found.heavier}, mixed {found.mixed}, same {found.same}"
    )
    click.echo(f"to be told: {subjects} subjects; {', '.join(bodies) or 'no receiving body'}")


def _words(now: comparing.Outcome, would: comparing.Outcome) -> str:
    names = comparing.Outcome._fields
    pairs = zip(names, now, would, strict=True)
    return ", ".join(f"{name} {was} -> {will}" for name, was, will in pairs if was != will)


def _rule_set(code: str) -> RuleSet:
    found = db.session.scalars(sa.select(RuleSet).where(RuleSet.code == code)).first()
    if found is None:
        known = db.session.scalars(sa.select(RuleSet.code).order_by(RuleSet.effective_from))
        raise click.ClickException(f"{code}: one of {', '.join(known)}")
    return found
