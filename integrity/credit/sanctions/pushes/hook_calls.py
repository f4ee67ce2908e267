"""Calling the systems of receivers: one after the other, and none keeps the others waiting."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from integrity.base import outbox
from integrity.base.db import release
from integrity.base.outbox import Channel, Envelope
from integrity.credit.sanctions.pushes import hooks
from integrity.credit.sanctions.pushes.hooks import Hook
from integrity.people.messages import calls, sending


@dataclass(frozen=True)
class Line:
    """To one receiver; kept here, for the row is read anew after every commit."""

    url: str
    secrets: list[str]

    @contextmanager
    def open(self) -> Iterator[Callable[[tuple[str, Any]], None]]:
        yield lambda made: calls.call(self.url, *made, self.secrets)


def send(now: Callable[[], datetime]) -> Counter[str]:
    """Call every receiver of which something has changed; returns what became of it."""
    done: Counter[str] = Counter()
    for body_id in [hook.body_id for hook in hooks.running()]:
        hook = hooks.of_body(body_id)
        if hook is not None:
            done += _called(hook, now)
    return done


def _called(hook: Hook, now: Callable[[], datetime]) -> Counter[str]:
    hooks.pack(hook, at=now())
    line, which = Line(hook.url, hook.secrets(now())), Envelope.hook_id == hook.body_id
    release()

    def said(envelope: Envelope) -> tuple[str, Any]:
        return envelope.number, hooks.said(hook, envelope)

    done: Counter[str] = Counter()
    while ids := outbox.claim(Channel.HOOK, which, at=now()):
        release()
        found = sending.hand_over(ids, line, said, now)
        done += found
        if found["away"]:
            break
    return done
