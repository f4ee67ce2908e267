"""What is on record of a person, in words, for the one page that shows it."""

from flask_babel import gettext as _

from integrity.base import i18n
from integrity.credit.checks.answers import because
from integrity.credit.checks.lookups import Found
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES
from integrity.credit.persons.models import PersonInquiry


def of(inquiry: PersonInquiry, found: Found) -> list[tuple[str, str]]:
    """Each thing on record and what follows from it; empty where nothing is."""
    number = inquiry.subject_id or 0
    listed = [
        (
            f"{LIST_NAMES[entry.kind]}：{GROUND_NAMES[entry.ground]}",
            _("、").join([entry.legal_basis, *(a.measure.name for a in entry.attachments)]),
        )
        for entry in found.entries.get(number, ())
    ]
    lasting = [
        (attached.measure.name, _("至 %(day)s", day=i18n.day(attached.until)))
        for attached in found.lasting.get(number, ())
    ]
    records = [
        (
            f"{record.ref} {record.summary}",
            _("至 %(day)s", day=i18n.day(record.until)) if record.until else "",
        )
        for record in found.records.get(number, ())
    ]
    reached = [(_("因关联关系适用"), because(one)) for one in found.reached.get(number, ())]
    return [*listed, *lasting, *reached, *records]
