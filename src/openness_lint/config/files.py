"""Configuration files: read, checked and laid on each other, every complaint at its place."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from openness_lint._version import __version__
from openness_lint.config.proofs import Proofs
from openness_lint.config.settings import Layer, Origin, Page, PerFile, Place, Sourced, Weight
from openness_lint.config.versions import satisfies
from openness_lint.model.errors import InvalidConfiguration, OpennessLintError
from openness_lint.model.language import Language, Phrase
from openness_lint.model.rule import Severity
from openness_lint.model.span import TextSpan
from openness_lint.model.values import dataclass, field
from openness_lint.syntax.decode import LARGEST, decode
from openness_lint.syntax.node import Lines, Mapping, Node, Scalar, Sequence

T = TypeVar("T")

OWN_NAMES = (".openness-lint.yaml", ".openness-lint.yml")
SHARED_NAME = "pyproject.toml"
TABLE = ("tool", "openness-lint")
# Our name where it may be a key of TOML or end one: not in a list of dependencies.
_AS_KEY = re.compile(rb"openness-lint[\"']?[ \t]*[.=\]]")
_LANGUAGES: dict[str, Language] = {"zh": "zh", "en": "en"}


@dataclass(slots=True)
class Library:
    """The configuration files of a run, each read once.

    `shown` says how messages speak of a file, `trouble` why the system would not read it; `spoken` is the
    language that the file read last asks for.
    """

    shown: Callable[[Path], str]
    trouble: Callable[[OSError], Phrase]
    proofs: Proofs | None = None
    spoken: Language | None = None
    _layers: dict[Path, tuple[Layer, tuple[Sourced[Path], ...]]] = field(default_factory=dict)
    _trees: dict[Path, tuple[Node | None, Lines]] = field(default_factory=dict)

    def configuration_in(self, folder: Path) -> Path | None:
        """The configuration file that lies in a folder, if one does.

        Raises:
            InvalidConfiguration: there are two, or one cannot be read.
        """
        found = [path for name in OWN_NAMES if os.path.lexists(path := folder / name)]
        shared = folder / SHARED_NAME
        if os.path.lexists(shared) and self._has_table(shared):
            found.append(shared)
        if len(found) > 1:
            words = Phrase(
                "这个文件夹里还有另一份配置：{other}；只留一份",
                "there is another configuration in this folder, {other}; keep one of them",
            )
            raise InvalidConfiguration(words.fill(other=self.shown(found[1])), path=self.shown(found[0]))
        return found[0] if found else None

    def _has_table(self, path: Path) -> bool:
        """Whether pyproject.toml has our table; one that never uses our name as a key need not be sound."""
        if not _AS_KEY.search(self._bytes(path)):
            return False
        tree, _ = self._tree(path)
        return tree is not None

    def layers(self, path: Path) -> list[Layer]:
        """A configuration file and those it extends, the lowest first; each once, where it is met first.

        Raises:
            InvalidConfiguration: one of them cannot be understood, is missing, or extends itself.
        """
        found: dict[Path, Layer] = {}
        self._collect(path, [], found)
        return list(found.values())

    def _collect(self, path: Path, above: list[Path], found: dict[Path, Layer]) -> None:
        real = Path(os.path.realpath(path))
        if real in found:
            return
        if real not in self._layers:
            self._layers[real] = self._read(path)
        layer, extended = self._layers[real]
        for one in extended:
            if Path(os.path.realpath(one.value)) in {*above, real}:
                chain = " → ".join(self.shown(each) for each in [*above, real, one.value])
                raise _at(one).complaint(Phrase(f"extends 绕成了圈：{chain}", f"extends runs in a circle: {chain}"))
            try:
                self._collect(one.value, [*above, real], found)
            except InvalidConfiguration as error:
                if error.line is not None:
                    raise
                words = Phrase(f"{error.path}：{error.message.zh}", f"{error.path}: {error.message.en}")
                raise _at(one).complaint(words) from None
        found[real] = layer

    def _read(self, path: Path) -> tuple[Layer, tuple[Sourced[Path], ...]]:
        """What one file says, and which files it extends."""
        tree, lines = self._tree(path)
        page = Page(self.shown(path), path, lines.texts())
        if tree is None:
            table = ".".join(TABLE)
            words = Phrase(f"没有 [{table}] 这张表", f"there is no table [{table}]")
            raise InvalidConfiguration(words, path=page.name)
        lang = tree.get("lang") if isinstance(tree, Mapping) else None
        if isinstance(lang, Scalar) and lang.value in _LANGUAGES:
            self.spoken = _LANGUAGES[lang.value]
        if not isinstance(tree, Mapping):
            words = Phrase("配置文件应是“键: 值”", "a configuration should be `key: value` pairs")
            raise Place(page, tree.span).complaint(words)
        if not tree.entries:
            raise Place(page, tree.span).complaint(Phrase("配置是空的", "the configuration is empty"))
        _refuse_other_versions(tree, page)
        text = f"{path.suffix}\n{lines.text}"
        if self.proofs is None or not self.proofs.hold(text):
            from openness_lint.config.shape import first_fault  # brings pydantic, at a cost

            if fault := first_fault(tree):
                raise Place(page, fault[0]).complaint(fault[1])
            if self.proofs is not None:
                self.proofs.keep(text)
        return _layer(tree, page)

    def _tree(self, path: Path) -> tuple[Node | None, Lines]:
        """The file's tree, in TOML its table; None where there is none."""
        if path not in self._trees:
            self._trees[path] = self._parsed(path)
        return self._trees[path]

    def _parsed(self, path: Path) -> tuple[Node | None, Lines]:
        data = self._bytes(path)
        name = self.shown(path)
        text = ""
        try:
            text = decode(data)
            if path.suffix.lower() == ".toml":
                from openness_lint.syntax.toml import parse_toml

                tree, lines = parse_toml(text, InvalidConfiguration)
                return _below(tree, TABLE), lines
            from openness_lint.syntax.yaml import parse_yaml

            return parse_yaml(text, InvalidConfiguration)
        except OpennessLintError as error:
            if error.line is None or not text:
                raise InvalidConfiguration(error.message, path=name, line=error.line, column=error.column) from None
            lines = Lines(text)
            place = Place(
                Page(name, path, lines.texts()), TextSpan(error.line, error.column or 1, error.line, error.column or 1)
            )
            raise place.complaint(error.message) from None

    def _bytes(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(LARGEST + 1)
        except OSError as error:
            words = Phrase("无法读取：{why}", "cannot be read: {why}").fill(why=self.trouble(error))
            raise InvalidConfiguration(words, path=self.shown(path)) from None


def _below(tree: Node, keys: Iterable[str]) -> Node | None:
    node: Node | None = tree
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def _at(value: Sourced[object]) -> Place:
    assert value.origin.place is not None  # it came from a file
    return value.origin.place


def _refuse_other_versions(tree: Mapping, page: Page) -> None:
    """Before anything else: what another version may say, this one need not understand."""
    wanted = tree.get("required-version")
    if not isinstance(wanted, Scalar) or not wanted.value:
        return
    place = Place(page, wanted.span)
    try:
        if satisfies(__version__, wanted.value):
            return
    except ValueError as error:
        words = Phrase(
            "不认识的版本要求“{clause}”；写法如 >=0.1,<1",
            "unknown version specifier '{clause}'; write it as in >=0.1,<1",
        )
        raise place.complaint(words.fill(clause=error)) from None
    words = Phrase(
        "这份配置要求版本 {wanted}，现在是 {ours}", "this configuration asks for version {wanted}; this is {ours}"
    )
    raise place.complaint(words.fill(wanted=wanted.value, ours=__version__))


def _layer(tree: Mapping, page: Page) -> tuple[Layer, tuple[Sourced[Path], ...]]:
    """The file's values, whose shape has been checked."""
    folder = page.path.parent
    single = _single(tree, page)

    def path(text: Sourced[str]) -> Sourced[Path]:
        return Sourced(Path(os.path.normpath(folder / text.value)), text.origin)

    def existing(texts: Iterable[Sourced[str]]) -> tuple[Sourced[Path], ...]:
        found = tuple(path(text) for text in texts)
        for one in found:
            if not os.path.exists(one.value):  # noqa: PTH110  # Path.exists raises where permissions are missing
                raise _at(one).complaint(Phrase("没有这个文件或文件夹", "no such file or folder"))
        return found

    layer = Layer(
        page=page,
        select=_texts(tree.get("select"), page),
        ignore=_texts(tree.get("ignore"), page),
        mandatory=_texts(tree.get("mandatory"), page),
        severity=_weights(tree.get("severity"), page),
        rules=existing(_texts(tree.get("rules"), page)),
        plugins=_texts(tree.get("plugins"), page),
        per_file=_per_file(tree.get("per-file"), page),
        exclude=_texts(tree.get("exclude"), page),
        fail_on=single("fail-on", Severity),
        min_severity=single("min-severity", Severity),
        lang=single("lang", _LANGUAGES.__getitem__),
        format=single("format", str),
        baseline=single("baseline", lambda text: Path(os.path.normpath(folder / text))),
        previous=next(iter(existing(_texts(tree.get("previous"), page))), None),
        roster=next(iter(existing(_texts(tree.get("roster"), page))), None),
        required_version=single("required-version", str),
    )
    return layer, existing(_texts(tree.get("extends"), page))


def _single(tree: Mapping, page: Page) -> Callable[[str, Callable[[str], T]], Sourced[T] | None]:
    def read(key: str, made: Callable[[str], T]) -> Sourced[T] | None:
        node = tree.get(key)
        return _sourced(node, page, made) if isinstance(node, Scalar) else None

    return read


def _sourced(node: Scalar, page: Page, made: Callable[[str], T]) -> Sourced[T]:
    return Sourced(made(node.value), Origin(place=Place(page, node.span)))


def _texts(node: Node | None, page: Page) -> tuple[Sourced[str], ...]:
    """A list of texts, or one that stands for a list of one."""
    items = node.items if isinstance(node, Sequence) else () if node is None else (node,)
    return tuple(_sourced(one, page, str) for one in items if isinstance(one, Scalar))


def _weights(node: Node | None, page: Page) -> tuple[Weight, ...]:
    if not isinstance(node, Mapping):
        return ()
    return tuple(
        Weight(_sourced(key, page, str), Severity(value.value)) for key, value in node if isinstance(value, Scalar)
    )


def _per_file(node: Node | None, page: Page) -> tuple[PerFile, ...]:
    found: list[PerFile] = []
    for one in node.items if isinstance(node, Sequence) else ():
        assert isinstance(one, Mapping)
        entry = PerFile(
            Place(page, one.span),
            files=_texts(one.get("files"), page),
            select=_texts(one.get("select"), page),
            ignore=_texts(one.get("ignore"), page),
            severity=_weights(one.get("severity"), page),
        )
        if not (entry.select or entry.ignore or entry.severity):
            words = Phrase(
                "对这些文件什么也没有设置；可用：select、ignore、severity",
                "nothing is set for these files; use select, ignore or severity",
            )
            raise entry.place.complaint(words)
        found.append(entry)
    return tuple(found)
