"""A business system of a body that checks, for tests against running systems."""

from pathlib import Path

from tests.factories import example_code
from tests.live import Live

BODY, FIRM = example_code(990_201), example_code(990_202)


def make_system(live: Live, folder: Path, *words: str) -> str:
    """Register a body and a firm to ask about; returns a token of the body for checks."""
    sheet = folder / "subjects.csv"
    rows = f"body,示例核查审批局,{BODY}\nenterprise,示例被查有限公司,{FIRM}\n"
    sheet.write_text(f"kind,name,uscc\n{rows}", encoding="utf-8")
    live.flask("import", "subjects", str(sheet))
    made = live.flask("token", "create", "--body", BODY, "--scope", "checks", *words)
    return made.strip().splitlines()[-1]
