"""Packs: a family of reports with its forms and rules, read from a folder of YAML files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from openness_lint.hooks import Check, Question
from openness_lint.model.bounded import Bounded
from openness_lint.model.errors import InvalidRule, OpennessLintError, RuleComplaint
from openness_lint.model.form import Ending, Form
from openness_lint.model.language import Phrase, listed
from openness_lint.model.phrases import Topic
from openness_lint.model.rule import Rule
from openness_lint.model.slip import Priors
from openness_lint.model.values import replace
from openness_lint.rulebook.conditions import When
from openness_lint.rulebook.forms import aware_of_each_other, build_form
from openness_lint.rulebook.phrases import PHRASES, build_topics
from openness_lint.rulebook.ready import MANIFEST, Pack, ReadyRule
from openness_lint.rulebook.schema import PackFile, PackForm, RuleFile
from openness_lint.rulebook.slips import SLIPS, build_priors
from openness_lint.rulebook.validate import from_complaint, invalid, validated
from openness_lint.syntax.decode import decode
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Lines, Node
from openness_lint.syntax.node import Mapping as MappingNode
from openness_lint.syntax.patterns import bounded
from openness_lint.syntax.yaml import parse_yaml

T = TypeVar("T")


def load_pack(folder: Path, checks: Mapping[str, Check]) -> Pack:
    """The pack in a folder with a `pack.yaml`.

    Raises:
        InvalidRule: a file of it cannot be understood, or there is no rule in it.
    """
    path = folder / MANIFEST
    tree, _ = read_tree(path)
    file = _located(path, lambda: validated(PackFile, tree))
    forms: list[Form] = []
    for i, years in enumerate(file.forms):
        place = folder / years.file
        if not place.is_file():
            missing = Phrase(f"没有文件 {years.file}", f"there is no file {years.file}")
            raise invalid(tree, ("forms", i, "file"), missing).at(str(path))
        forms.append(_form(place, years))
    priors = _priors(folder / SLIPS, forms)
    forms = aware_of_each_other([replace(one, priors=priors) for one in forms])
    forms = _with_phrases(folder / PHRASES, forms)
    endings = _located(path, lambda: _endings(tree, file))
    forms = [replace(one, endings=endings) for one in forms]
    rules = load_rules(folder, forms, checks, pack=file.name)
    return Pack(file.name, Phrase(file.title.zh, file.title.en), tuple(forms), rules)


def load_rules(folder: Path, forms: Sequence[Form], checks: Mapping[str, Check], *, pack: str) -> tuple[ReadyRule, ...]:
    """All rules below a folder, made ready for these forms.

    Raises:
        InvalidRule: a rule cannot be understood, two share a code or name, or there is none at all.
    """
    form_files = {folder / "forms", folder / PHRASES, folder / SLIPS, folder / MANIFEST}
    paths = [
        path
        for path in sorted(folder.rglob("*.y*ml"))
        if path.suffix in {".yaml", ".yml"} and not form_files & {path, *path.parents}
    ]
    rules = [load_rule(path, forms, checks, pack=pack) for path in paths]
    if not rules:
        raise InvalidRule(
            Phrase("文件夹里没有规则（*.yaml）", "there is no rule (*.yaml) in this folder"), path=str(folder)
        )
    refuse_twins(rules)
    return tuple(sorted(rules, key=lambda one: one.rule.code))


def refuse_twins(rules: Iterable[ReadyRule]) -> None:
    """Refuse two rules of one code or name.

    Raises:
        InvalidRule: there are two; at the second's code.
    """
    seen: dict[str, str] = {}
    for one in rules:
        for key, value in (("code", one.rule.code), ("name", one.rule.name)):
            if value in seen:
                message = Phrase(
                    f"{value} 已用于 {seen[value]}；每条规则的代码和名称都要唯一",
                    f"{value} is already taken by {seen[value]}; codes and names are unique",
                )
                raise invalid(read_tree(Path(one.path))[0], (key,), message).at(one.path)
            seen[value] = one.path


def load_rule(path: Path, forms: Sequence[Form], checks: Mapping[str, Check], *, pack: str) -> ReadyRule:
    """One rule file, its names resolved against every form it applies to.

    Raises:
        InvalidRule: with the file, line and column of what is wrong in it.
    """
    tree, _ = read_tree(path)
    return _located(path, lambda: _rule(tree, path, forms, checks, pack))


def _rule(tree: Node, path: Path, forms: Sequence[Form], checks: Mapping[str, Check], pack: str) -> ReadyRule:
    if not isinstance(tree, MappingNode):
        raise invalid(tree, (), Phrase("规则文件应是“键: 值”", "a rule file should be `key: value` pairs"))
    common = MappingNode(tuple(one for one in tree if one.key.value in RuleFile.model_fields), tree.span)
    own = MappingNode(tuple(one for one in tree if one.key.value not in RuleFile.model_fields), tree.span)
    file = validated(RuleFile, common)
    if file.name != path.stem:
        message = Phrase(f"name 应与文件名相同：{path.stem}", f"name should equal the file name: {path.stem}")
        raise invalid(tree, ("name",), message)
    if file.check not in checks:
        words = Phrase("没有检查类型 {kind}；可用：{known}{hint}", "there is no check {kind}; known: {known}{hint}")
        known = listed(sorted(checks))
        raise invalid(tree, ("check",), words.fill(kind=file.check, hint=did_you_mean(file.check, checks), known=known))
    check = checks[file.check]
    parameters = validated(check.parameters, own, [*RuleFile.model_fields])
    by_id = {form.id: form for form in forms}
    questions: dict[str, Question] = {}
    for i, id in enumerate(file.forms):
        if id not in by_id:
            words = Phrase("没有格式 {form}{hint}", "there is no form {form}{hint}")
            raise invalid(tree, ("forms", i), words.fill(form=id, hint=did_you_mean(id, by_id)))
        try:
            questions[id] = check.ask(parameters, by_id[id])
        except RuleComplaint as complaint:
            raise from_complaint(tree, complaint) from None
    basis = Phrase.same(file.basis) if isinstance(file.basis, str) else Phrase(file.basis.zh, file.basis.en)
    rule = Rule(
        code=file.code,
        name=file.name,
        title=Phrase(file.title.zh, file.title.en),
        severity=file.severity,
        confidence=file.confidence,
        basis=basis,
        because=Phrase(file.because.zh, file.because.en),
        forms=file.forms,
        check=file.check,
        pack=pack,
        on_by_default=file.default == "on",
    )
    return ReadyRule(rule, questions, str(path))


def _endings(tree: Node, file: PackFile) -> tuple[Ending, ...]:
    """What the ends of bodies' names say, their values held against those a report may have.

    Raises:
        InvalidRule: a pattern that is none or may run away, or a value that no report has; with its place.
    """
    found: list[Ending] = []
    for i, one in enumerate(file.bodies):
        said = {"issuer": one.issuer, "level": one.level}
        says = {name: value for name, value in said.items() if value is not None}
        try:
            When({name: (value,) for name, value in says.items()}, ("bodies", i))
            bounded(one.ending, ("bodies", i, "ending"))
        except RuleComplaint as complaint:
            raise from_complaint(tree, complaint) from None
        found.append(Ending(Bounded(f"(?:{one.ending})$"), says))
    return tuple(found)


def _with_phrases(folder: Path, forms: Sequence[Form]) -> list[Form]:
    """The forms with the topics of the files in a folder, in the order of their names."""
    topics: dict[str, list[Topic]] = {form.id: [] for form in forms}
    for path in sorted(folder.glob("*.yaml")):
        tree, _ = read_tree(path)
        for id, topic in _located(path, lambda tree=tree: build_topics(tree, forms)).items():  # type: ignore[misc]
            topics[id].append(topic)
    return [replace(form, phrases=tuple(topics[form.id])) for form in forms]


def _form(path: Path, years: PackForm) -> Form:
    tree, _ = read_tree(path)
    return _located(path, lambda: build_form(tree, years))


def _priors(path: Path, forms: Sequence[Form]) -> Priors | None:
    if not path.is_file():
        return None
    tree, _ = read_tree(path)
    return _located(path, lambda: build_priors(tree, forms))


def read_tree(path: Path) -> tuple[Node, Lines]:
    """A pack's YAML file as nodes, and its lines.

    Raises:
        InvalidRule: it cannot be read, or is no YAML.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InvalidRule(
            Phrase(f"无法读取：{error.strerror}", f"cannot be read: {error.strerror}"), path=str(path)
        ) from None
    return _located(path, lambda: parse_yaml(decode(data), InvalidRule))


def _located(path: Path, read: Callable[[], T]) -> T:
    try:
        return read()
    except OpennessLintError as error:
        raise InvalidRule(error.message, path=error.path or str(path), line=error.line, column=error.column) from None
