"""XML of strangers: read without entities, comments and instructions, what tells taken out.

Runs in the sandbox only (integrity.files.sandbox). libxml2 itself refuses what is deeper than 256
levels and text of more than ten million characters.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, TypeAlias

from lxml import etree

from integrity.files.sandbox import Unsafe

Element: TypeAlias = Any  # lxml has no types
CHUNK = 1 << 20
ATTRIBUTES = 256
"""Attributes of one element; lxml looks for the value of each among all before it."""
GONE = "gone"
CAREFUL: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
    "huge_tree": False,
}
Attribute = tuple[Element, str, str]
"""An element, and the name and value of one of its attributes."""


def read(raw: bytes) -> Element:
    """The root of a part; raises Unsafe for what is not XML or declares a type of its own."""
    with _refusing():
        root = etree.fromstring(raw, etree.XMLParser(**CAREFUL))
    if root.getroottree().docinfo.doctype:
        raise Unsafe("broken")
    if root.xpath(f"boolean(//*[count(@*) > {ATTRIBUTES}])"):
        raise Unsafe("complex")
    return root


def each_start(stream: IO[bytes], name: str, tell: Callable[[Mapping[str, str]], None]) -> None:
    """Tell the attributes of each element with a local name; nothing of the part is kept.

    Raises Unsafe like `read`.
    """
    parser = etree.XMLParser(target=_Starts(name, tell), **CAREFUL)
    with _refusing():
        while chunk := stream.read(CHUNK):
            parser.feed(chunk)
        parser.close()


class _Starts:
    """What a parser tells while it reads."""

    def __init__(self, name: str, tell: Callable[[Mapping[str, str]], None]) -> None:
        self.name = name
        self.tell = tell

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if local(tag) == self.name:
            self.tell(attributes)

    def doctype(self, *declared: str) -> None:
        raise Unsafe("broken")

    def close(self) -> None:
        """Nothing was kept."""


@contextmanager
def _refusing() -> Iterator[None]:
    """What the parser raises as a reason."""
    try:
        yield
    except etree.XMLSyntaxError as error:
        memory = error.code == etree.ErrorTypes.ERR_NO_MEMORY
        raise Unsafe("complex" if memory else "broken") from None
    except (ValueError, LookupError):
        raise Unsafe("broken") from None


def write(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def drop(root: Element, names: Iterable[str]) -> None:
    """Take out elements with all they hold."""
    etree.strip_elements(root, *_full(names), with_tail=False)


def forget(root: Element, names: Iterable[str]) -> None:
    """Take out attributes."""
    etree.strip_attributes(root, *_full(names))


def empty(root: Element, names: Iterable[str]) -> None:
    """Leave elements without what they hold."""
    for found in list(root.iter(*_full(names))):
        del found[:]
        found.text = ""


def _full(names: Iterable[str]) -> list[str]:
    """A name without a namespace means any, or none."""
    return [name if name.startswith("{") else f"{{*}}{name}" for name in names]


def each(root: Element, wanted: Callable[[str], bool]) -> list[Attribute]:
    """Every attribute whose name ({namespace}local) is wanted."""
    return [
        (element, name, value)
        for element in root.iter(etree.Element)
        for name, value in element.items()
        if wanted(name)
    ]


def remove(root: Element, elements: Iterable[Element]) -> None:
    """Take these elements out, and leave the words behind them; each costs the same."""
    for element in elements:
        element.tag = GONE
    if root.tag == GONE:
        raise Unsafe("broken")
    etree.strip_elements(root, GONE, with_tail=False)


def local(name: str) -> str:
    return name.rpartition("}")[2]
