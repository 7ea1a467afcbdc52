"""Trees of broken markup: cells and text come to stand where a browser puts them."""

from __future__ import annotations

import random
import re

import pytest

from openness_lint.model.errors import NotAReport
from openness_lint.web.tree import Chunk, Element, chunks, parse_html

TAGS = """<p> </p> <b> </b> <table> </table> <tr> </tr> <td> </td> <th> <tbody> </tbody> <thead> <div> </div> <span> </span>
<ul> </ul> <li> <h2> </h2> <br> <caption> </caption> <form> </form> <a> </a> <o:p> </o:p> <font> </font> <dl> <dt> <dd> </dl>
<col> 甲 乙 丙 &nbsp; <!--c-->""".split()


def drawn(node):
    """An element as nested brackets, without what only changes looks."""
    if isinstance(node, Chunk):
        return re.sub(r"\s", "", node.text)
    inside = "".join(map(drawn, node.children))
    return f"[{node.tag} {inside}]" if node.tag in {"table", "tr", "td", "th", "p", "caption", "li"} else inside


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("<p>a<p>b", "[p a][p b]"),
        ("<p>a<div>b</div>c</p>d", "[p a]bc[p ]d"),
        ("<b><p>a</b>b</p>c", "[p ab]c"),
        ("<td>a</td>b", "ab"),
        ("<table><tr><td>a<td>b<tr><td>c</table>d", "[table [tr [td a][td b]][tr [td c]]]d"),
        ("<table><td>a</tbody><td>b</table>", "[table [tr [td a]][tr [td b]]]"),
        ("<div><table><tr><td><span>a</div></table>b", "[table [tr [td a]]]b"),
        ("x<table>a<tr>b<td>c</td>d<p>e</table>f", "xabd[p e][table [tr [td c]]]f"),
        ("<table><form><tr><td>a</form></table>", "[table [tr [td a]]]"),
        ("<table><tr><table><tr><td>a</table>", "[table [tr ]][table [tr [td a]]]"),
        ("<table><tr><td><table><tr><td>a</table>b</table>", "[table [tr [td [table [tr [td a]]]b]]]"),
        ("<table><caption>a<tr><td>b</table>", "[table [caption a][tr [td b]]]"),
        ("<li>a<ul><li>b</ul><li>c", "[li a[li b]][li c]"),
        ("a<!-->b<!--->c<!-- > -- --!>d<![if x]>e<![endif]>f<?xml x?>g</ h>i</>j", "abcdefgij"),
        ("<script><p></b></script>a<style></p></style>b<title>c<p>&#100;</title>e", "abc<p>de"),
        ("1<2 <3件 a<b>c</b>&&lt;&copy2&nbspx&notit;", "1<2<3件ac&<©2x¬it;"),
        ("<td a='>'b=\">\"c=>d</td>e", "de"),
        ('<p class="a"">b</p><p a=b"c>d', "[p b][p d]"),
    ],
)  # fmt: skip
def test_markup_is_mended_as_browsers_do(source, tree):
    assert drawn(parse_html(source, NotAReport).root) == tree


def test_xml_ends_empty_elements_and_keeps_its_text_sections():
    source = "<p/>a<script src='x'/><td/><![CDATA[<b>&]]>"

    assert drawn(parse_html(source, NotAReport, xml=True).root) == "[p ]a<b>&"


@pytest.mark.parametrize(
    ("source", "cut"),
    [("a<table><tr><td>b</table>", None), ("a<table><tr>", 1), ("<table></body>", None), ("a<!-- b", 1), ("a<b", 1), ("<p><script>", 3), ("a<", None), ("<title>b", 0)],
)  # fmt: skip
def test_what_never_ends_is_noticed(source, cut):
    assert parse_html(source, NotAReport).cut == cut


def test_attributes_are_found_with_their_places():
    source = "<td Colspan = 3 title=\"a&amp;'b'\" rowspan='2' nowrap colspan=4>"
    tree = parse_html(f"<table><tr>{source}", NotAReport)
    cell = next(one for one in tree.elements() if one.tag == "td")

    found = {name: tree.attribute(cell, name) for name in ("colspan", "title", "rowspan", "nowrap", "width")}

    assert {name: one and one.value for name, one in found.items()} == {"colspan": "3", "title": "a&'b'", "rowspan": "2", "nowrap": "", "width": None}  # fmt: skip
    assert [tree.source[one.start : one.end] for one in found.values() if one] == ["3", "a&amp;'b'", "2", ""]


def test_references_stand_for_their_characters():
    source = "a&#x4e00;&#49&AMP;&ngE;&#0;&#128;&bogus;&#xD800;"

    assert list(chunks(source, 0, len(source))) == [
        Chunk("a", 0),
        Chunk("一", 1, 8),
        Chunk("1", 9, 4),
        Chunk("&", 13, 5),
        Chunk("≧", 18, 5),
        Chunk("\u0338", 18, 5),
        Chunk("\ufffd", 23, 4),
        Chunk("€", 27, 6),
        Chunk("&bogus;", 33),
        Chunk("\ufffd", 40, 8),
    ]


class TestAgainstTheStandard:
    """html5lib follows the standard to the letter; ours must put every cell and word where it does."""

    @pytest.mark.parametrize("start", range(0, 400, 50))
    def test_cells_and_text_of_random_markup_are_the_same(self, start):
        html5lib = pytest.importorskip("html5lib")
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("dom"))
        for seed in range(start, start + 50):
            some = random.Random(seed)
            source = "".join(some.choice(TAGS) for _ in range(some.randint(2, 24)))
            body = parser.parse(f"<!DOCTYPE html><body>{source}").getElementsByTagName("body")[0]

            assert shape(parse_html(source, NotAReport).root) == shape_by_standard(body), source


def shape(root: Element):
    """The text of each cell, and how many cells each row has, in order."""
    elements = list(walk(root, lambda e: [c for c in e.children if isinstance(c, Element)]))
    cells = [(one.tag, text_of(one)) for one in elements if one.tag in {"td", "th", "caption"}]
    rows = [
        sum(isinstance(c, Element) and c.tag in {"td", "th"} for c in one.children)
        for one in elements
        if one.tag == "tr"
    ]
    return cells, rows, text_of(root)


def shape_by_standard(body):
    elements = list(walk(body, lambda e: [c for c in e.childNodes if c.nodeType == 1]))
    cells = [(one.tagName, text_by_standard(one)) for one in elements if one.tagName in {"td", "th", "caption"}]
    rows = [
        sum(c.nodeType == 1 and c.tagName in {"td", "th"} for c in one.childNodes)
        for one in elements
        if one.tagName == "tr"
    ]
    return cells, rows, text_by_standard(body)


def walk(node, below):
    for one in below(node):
        yield one
        yield from walk(one, below)


def text_of(node):
    return re.sub(r"\s", "", "".join(c.text if isinstance(c, Chunk) else text_of(c) for c in node.children))


def text_by_standard(node):
    return re.sub(
        r"\s",
        "",
        "".join(c.data if c.nodeType == 3 else text_by_standard(c) for c in node.childNodes if c.nodeType in {1, 3}),
    )
