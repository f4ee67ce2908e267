"""Checks codes, in the standard library of Python 3.11: python check.py CODE [CODE…].

SITE and TOKEN come from the environment, MATTER and PURPOSE say what for. Prints a line a code.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from typing import Any

AGAIN = (429, 502, 503, 504)
"""Answers after which the same call is sent again: its key makes that safe."""


def check(codes: list[str], matter: str, purpose: str, tries: int = 5) -> dict[str, Any]:
    """One check of up to 1,000 codes; raises SystemExit with the code of the problem."""
    queries = {code: {"code": code} for code in codes}
    content = json.dumps({"matter": matter, "purpose": purpose, "queries": queries}).encode()
    request = urllib.request.Request(
        f"{os.environ['SITE']}/api/v1/checks",
        content,
        {
            "Authorization": f"Bearer {os.environ['TOKEN']}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        },
    )
    for left in reversed(range(tries)):
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            if refused.code not in AGAIN or not left:
                problem = json.load(refused)
                raise SystemExit(f"{problem['code']}: {problem['detail']}") from None
            time.sleep(int(refused.headers.get("Retry-After", 1)))
    raise AssertionError


if __name__ == "__main__":
    made = check(sys.argv[1:], os.environ["MATTER"], os.environ["PURPOSE"])
    for code, result in made["results"].items():
        print(code, result["verdict"])
    print("receipt", made["check_id"])
