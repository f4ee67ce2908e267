"""The hash tree over the public log (RFC 6962, 2.1), and what proves something about it.

Hashes of whole subtrees of 256 leaves, of 256 of those, and so on, are tiles as C2SP tlog-tiles
has them: tile `index` of `level` holds up to 256 hashes, each of 256**level leaves. Of the tree
nothing else need be kept, and a proof reads two tiles a level at most.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache

NODE = b"\x01"
"""What RFC 6962 puts before an inner node."""
EMPTY = hashlib.sha256().digest()
HEIGHT = 8
WIDTH = 1 << HEIGHT
Tiles = Callable[[int, int], Sequence[bytes]]
"""From level and index to the hashes of a tile, as many as there are."""


def joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()


def half(size: int) -> int:
    """The largest power of two that is smaller than `size` (from 2)."""
    return 1 << (size - 1).bit_length() - 1


def whole(hashes: Sequence[bytes]) -> bytes:
    """The root over hashes that stand for subtrees of the same size, a power of two of them."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [joined(left, right) for left, right in pairs]
    return hashes[0]


def over(found: Sequence[bytes]) -> bytes:
    """The root over all leaves of a log that is at hand as a whole (2.1)."""
    levels = [list(found)]
    while len(levels[-1]) >= WIDTH:
        full = len(levels[-1]) >> HEIGHT
        tiles = (levels[-1][start : start + WIDTH] for start in range(0, full * WIDTH, WIDTH))
        levels.append([whole(tile) for tile in tiles])

    def tile(level: int, index: int) -> Sequence[bytes]:
        return levels[level][index * WIDTH : (index + 1) * WIDTH]

    return Tree(len(found), tile).root()


class Tree:
    """A tree of `size` leaves, read from tiles; each tile is asked for once."""

    def __init__(self, size: int, tiles: Tiles) -> None:
        self.size = size
        self._tile = cache(tiles)

    def root(self) -> bytes:
        return self._over(0, self.size) if self.size else EMPTY

    def inclusion(self, index: int) -> list[bytes]:
        """What leads from a leaf to the root, from below (2.1.1); raises IndexError."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        path, first, end = [], 0, self.size
        while end - first > 1:
            middle = first + half(end - first)
            if index < middle:
                path.append(self._over(middle, end))
                end = middle
            else:
                path.append(self._over(first, middle))
                first = middle
        return path[::-1]

    def consistency(self, size: int) -> list[bytes]:
        """That the tree of the first `size` leaves is a part of it (2.1.2); raises IndexError."""
        if not 0 < size <= self.size:
            raise IndexError(size)
        path, first, end, known = [], 0, self.size, True
        while size != end:
            middle = first + half(end - first)
            if size <= middle:
                path.append(self._over(middle, end))
                end = middle
            else:
                path.append(self._over(first, middle))
                first, known = middle, False
        if not known:
            path.append(self._over(first, end))
        return path[::-1]

    def _over(self, first: int, end: int) -> bytes:
        """The root over leaves of which the first is where a subtree of as many can begin."""
        size = end - first
        if size & (size - 1):
            middle = first + half(size)
            return joined(self._over(first, middle), self._over(middle, end))
        level = (size.bit_length() - 1) // HEIGHT
        place, count = first >> level * HEIGHT, size >> level * HEIGHT
        tile = self._tile(level, place >> HEIGHT)
        start = place % WIDTH
        return whole(tile[start : start + count])


def root_by_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to from a leaf (RFC 9162, 2.1.3.2); None if it does not fit."""
    if index >= size:
        return None
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            found = joined(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = joined(found, step)
        place, last = place >> 1, last >> 1
    return found if last == 0 else None


def is_consistent(old: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of `old` leaves is the beginning of the one of `size` (2.1.4.2)."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not path and old_root == root
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not steps:
        return False
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = joined(step, before), joined(step, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = joined(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == root
