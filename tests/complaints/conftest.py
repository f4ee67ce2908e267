"""Complaints are filed often here, and what argon2 costs is not what these tests are about."""

import pytest
from argon2 import PasswordHasher

from integrity.casework.informants import receipts


@pytest.fixture(autouse=True)
def _cheap_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(receipts, "HASHER", hasher)
