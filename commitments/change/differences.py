"""What was taken out and what was put in between two texts, word by word."""

import difflib
import re


def difference(old: str, new: str) -> list[tuple[str, str]]:
    """("same" | "del" | "ins", text): Latin words and numbers whole, Chinese by character."""
    before, after = _tokens(old), _tokens(new)
    parts: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            parts.append(("same", "".join(before[a:b])))
            continue
        parts += [("del", "".join(before[a:b]))] * (a < b) + [("ins", "".join(after[c:d]))] * (
            c < d
        )
    return parts


def _tokens(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9.]+|.", text, re.DOTALL)
