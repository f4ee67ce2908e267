"""The whole name of a person, which is sealed: for the few who may be shown it, and to compare."""

from integrity.people.subjects import identifiers
from integrity.people.subjects.models import Subject
from integrity.people.subjects.names import spelled


def name_of(person: Subject) -> str:
    """The whole name of a person, which is sealed; of others their name."""
    return identifiers.unseal(person.name_sealed) if person.name_sealed else person.name


def is_called(person: Subject, name: str) -> bool:
    """Whether this is a person's whole name, however it was typed."""
    return spelled(name_of(person)) == spelled(name)
