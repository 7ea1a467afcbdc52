"""How often the wrong figure is named: slips put into clean tables, and what repair says of them.

    python benchmarks/repair.py [--tables 200] [--seed 1] [--only WORD] [--misses] [--oracle 1000]
        [--jobs 2] [--write]

Prints, for every kind of slip, how often the true repair comes first, how often among the first three,
how often it is the only smallest one, how often what is called certain is right, and the median
processor time: once for area-wide tables and once for those of small offices, `--tables` of each. The
mixtures draw from all kinds evenly, not by the pack's priors. Slips that break nothing, alone or with
each other, are drawn anew, and so are two that change the same figure.

Of some tables nobody can tell what was done to them (`rivals.py`, which asks nothing of the code on
trial): fewer slips explain all of it; other numbers in the same figures make everything hold too; the
same slip in other figures leaves the very same print. They count in the first two figures like all
others; how many they are stands beside, and then how often the true repair is found in the rest.

`--misses` lists every table whose true repair did not come first: what was put in, what was said
instead, the costs of both in nats (minus the logarithm of the likelihood), the place of the true repair
among the readings, or why it is not there. `--oracle` compares the smallest repairs of so many random
tables with those of HiGHS, a solver of mixed-integer programs.
"""

from __future__ import annotations

import argparse
import platform
import random
import runpy
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from openness_lint.engine import equations_of
from openness_lint.host import gather, open_rulebook
from openness_lint.model.address import Address
from openness_lint.model.form import Form
from openness_lint.model.linear import Equation
from openness_lint.model.repair import Certainty
from openness_lint.model.slip import Priors, plain_priors
from openness_lint.repair.answers import answers
from openness_lint.repair.events import Changes
from openness_lint.repair.readings import Readings, proposer_of, readings
from openness_lint.repair.search import smallest_repairs
from openness_lint.repair.system import System, systems
from results import put
from rivals import Rivals
from tables import Printed, clean_table, report_of

Injure = Callable[[Printed, random.Random], Printed | None]


def _value(text: str) -> int:
    return int(text)


def _cells(printed: Printed, wanted: Callable[[int], bool]) -> list[Address]:
    return [address for address, text in printed.items() if text.isdigit() and wanted(int(text))]


def _one(
    printed: Printed, chance: random.Random, wanted: Callable[[int], bool], change: Callable[[str], str]
) -> Printed | None:
    cells = _cells(printed, wanted)
    if not cells:
        return None
    address = chance.choice(cells)
    return {address: change(printed[address])}


def transposed(printed: Printed, chance: random.Random) -> Printed | None:
    def swap(text: str) -> str:
        i = chance.choice([i for i in range(len(text) - 1) if text[i] != text[i + 1]])
        return str(int(text[:i] + text[i + 1] + text[i] + text[i + 2 :]))

    return _one(printed, chance, lambda n: len(set(str(n))) > 1, swap)


def dropped(printed: Printed, chance: random.Random) -> Printed | None:
    def drop(text: str) -> str:
        i = chance.randrange(len(text))
        return str(int(text[:i] + text[i + 1 :]))

    return _one(printed, chance, lambda n: n > 9, drop)


def doubled(printed: Printed, chance: random.Random) -> Printed | None:
    def double(text: str) -> str:
        i = chance.randrange(len(text))
        return text[:i] + text[i] + text[i:]

    return _one(printed, chance, lambda n: n > 0, double)


def replaced(printed: Printed, chance: random.Random) -> Printed | None:
    def replace(text: str) -> str:
        i = chance.randrange(len(text))
        other = chance.choice([d for d in "0123456789" if d != text[i]])
        return str(int(text[:i] + other + text[i + 1 :]))

    return _one(printed, chance, lambda n: n > 0, replace)


def signed(printed: Printed, chance: random.Random) -> Printed | None:
    return _one(printed, chance, lambda n: n > 0, lambda text: f"-{text}")


def letter(printed: Printed, chance: random.Random) -> Printed | None:
    return _one(printed, chance, lambda n: "0" in str(n)[1:], lambda text: text[0] + text[1:].replace("0", "O", 1))


def blank(printed: Printed, chance: random.Random) -> Printed | None:
    return _one(printed, chance, lambda n: n > 0, lambda _: "")


