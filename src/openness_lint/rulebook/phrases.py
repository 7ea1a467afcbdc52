"""A file of phrases to topics: expressions spelt out and bounded, figures resolved against each form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from openness_lint.model.address import Address
from openness_lint.model.bounded import Bounded, grouped
from openness_lint.model.errors import RuleComplaint
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase
from openness_lint.model.phrases import Measure, Reading, Scope, Sum, Topic
from openness_lint.narrative.masks import BARE, COUNT, GAP, ITEM_GAP, MONEY, NUMBERS, OTHER, YEAR, YEARS
from openness_lint.rulebook.expressions import parse_demand
from openness_lint.rulebook.schema import MeasureFile, PhrasesFile
from openness_lint.rulebook.terms import column_ids, equations, row_ids, table_named, unknown
from openness_lint.rulebook.validate import from_complaint, invalid, validated
from openness_lint.syntax.literals import needs_of
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Node
from openness_lint.syntax.patterns import refuse_runaways

# The folder of a pack's phrases, one topic a file.
PHRASES = "phrases"

_Path = tuple[str | int, ...]
_NAMED = re.compile("<([^<>()?:=!]{1,20})>")
_MASKS = frozenset((COUNT, BARE, MONEY, OTHER))


def build_topics(node: Node, forms: Sequence[Form]) -> Mapping[str, Topic]:
    """The topic of a phrases file, made ready for each form it is meant for, by form id.

    Raises:
        InvalidRule: the file says what cannot be understood, or names what a form does not have; with its place.
    """
    file = validated(PhrasesFile, node)
    known = {form.id: form for form in forms}
    topics: dict[str, Topic] = {}
    for i, id in enumerate(file.forms):
        if id not in known:
            words = Phrase("没有格式 {form}{hint}", "there is no form {form}{hint}")
            raise invalid(node, ("forms", i), words.fill(form=id, hint=did_you_mean(id, known)))
        try:
            topics[id] = _Builder(file, known[id]).topic()
        except RuleComplaint as complaint:
            raise from_complaint(node, complaint) from None
    return topics


class _Builder:
    """One topic on one form."""

    def __init__(self, file: PhrasesFile, form: Form) -> None:
        self.file = file
        self.form = form

    def topic(self) -> Topic:
        file = self.file
        for i, section in enumerate(file.sections):
            if section not in self.form.section:
                raise unknown(Phrase("部分", "section"), section, self.form.section, self.form, ("sections", i))
        measures = [
            self.measure(one, ("measures", i))
            for i, one in enumerate(file.measures)
            if one.forms is None or self.form.id in one.forms
        ]
        twice = [one.id for i, one in enumerate(measures) if one.id in {other.id for other in measures[:i]}]
        if twice:
            raise RuleComplaint(Phrase(f"{twice[0]} 用了两次", f"{twice[0]} is used twice"), ("measures",))
        return Topic(
            id=file.topic,
            about=self.expression(file.about, ("about",)),
            under=self.expression(file.under, ("under",)) if file.under else None,
            never=self.expression(file.never, ("never",)) if file.never else None,
            barred=self.expression(file.barred, ("barred",)) if file.barred else None,
            elsewhere=self.expression(file.elsewhere, ("elsewhere",)) if file.elsewhere else None,
            other_time=self.expression(file.other_time, ("other_time",)) if file.other_time else None,
            sections=file.sections,
            counters=file.counters,
            scopes=tuple(
                Scope(
                    one.id,
                    Phrase(one.name.zh, one.name.en),
                    self.expression(one.words, ("scopes", i, "words")),
                    self.expression(one.agency, ("scopes", i, "agency")) if one.agency else None,
                )
                for i, one in enumerate(file.scopes)
            ),
            measures=tuple(measures),
            sums=tuple(self.sums()),
            subjects=tuple((id, self.expression(said, ("subjects", id))) for id, said in file.subjects.items()),
        )

    def sums(self) -> Iterator[Sum]:
        for i, one in enumerate(self.file.sums):
            demand = parse_demand(one.demand, ("sums", i, "demand"))
            for found in equations(self.form, one.over, demand, None, ("sums", i, "demand")):
                yield Sum(found.at, tuple(term.address for term in found.terms if term.address != found.at))

    def measure(self, file: MeasureFile, path: _Path) -> Measure:
        if file.subject is not None and file.subject not in self.file.subjects:
            words = Phrase("subjects 里没有 {name}{hint}", "there is no {name} among `subjects`{hint}")
            hint = did_you_mean(file.subject, self.file.subjects)
            raise RuleComplaint(words.fill(name=file.subject, hint=hint), (*path, "subject"))
        ids = [one.id for one in self.file.measures]
        for i, id in enumerate(file.unless):
            if id not in ids:
                words = Phrase("没有项目 {name}{hint}", "there is no measure {name}{hint}")
                raise RuleComplaint(words.fill(name=id, hint=did_you_mean(id, ids)), (*path, "unless", i))
        patterns: list[Bounded] = []
        for i, said in enumerate(file.says):
            here = (*path, "says", i)
            slots = len(re.findall("[NM]", said))
            if slots != (file.value is None):
                message = Phrase(
                    "每个写法里要有一个 N（件数）或 M（金额）；写了 value 的不要有",
                    "each wording has one N (a count) or M (an amount), and none where `value` is given",
                )
                raise RuleComplaint(message, here)
            patterns.append(self.expression(said, here))
        return Measure(
            id=file.id,
            name=Phrase(file.name.zh, file.name.en),
            readings=tuple(
                Reading(Phrase(one.name.zh, one.name.en), tuple(self.cells(one.cells, (*path, "equals", i, "cells"))))
                for i, one in enumerate(file.equals)
            ),
            patterns=tuple(patterns),
            fit=file.fit,
            value=file.value,
            is_money=file.money,
            subject=file.subject,
            unless=file.unless,
        )

    def expression(self, said: str, path: _Path) -> Bounded:
        """The regular expression that a wording stands for: names, gaps and numbers spelt out, all of it bounded."""
        for named in _NAMED.finditer(said):
            if named[1] not in self.file.words:
                words = Phrase("words 里没有 {name}{hint}", "there is no {name} among `words`{hint}")
                hint = did_you_mean(named[1], self.file.words)
                raise RuleComplaint(words.fill(name=named[1], hint=hint), path, named.start())
        refuse_runaways(said, path)
        source = (
            _NAMED.sub(lambda named: f"(?:{'|'.join(self.file.words[named[1]])})", said)
            .replace("…", GAP)
            .replace("～", ITEM_GAP)
        )
        for slot, mask in NUMBERS.items():
            source = source.replace(slot, f"(?P<n>{mask})")
        try:
            re.compile(source)
        except re.error as error:
            raise RuleComplaint(
                Phrase(f"不是正则表达式：{error}", f"not a regular expression: {error}"), path
            ) from None
        needs, is_first = needs_of(source, opaque=_MASKS)
        # Those that say the least come last.
        printed = sorted(map(_printed, needs), key=lambda group: min(map(len, group)) == 1)
        return Bounded(source, tuple(map(grouped, printed)), is_first)

    def cells(self, text: str, path: _Path) -> Iterator[Address]:
        """The figures that `a.b.c + d.e.f` names, groups spelt out."""
        offset = 0
        for name in text.split("+"):
            at = offset + len(name) - len(name.lstrip())
            offset += len(name) + 1
            area, _, rest = name.strip().partition(".")
            row, _, column = rest.rpartition(".")
            table = table_named(self.form, area, path)
            cells = [
                Address(area, one, other)
                for one in row_ids(self.form, table, row, path, at)
                for other in column_ids(self.form, table, column, path, at)
                if table.has(one, other)
            ]
            if not cells:
                known = [str(one) for one in table.cells]
                raise unknown(Phrase("单元格", "cell"), name.strip(), known, self.form, path, at)
            yield from cells


def _printed(group: tuple[str, ...]) -> tuple[str, ...]:
    """What prose holds as it is printed, where masked it holds one of these strings."""
    found = tuple(dict.fromkeys([_left_by_masks(one) or YEAR for one in group]))
    return tuple(one for one in found if not any(other != one and other in one for other in found))


def _left_by_masks(one: str) -> str:
    """The longest stretch of a string in which no character can be part of what stands for a year."""
    free = [True] * len(one)
    for year in YEARS:
        for start in range(1 - len(year), len(one)):
            inside = range(max(start, 0), min(start + len(year), len(one)))
            if all(one[i] == year[i - start] for i in inside):
                for i in inside:
                    free[i] = False
    return max("".join(a if b else " " for a, b in zip(one, free, strict=True)).split(" "), key=len)
