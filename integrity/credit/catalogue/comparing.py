"""What a draft of the catalogue changes, old and new side by side."""

from flask_babel import gettext as _

from integrity.credit.catalogue import described
from integrity.credit.catalogue.draft_models import CatalogueDraft


def changes(found: CatalogueDraft) -> list[tuple[str, str]]:
    """One line for each part of the version before that reads otherwise in the draft."""
    if found.replaces is None or found.ending:
        return []
    old = dict(described.facts(found.replaces)) | {_("信息事项"): found.replaces.name}
    new = dict(described.facts(found)) | {_("信息事项"): found.name}
    return [
        (
            _("变化：%(part)s", part=part),
            _("%(old)s → %(new)s", old=old[part], new=new[part]),
        )
        for part in new
        if str(old[part]) != str(new[part])
    ]