def arbitrary(printed: Printed, chance: random.Random) -> Printed | None:
    return _one(printed, chance, lambda _: True, lambda text: str(chance.randint(0, 2 * int(text) + 20)))


def _lines(printed: Printed) -> list[list[Address]]:
    rows: dict[str | None, list[Address]] = {}
    columns: dict[str | None, list[Address]] = {}
    for address in printed:
        rows.setdefault(address.row, []).append(address)
        columns.setdefault(address.column, []).append(address)
    return [*rows.values(), *columns.values()]


def _rows(printed: Printed) -> list[list[Address]]:
    return _lines(printed)[:-7]


def swapped(printed: Printed, chance: random.Random) -> Printed | None:
    rows = chance.random() < 0.5
    lines = _rows(printed) if rows else _lines(printed)[-7:]
    pairs = [(a, b) for line in lines for i, a in enumerate(line) for b in line[i + 1 :] if printed[a] != printed[b]]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    return {a: printed[b], b: printed[a]}


def neighbour(printed: Printed, chance: random.Random) -> Printed | None:
    pairs = [
        pair
        for row in _rows(printed)
        for a, b in pairwise(row[:6])
        for pair in ((a, b), (b, a))
        if printed[pair[0]] != "0" and printed[pair[1]] == "0"
    ]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    return {a: "0", b: printed[a]}


def _shift(line: Sequence[Address], printed: Printed, chance: random.Random) -> Printed | None:
    length = chance.randint(2, len(line))
    start = chance.randint(0, len(line) - length)
    run = list(line[start : start + length])
    if chance.random() < 0.3:
        run.reverse()
    changed = {run[0]: "0"} | {other: printed[one] for one, other in pairwise(run)}
    changed = {address: text for address, text in changed.items() if text != printed[address]}
    return changed if len(changed) > 1 else None


def row_shift(printed: Printed, chance: random.Random) -> Printed | None:
    return _shift(chance.choice(_rows(printed))[: chance.choice((6, 6, 7))], printed, chance)


def column_shift(printed: Printed, chance: random.Random) -> Printed | None:
    return _shift(chance.choice(_lines(printed)[-7:]), printed, chance)


def shifted(printed: Printed, chance: random.Random) -> Printed | None:
    return (row_shift if chance.random() < 0.5 else column_shift)(printed, chance)


def _totals(printed: Printed) -> list[tuple[Address, list[Address]]]:
    found = [(row[-1], row[:-1]) for row in _rows(printed)]
    for column in _lines(printed)[-7:]:
        by_row = {one.row: one for one in column}
        parts = [one for one in column if one.row not in {"received", "carried_in", "result_total", "carried_out"}]
        found.append((by_row["result_total"], parts))
    return found


def _total(printed: Printed, chance: random.Random, wrong: Callable[[int, list[int]], int | None]) -> Printed | None:
    total, parts = chance.choice(_totals(printed))
    value = wrong(_value(printed[total]), [_value(printed[one]) for one in parts])
    return {total: str(value)} if value is not None else None


def stale_total(printed: Printed, chance: random.Random) -> Printed | None:
    def stale(total: int, parts: list[int]) -> int | None:
        filled = [part for part in parts if part]
        return total - chance.randint(1, chance.choice(filled)) if filled else None

    return _total(printed, chance, stale)


def doubled_total(printed: Printed, chance: random.Random) -> Printed | None:
    return _total(printed, chance, lambda total, _: 2 * total or None)


def part_for_total(printed: Printed, chance: random.Random) -> Printed | None:
    def part(total: int, parts: list[int]) -> int | None:
        filled = [part for part in parts if part and part != total]
        return chance.choice(filled) if filled else None

    return _total(printed, chance, part)


def carry_over(printed: Printed, chance: random.Random) -> Printed | None:
    which = chance.choice(("carried_in", "carried_in", "carried_out"))
    row = [one for one in printed if one.row == which]
    text = chance.choice(("0", ""))
    changed = {one: text for one in row if printed[one] != "0"}
    return changed or None


def copied(printed: Printed, chance: random.Random) -> Printed | None:
    lines = _lines(printed)
    pairs = [(a, b) for line in lines for a, b in pairwise(line) if printed[a] != printed[b]]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    return {b: printed[a]}


