"""Signed calls to the address of a platform and to no other; answers are read up to a limit."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from integrity.people.messages import calls
from integrity.people.messages.letters import Away

MOST = 20_000_000
"""Bytes of an answer."""


@dataclass(frozen=True)
class Line:
    """To one platform; each call is signed as webhooks are: of a reading one its path counts.

    While a secret is exchanged for another one, with both.
    """

    url: str
    secrets: Sequence[str]

    def post(self, path: str, value: Any) -> Any:
        """Raises Away, Refused, Undeliverable."""
        body = orjson.dumps(value)
        return self._asked(path, body, body)

    def get(self, path: str) -> Any:
        """Raises Away, Refused, Undeliverable."""
        return self._asked(path, None, path.encode())

    def _asked(self, path: str, body: bytes | None, signed: bytes) -> Any:
        headers = calls.signed(secrets.token_hex(12), signed, self.secrets)
        answer = calls.ask(self.url.rstrip("/") + path, body, headers, MOST)
        try:
            return orjson.loads(answer)
        except orjson.JSONDecodeError:
            raise Away("no JSON") from None
