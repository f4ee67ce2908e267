"""The papers of records, lists and the two remedies: what each says, to whom, what it begins."""

from integrity.credit.papers import (
    changes,
    corrections,
    detachments,
    entries,
    hearings,
    records,
    remedies,
)

PAPERS = (
    *records.PAPERS,
    *corrections.PAPERS,
    *entries.PAPERS,
    *changes.PAPERS,
    *detachments.PAPERS,
    *hearings.PAPERS,
    *remedies.PAPERS,
)