SINGLE: dict[str, Injure] = {
    "two digits transposed": transposed,
    "a digit dropped": dropped,
    "a digit doubled": doubled,
    "a digit replaced": replaced,
    "a sign": signed,
    "O for 0": letter,
    "left blank": blank,
    "any other number": arbitrary,
    "total not updated": stale_total,
    "total doubled": doubled_total,
    "total copied from a part": part_for_total,
    "neighbour copied": copied,
}
SEVERAL: dict[str, Injure] = {
    "two figures swapped": swapped,
    "in the neighbouring column": neighbour,
    "row shifted": row_shift,
    "column shifted": column_shift,
    "carry-over forgotten": carry_over,
}
ALL = SINGLE | SEVERAL
LEGEND = (
    "First and among three are of all tables. Of some of them nobody can tell what was done: fewer slips explain "
    "all of it (fewer), other numbers in the same figures make everything hold too (open), or the same slip in "
    "other figures leaves the very same print (twins); the rest are the tables of which none of this is true. "
    "Times are of the processor, and longer on a busy machine."
)


class Slipped(NamedTuple):
    """A slip put into a clean table: its kind, and what it prints."""

    kind: str
    printed: Printed


class Miss(NamedTuple):
    """A table whose true repair did not come first, to be looked into."""

    number: int
    slips: tuple[Slipped, ...]
    clean: Printed
    system: System
    found: Readings
    place: int | None  # of the true repair among the readings
    hidden: tuple[str, ...]


@dataclass
class Score:
    tables: int = 0
    first: int = 0
    third: int = 0
    unique: int = 0
    certain: int = 0
    certain_right: int = 0
    fewer: int = 0
    open: int = 0
    twins: int = 0
    rest: int = 0
    rest_first: int = 0
    rest_third: int = 0
    times: list[float] = field(default_factory=list)
    missed: list[Miss] = field(default_factory=list)


class Bench:
    def __init__(self, form: Form, equations: Sequence[Equation], priors: Priors) -> None:
        self.form, self.equations, self.priors = form, tuple(equations), priors

    def injured(self, chance: random.Random, kinds: Sequence[str], *, large: bool) -> tuple[Printed, list[Slipped]]:
        """A clean table and slips to put into it, in figures of their own, none of which hide each other."""
        while True:
            clean = clean_table(self.form, chance, large=large)
            slips: list[Slipped] = []
            for kind in kinds:
                for _ in range(5):
                    slip = {one: text for one, text in (ALL[kind](clean, chance) or {}).items() if text != clean[one]}
                    if slip and self._shows_with(clean, [one.printed for one in slips], slip):
                        slips.append(Slipped(kind, slip))
                        break
                else:
                    break
            else:
                return clean, slips

    def _shows_with(self, clean: Printed, slips: Sequence[Printed], slip: Printed) -> bool:
        """Whether the slip breaks something, alone and together with any of the others."""
        if any(slip.keys() & one.keys() for one in slips):
            return False
        together = [clean | slip]
        for one in slips:
            together += [table | one for table in together]
        return all(self._shows(table) for table in together)

    def _shows(self, printed: Printed) -> bool:
        return any(True for _ in systems(report_of(self.form, printed), self.equations))

    def hidden(self, clean: Printed, slips: Sequence[Slipped]) -> tuple[str, ...]:
        """Why nobody can tell what was done to this table, if so."""
        found: list[str] = []
        cells = [address for one in slips for address in one.printed]
        if len(slips) > 1 and Rivals(_printed(clean, slips), self.equations).is_explained_by(len(slips) - 1):
            found.append("fewer")
        if len(cells) > 1 and Rivals(clean, self.equations).are_open(cells):
            found.append("open")
        for one in slips:
            undo = {address: int(clean[address]) for address in one.printed}
            if one.kind in SEVERAL and Rivals(_printed(clean, [one]), self.equations).twins(undo, one.kind):
                return (*found, "twins")
        return tuple(found)

    def run(self, kinds: Sequence[str], chance: random.Random, score: Score, *, large: bool) -> None:
        clean, slips = self.injured(chance, kinds, large=large)
        report = report_of(self.form, _printed(clean, slips))
        truth = {address: int(clean[address]) for one in slips for address in one.printed}
        begin = time.process_time()
        broken = list(systems(report, self.equations))
        [system] = broken
        found = readings(system, self.priors)
        parts = answers(system, found, self.priors)
        score.times.append(time.process_time() - begin)
        tables = [{system.entries[e].address: value for e, value in one.changes} for one in found.found]
        first, third = tables[:1] == [truth], truth in tables[:3]
        score.tables += 1
        score.first += first
        score.third += third
        score.unique += len(found.smallest.found) == 1
        hidden = self.hidden(clean, slips)
        for name in hidden:
            setattr(score, name, getattr(score, name) + 1)
        if not hidden:
            score.rest += 1
            score.rest_first += first
            score.rest_third += third
        if not first:
            place = tables.index(truth) + 1 if truth in tables else None
            score.missed.append(Miss(score.tables, tuple(slips), clean, system, found, place, hidden))
        for one in parts:
            if one.certainty is Certainty.CERTAIN:
                score.certain += 1
                changes = {system.entries[e].address: value for e, value in one.options[0].changes}
                score.certain_right += changes.items() <= truth.items()

    def told(self, miss: Miss) -> Iterator[str]:
        """A miss, for people."""
        system, proposer = miss.system, proposer_of(miss.system, self.priors)
        number = {one.address: i for i, one in enumerate(system.entries)}
        whole = sorted((number[one], int(miss.clean[one])) for slip in miss.slips for one in slip.printed)
        cost = 0.0
        lines: list[str] = []
        for slip in miss.slips:
            ours = tuple(sorted((number[one], int(miss.clean[one])) for one in slip.printed))
            others = tuple(one for one in whole if one not in ours)
            events = proposer.events(proposer.after(proposer.scene(), others))
            price = min((one.cost for one in events if one.changes == ours), default=None)
            if price is None:
                price = sum(proposer.cost(*one)[0] for one in ours)
            cost += price
            lines.append(f"      put in: {slip.kind}, {price:.1f} nats: {_told(system, ours)}")
        said = miss.found.found[:1]
        place = f"place {miss.place}" if miss.place else "not found"
        if not miss.place and said and cost > said[0].cost:
            place = "ranked out"
        readings_cost = f"{said[0].cost:.1f}" if said else "none"
        marks = ", ".join(miss.hidden) or "neither fewer, open nor twins"
        yield f"    table {miss.number}: true {cost:.1f} nats, said {readings_cost}; {place}; {marks}"
        yield from lines
        for one in said:
            yield from (
                f"      said: {event.slip.value}, {event.cost:.1f} nats: {_told(system, event.changes)}"
                for event in one.events
            )


