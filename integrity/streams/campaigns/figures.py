"""What a campaign comes to, counted from its findings and reports; nothing of it is stored."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from integrity.base.db import db
from integrity.casework.breaches import Problem
from integrity.streams.campaigns import reports
from integrity.streams.campaigns.models import (
    Campaign,
    Finding,
    FindingState,
    ReportState,
    SelfReport,
    Source,
)

S = FindingState
Key = tuple[Problem, Source, FindingState]


@dataclass(frozen=True)
class Findings:
    """How many findings there are, by problem, source and state."""

    by: Mapping[Key, int]

    def of(
        self,
        problem: Problem | None = None,
        source: Source | None = None,
        *states: FindingState,
    ) -> int:
        """How many are of a problem, from a source and in one of these states; None: of any."""
        return sum(
            number
            for (p, s, state), number in self.by.items()
            if problem in (None, p) and source in (None, s) and (not states or state in states)
        )

    @property
    def standing(self) -> int:
        """Those that are so, or not yet said not to be."""
        return self.of() - self.of(None, None, S.DISMISSED)

    @property
    def struck(self) -> int:
        return self.of(None, None, S.STRUCK)


def findings(campaign: Campaign) -> Findings:
    """One query."""
    columns = (Finding.problem, Finding.source, Finding.state)
    wanted = sa.select(*columns, sa.func.count()).where(Finding.campaign_id == campaign.id)
    rows = db.session.execute(wanted.group_by(*columns)).all()
    return Findings({(problem, source, state): n for problem, source, state, n in rows})


def reported(campaign: Campaign, on: date) -> Counter[str]:
    """How many bodies said what: asked, zero, filed; of them silent, and zeros contradicted."""
    mine = SelfReport.campaign_id == campaign.id
    columns = [
        *(
            sa.func.count(sa.case((SelfReport.state == state, 1))).label(state.value)
            for state in ReportState
        ),
        sa.func.count(sa.case((reports.silent(on), 1))).label("silent"),
        sa.func.count(sa.case((reports.contradicted(), 1))).label("contradicted"),
    ]
    return Counter(dict(db.session.execute(sa.select(*columns).where(mine)).one()._mapping))


def silent_names(campaign: Campaign, on: date) -> list[str]:
    """The bodies that have not reported in time."""
    wanted = sa.select(SelfReport).where(SelfReport.campaign_id == campaign.id, reports.silent(on))
    eager = wanted.options(sa.orm.joinedload(SelfReport.subject))
    return sorted(report.subject.name for report in db.session.scalars(eager))
