"""五公开: what of a commitment was made public where, for each of five stages, and what is missing.

济高信用办〔2019〕7号 一（二）2. What stands on this site counts under its own name: the promise
as decision, reports as execution, and only what somebody else verified as result.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from commitments.models import PUBLIC, Commitment, CommitmentOutcome
from commitments.steps.publications import CHANNEL_NAMES, STAGE_NAMES, Publication, Stage
from integrity.base import clock, i18n


@dataclass(frozen=True)
class Row:
    """One stage (None: nobody said which): where it was published elsewhere, what stands here."""

    name: Any
    elsewhere: list[tuple[Any, Publication]]
    here: str = ""

    @property
    def is_missing(self) -> bool:
        return not self.elsewhere and not self.here


@dataclass(frozen=True)
class Status:
    """The five stages, what nobody gave a stage, and the names of those with nothing."""

    rows: list[Row]
    unnamed: Row
    missing: list[str]
    major: bool


def status(item: Commitment, known: Sequence[Publication], reports: int) -> Status | None:
    """The status of a public commitment with its publications and number of reports, else None."""
    if item.state not in PUBLIC:
        return None
    here = {
        Stage.DECISION: _decided(item),
        Stage.EXECUTION: _carried_out(reports),
        Stage.RESULT: _ended(item),
    }
    rows = [
        Row(name, _elsewhere(known, stage), here.get(stage, ""))
        for stage, name in STAGE_NAMES.items()
    ]
    missing = [str(row.name) for row in rows if row.is_missing]
    return Status(rows, Row(_("未注明阶段"), _elsewhere(known, None)), missing, item.major)


def _elsewhere(known: Sequence[Publication], stage: Stage | None) -> list[tuple[Any, Publication]]:
    return [(CHANNEL_NAMES[row.channel], row) for row in known if row.stage is stage]


def _decided(item: Commitment) -> str:
    if item.published_at is None:
        return ""
    day = i18n.day(clock.local_day(item.published_at))
    if item.signed_at is None:
        return _("承诺内容，%(day)s公布", day=day)
    return _("承诺内容和签署的文本，%(day)s在本站公开", day=day)


def _carried_out(reports: int) -> str:
    if not reports:
        return ""
    return ngettext("%(num)d 份进展报告，在本站公开", "%(num)d 份进展报告，在本站公开", reports)


def _ended(item: Commitment) -> str:
    if item.outcome is None or item.verified_on is None:
        return ""
    day = i18n.day(item.verified_on)
    if item.outcome is CommitmentOutcome.CHANGED:
        return _("依法变更的决定，%(day)s在本站公开", day=day)
    return _("核验结果，%(day)s在本站公开", day=day)