def _printed(clean: Printed, slips: Sequence[Slipped]) -> Printed:
    return {**clean, **{address: text for one in slips for address, text in one.printed.items()}}


def _told(system: System, changes: Changes) -> str:
    entries = ((system.entries[entry], value) for entry, value in changes)
    return ", ".join(f"{one.address.row}.{one.address.column} {one.value} → {value}" for one, value in entries)


def lines() -> dict[str, Callable[[random.Random], list[str]]]:
    every = list(ALL)
    found: dict[str, Callable[[random.Random], list[str]]] = {
        f"one wrong figure: {name}": (lambda _, name=name: [name]) for name in SINGLE
    }
    found |= {f"one slip: {name}": (lambda _, name=name: [name]) for name in SEVERAL}
    for n, name in ((1, "one slip"), (2, "two slips"), (3, "three slips")):
        found[f"mixture: {name}"] = lambda chance, n=n: [chance.choice(every) for _ in range(n)]
    return found


def row(name: str, score: Score) -> str:
    n, rest = score.tables, score.rest or 1
    shares = " | ".join(f"{number / n:.1%}" for number in (score.first, score.third))
    hidden = " | ".join(str(number) for number in (score.fewer, score.open, score.twins))
    of_rest = f"{score.rest_first / rest:.1%} | {score.rest_third / rest:.1%}"
    certain = f"{score.certain_right}/{score.certain}"
    median, most = statistics.median(score.times) * 1000, max(score.times) * 1000
    unique = f"{score.unique / n:.1%}"
    return f"| {name} | {n} | {shares} | {hidden} | {of_rest} | {unique} | {certain} | {median:.1f} | {most:.0f} |"


def joined(scores: Sequence[Score]) -> Score:
    whole = Score()
    for one in scores:
        for name, number in vars(one).items():
            if isinstance(number, int):
                setattr(whole, name, getattr(whole, name) + number)
        whole.times += one.times
    return whole


