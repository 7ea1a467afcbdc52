"""The names of WordprocessingML, in its transitional and its strict edition alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree as ET

_WORD = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
_OTHERS = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@lru_cache(maxsize=4096)
def local(tag: str) -> str:
    """The name of an element or attribute: bare in Word's own namespace, `mc:` or `m:` before two others, "" else."""
    space, _, name = tag[1:].rpartition("}")
    if space in _WORD:
        return name
    return f"{_OTHERS[space]}{name}" if space in _OTHERS else ""


def attribute(element: ET.Element | None, name: str) -> str | None:
    """An attribute of Word's own namespace."""
    if element is None:
        return None
    return next((value for tag, value in element.items() if local(tag) == name), None)


def child(element: ET.Element | None, name: str) -> ET.Element | None:
    """The first child of that name; old properties, kept in the changes of them, are no children."""
    return next(children(element, name), None)


def children(element: ET.Element | None, name: str) -> Iterator[ET.Element]:
    if element is not None:
        yield from (one for one in element if local(one.tag) == name)


def is_on(element: ET.Element | None) -> bool:
    """Whether a property that needs no value is there, and not switched off."""
    return element is not None and attribute(element, "val") not in {"0", "false", "off", "none"}


def whole_number(text: str | None, otherwise: int) -> int:
    """A count as written; `otherwise` where there is none, or none that a document has."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def keeps_blanks(element: ET.Element) -> bool:
    return element.get(_SPACE) == "preserve"
