"""What a run measured, line by line, and what of it was above its limit."""

from rich.table import Table

from tests.benchmarks.measuring import Cliff

results = Table("what", "measured", "limit", box=None)
cliffs_seen = Table("what", "as it was", "now", "compared with", "÷", "limit", box=None)
failed: list[str] = []


def judge(what: str, measured: float, limit: float, unit: str = "×") -> None:
    """One line of the report; above its limit it fails the run."""
    results.add_row(what, f"{measured:.2f} {unit}", f"≤ {limit:g} {unit}")
    if measured > limit:
        failed.append(what)


def judge_cliff(cliff: Cliff) -> None:
    """One line of how it was and is; above its limit it fails the run."""

    def said(amount: float | None) -> str:
        return "" if amount is None else f"{amount:,.4g} {cliff.unit}"

    cliffs_seen.add_row(
        cliff.what,
        said(cliff.before),
        said(cliff.now),
        said(cliff.base),
        f"{cliff.times:.2f}",
        f"≤ {cliff.limit:g}",
    )
    if cliff.times > cliff.limit:
        failed.append(cliff.what)
