"""What the page of a report shows, and the same for machines."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from integrity.base.i18n import percent
from integrity.credit.periodicals import texts
from integrity.credit.periodicals.models import Periodical
from integrity.credit.periodicals.papers import drawn
from integrity.credit.tallies.figures import FIGURES
from integrity.credit.tallies.service import stream_name
from integrity.pages.drawings import Part, Picture, Strip, of_one_scale


def meaning(key: str) -> str:
    """The definition of a figure, in one line."""
    said = FIGURES[key].definition
    if not str(said.denominator):
        return _("%(part)s。%(meaning)s", part=said.numerator, meaning=said.meaning)
    return _(
        "%(part)s ÷ %(whole)s。%(meaning)s",
        part=said.numerator,
        whole=said.denominator,
        meaning=said.meaning,
    )


def parts(report: Periodical) -> Mapping[str, Any]:
    """What templates/periodicals/_report.html shows."""
    return {
        "opening": texts.filled(report, report.opening).splitlines(),
        "closing": texts.filled(report, report.closing).splitlines(),
        "rows": [_row(report, key) for key in report.chosen],
        "pictures": [picture for picture in _pictures(report) if picture.strips],
        "taken_back": report.why,
    }


def as_data(report: Periodical) -> dict[str, Any]:
    """The figures of a report for another level, and how each is defined."""
    tally = report.tally
    return {
        "ref": report.ref,
        "kind": report.kind,
        "title": report.title,
        "first_on": report.first_on.isoformat(),
        "last_on": report.last_on.isoformat(),
        "counted_on": tally.on.isoformat(),
        "figures": [
            {
                "key": key,
                "label": str(FIGURES[key].definition.label),
                "meaning": meaning(key),
                "value": tally.value(key),
                "whole": tally.value(FIGURES[key].whole) if FIGURES[key].whole else None,
            }
            for key in report.chosen
        ],
    }


def _row(report: Periodical, key: str) -> Mapping[str, Any]:
    now, whole = report.tally.value(key), FIGURES[key].whole
    before = report.previous.tally.value(key) if report.previous else None
    return {
        "label": FIGURES[key].definition.label,
        "meaning": meaning(key),
        "value": now,
        "whole": report.tally.value(whole) if whole else None,
        "share": percent(now, report.tally.value(whole)) if whole else "",
        "before": before,
        "change": now - before if before is not None else None,
        "href": url_for("periodicals.figure", ref=report.ref, key=key),
    }


def _pictures(report: Periodical) -> list[Picture]:
    stated = report.tally.stated
    bodies = [(row["name"], row["figures"]) for row in stated["bodies"]]
    kinds = [(stream_name(row["name"]), row["figures"]) for row in stated["streams"]]
    return [
        _picture(report, "bodies", _("各单位情况"), bodies),
        _picture(report, "kinds", _("各类事项"), kinds),
    ]


def _picture(report: Periodical, name: str, title: Any, named: Any) -> Picture:
    key = drawn(report)
    label = FIGURES[key].definition.label
    rows = sorted(named, key=lambda row: (-row[1].get(key, 0), str(row[0])))
    strips = [Strip(said, [Part("late", label, f[key])]) for said, f in rows if f.get(key)]
    return Picture(
        f"picture-{name}",
        _("%(title)s：%(figure)s", title=title, figure=label),
        meaning(key),
        report.tally.on,
        of_one_scale(strips),
    )