def compared(tables: int, seed: int) -> str:
    """How many smallest repairs have as many figures as those of a mixed-integer program."""
    folder = Path(__file__).resolve().parent.parent / "tests" / "repair"
    system_of = runpy.run_path(str(folder / "conftest.py"))["system_of"]
    solved = runpy.run_path(str(folder / "test_search.py"))["solved_by_program"]
    chance = random.Random(seed)
    same = finished = 0
    for _ in range(tables):
        rows, columns = chance.randint(2, 5), chance.randint(2, 4)
        parts = [[chance.choice((0, 0, 1, 2, 5, 17, 120)) for _ in range(columns)] for _ in range(rows)]
        parts = [[*one, sum(one)] for one in parts]
        table = [*parts, [sum(column) for column in zip(*parts, strict=True)]]
        for _ in range(chance.randint(1, 4)):
            one = chance.choice(table)
            one[chance.randrange(len(one))] = chance.randint(0, 130)
        system = system_of(table)
        found = smallest_repairs(system, 6)
        finished += bool(found.found)
        same += bool(found.found) and found.size == solved(system)
    return (
        f"Smallest repairs of {tables} random tables: {finished} finished, {same} of them as small as those of HiGHS."
    )


def line(name: str, size: str, tables: int, seed: int, *, misses: bool) -> tuple[Score, list[str]]:
    """One line of the table, and its misses for people; the same whatever else is run."""
    rulebook = open_rulebook(gather())
    form = next(one for one in rulebook.forms if one.id == "cn-openness-2021")
    bench = Bench(form, equations_of(rulebook.rules, form), form.priors or plain_priors())
    score, kinds = Score(), lines()[name]
    chance = random.Random(f"{seed} {name} {size}")
    for _ in range(tables):
        bench.run(kinds(chance), chance, score, large=size == "area-wide")
    missed = [text for miss in score.missed for text in bench.told(miss)] if misses else []
    score.missed.clear()  # systems are large to hand from process to process
    return score, missed


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tables", type=int, default=200, help="tables a line, for each size")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="", help="only lines with this in their name")
    options.add_argument("--misses", action="store_true", help="show tables whose true repair did not come first")
    options.add_argument("--jobs", type=int, default=1, help="lines at the same time")
    options.add_argument("--oracle", type=int, default=0, help="random tables to compare with HiGHS")
    options.add_argument("--write", action="store_true", help="write the section in RESULTS.md")
    given = options.parse_args()
    columns = ["", "tables", "first", "among three", "fewer", "open", "twins", "first of the rest", "among three"]
    columns += ["unique", "certain, right", "median, ms", "most, ms"]
    said = [f"| {' | '.join(columns)} |", f"|---|{'---:|' * (len(columns) - 1)}"]
    print(*said, sep="\n")
    scores: dict[tuple[str, str], list[Score]] = {}
    both: dict[str, list[Score]] = {}
    wanted = [(name, size) for name in lines() for size in ("area-wide", "small") if given.only in f"{name}, {size}"]
    with ProcessPoolExecutor(given.jobs) as pool:
        made = [pool.submit(line, name, size, given.tables, given.seed, misses=given.misses) for name, size in wanted]
        for (name, size), one in zip(wanted, made, strict=True):
            score, missed = one.result()
            group = name.partition(":")[0]
            scores.setdefault((group, size), []).append(score)
            both.setdefault(name if group == "mixture" else f"{group}, any kind", []).append(score)
            said.append(row(f"{name}, {size}", score))
            print(said[-1], *missed, sep="\n", flush=True)
    for (name, size), several in scores.items():
        if name != "mixture":
            said.append(row(f"**{name}, any kind, {size}**", joined(several)))
            print(said[-1])
    for name, several in both.items():
        said.append(row(f"**{name}, tables of both sizes**", joined(several)))
        print(said[-1])
    whole = joined([one for several in scores.values() for one in several])
    said += [
        "",
        f"Called certain: {whole.certain}, right: {whole.certain_right} ({whole.certain_right / whole.certain:.2%}).",
    ]
    print(said[-1])
    if given.oracle:
        said.append(compared(given.oracle, given.seed))
        print(said[-1])
    if given.write:
        said += ["", LEGEND, "", f"Seed {given.seed}. Python {platform.python_version()}, {platform.machine()}."]
        said.append("Made by `python benchmarks/repair.py --oracle 1000 --write`.")
        put("Repair", said)


if __name__ == "__main__":
    main()
