"""Values that somebody might type, or send to see what happens."""

from random import Random
from typing import Any

WILD = (
    "", " ", "\0", "a\0b", "\x1b[2J", "\u202e\u2066x", "\ud800", "\ufeff", "长" * 40_000,
    "1E+30", "1e400", "NaN", "Infinity", "-Infinity", "-1", "0", "9" * 40, "1.2.3", "٣", "①",
    "0000-00-00", "9999-99-99", "9999-12-31", "0001-01-01", "2026-02-30", "2147483648",
    "9223372036854775808", "1", "2", "3", "true", "on", "none", "[]", "{}", "' OR 1=1 --",
    "../../etc/passwd", "//x.example", "%00", "{{7*7}}", "<script>", "=1+1", "\r\nX: y",
    "示例理由充分、事实清楚。", "2026-11-20", "2026-12-31", "1234.56", "12 万元", "https://x.example/",
    "示例 2026-11-30，一，50\n示例，2，50", "37019900000000000X", "110105194912310021",
    "（2026）示0199执1号",
)  # fmt: skip

FILES = (
    b"",
    b"\0\1\2",
    b"%PDF-1.4\n",
    b"\x89PNG\r\n\x1a\n",
    b"a,b\n1,2\n",
    b"PK\3\4",
    "示例".encode(),
)


def wild(chance: Random) -> str:
    """A value that somebody might type, or send to see what happens."""
    if chance.random() < 0.8:
        return chance.choice(WILD)
    return "".join(chr(chance.randrange(1, 0x3000)) for _n in range(chance.randrange(30)))


def anything(chance: Random) -> Any:
    """Any kind of JSON."""
    plain = (None, True, False, 0, -1, 2**63, 1.5, float("nan"), float("inf"), wild(chance))
    return chance.choice((*plain, [], {}, [wild(chance)], {wild(chance): [None]}))
