"""The tree of RFC 6962 and its proofs, against the definition written out and known answers."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.base.publications import tree
from integrity.base.publications.tree import WIDTH, Tree

INPUTS = [
    "", "00", "10", "2021", "3031", "40414243",
    "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The test vectors that implementations of Certificate Transparency share."""
sizes = st.integers(1, 40) | st.sampled_from([255, 256, 257, 300, 511, 512, 513])


def leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def leaves(count: int) -> list[bytes]:
    return [leaf(str(number).encode()) for number in range(count)]


def defined(found: list[bytes]) -> bytes:
    """MTH as 2.1 has it."""
    if not found:
        return hashlib.sha256(b"").digest()
    if len(found) == 1:
        return found[0]
    half = 1
    while half * 2 < len(found):
        half *= 2
    return hashlib.sha256(b"\x01" + defined(found[:half]) + defined(found[half:])).digest()


def kept(found: list[bytes], asked: list[tuple[int, int]] | None = None) -> Tree:
    """A tree that is read by tiles, and which ones it asks for."""

    def tiles(level: int, index: int) -> list[bytes]:
        if asked is not None:
            asked.append((level, index))
        width = WIDTH**level
        whole = [
            defined(found[start : start + width])
            for start in range(index * WIDTH * width, len(found) - width + 1, width)
        ]
        return whole[:WIDTH]

    return Tree(len(found), tiles)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_root_is_that_of_the_known_answers(size):
    found = [leaf(bytes.fromhex(content)) for content in INPUTS[:size]]

    assert kept(found).root().hex() == ROOTS[size - 1]


@given(sizes)
def test_the_root_is_as_it_is_defined_however_it_is_read(size):
    found = leaves(size)

    assert kept(found).root() == tree.over(found) == defined(found)


@given(sizes, st.data())
def test_a_row_that_is_in_the_log_is_proven_and_no_other(size, data):
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != index) | st.none())
    found = leaves(size)
    path = kept(found).inclusion(index)

    assert tree.root_by_inclusion(found[index], index, size, path) == defined(found)
    assert tree.root_by_inclusion(leaf(b"x"), index, size, path) != defined(found)
    assert tree.root_by_inclusion(found[index], index, size, [*path, leaf(b"x")]) is None
    if other is not None:
        assert tree.root_by_inclusion(found[index], other, size, path) != defined(found)


@given(sizes, st.data())
def test_a_log_that_goes_on_is_proven_and_one_that_was_rewritten_is_not(size, data):
    old = data.draw(st.integers(1, size))
    found = leaves(size)
    before, now = defined(found[:old]), defined(found)
    path = kept(found).consistency(old)

    assert tree.is_consistent(old, before, size, now, path)
    assert not tree.is_consistent(old, leaf(b"x"), size, now, path)
    assert not tree.is_consistent(old, before, size, leaf(b"x"), path)
    if path:
        assert not tree.is_consistent(old, before, size, now, path[:-1])


@pytest.mark.parametrize("size", [300, 70_000])
def test_a_proof_reads_two_tiles_a_level_at_most(size):
    asked: list[tuple[int, int]] = []
    made = Tree(size, lambda level, index: asked.append((level, index)) or [b"0" * 32] * WIDTH)

    made.inclusion(size // 3)

    assert len(asked) == len(set(asked)) <= 2 * 3


@pytest.mark.parametrize("index", [-1, 5])
def test_what_is_not_in_the_log_has_no_proof(index):
    with pytest.raises(IndexError):
        kept(leaves(5)).inclusion(index)
    with pytest.raises(IndexError):
        kept(leaves(5)).consistency(index + 1 if index > 0 else index)
