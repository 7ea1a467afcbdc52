"""The shape of a configuration file, as pydantic checks it; also the source of its JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from openness_lint.model.language import Phrase, join
from openness_lint.model.span import TextSpan
from openness_lint.rulebook.validate import node_at, plain_data
from openness_lint.rulebook.wording import wrong_value
from openness_lint.syntax.nearest import did_you_mean
from openness_lint.syntax.node import Mapping, Scalar


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}

Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[list[Text], Field(min_length=1)]
OneOrMore = Annotated[
    Texts,
    BeforeValidator(_as_list),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}),
]
Level = Literal["error", "warning", "info"]
Levels = Annotated[dict[str, Level], Field(min_length=1)]


def _about(zh: str, en: str) -> Any:
    return Field(description=f"{zh} / {en}")


_SELECT = _about("只用这些规则：代码、名称或代码的开头", "only these rules: codes, names or beginnings of codes")
_IGNORE = _about("不用这些规则", "not these rules")
_SEVERITY = _about("改变这些规则的级别", "the severity these rules are given")


class _Closed(BaseModel):
    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )


class PerFileFile(_Closed):
    """What holds for some files only."""

    files: Annotated[OneOrMore, _about("文件，写法同 .gitignore", "which files, written as in .gitignore")]
    select: Annotated[Texts, _SELECT] = Field(default_factory=list)
    ignore: Annotated[Texts, _IGNORE] = Field(default_factory=list)
    severity: Annotated[Levels, _SEVERITY] = Field(default_factory=dict)


class ConfigurationFile(_Closed):
    """`.openness-lint.yaml`, or the table `tool.openness-lint` of pyproject.toml."""

    extends: Annotated[OneOrMore, _about("先读这些配置文件，以本文件为准", "configuration files to build upon")] = (
        Field(default_factory=list)
    )
    select: Annotated[Texts, _SELECT] = Field(default_factory=list)
    ignore: Annotated[Texts, _IGNORE] = Field(default_factory=list)
    severity: Annotated[Levels, _SEVERITY] = Field(default_factory=dict)
    mandatory: Annotated[
        Texts, _about("必查规则：不能关闭，也不能豁免", "rules that nothing turns off or suppresses")
    ] = Field(default_factory=list)
    rules: Annotated[
        Texts, _about("另加的规则文件、文件夹或规则包", "further rule files, folders of rules, or packs")
    ] = Field(default_factory=list)
    plugins: Annotated[Texts, _about("已安装的 Python 模块", "installed Python modules")] = Field(default_factory=list)
    per_file: Annotated[
        list[PerFileFile], Field(min_length=1), _about("只对一部分文件的设置", "what holds for some files only")
    ] = Field(default_factory=list)
    exclude: Annotated[
        Texts, _about("查文件夹时不查的文件，写法同 .gitignore", "not checked below folders, written as in .gitignore")
    ] = Field(default_factory=list)
    fail_on: Annotated[
        Level, _about("有这一级别或更高级别的问题时退出码为 1", "exit with 1 at findings of this severity or above")
    ] = "error"
    min_severity: Annotated[
        Level, _about("只显示这一级别和更高级别的问题", "show only findings of this severity or above")
    ] = "info"
    lang: Annotated[Literal["zh", "en"], _about("输出语言", "language of the output")] = "zh"
    format: Annotated[Text, _about("输出格式", "output format")] = "text"
    baseline: Annotated[Text, _about("基线文件", "the baseline file")] = Field(default_factory=str)
    previous: Annotated[Text, _about("去年的报告：文件或文件夹", "last year's reports: a file or a folder")] = Field(
        default_factory=str
    )
    roster: Annotated[Text, _about("机关名单 roster.yaml", "the roster of bodies, roster.yaml")] = Field(
        default_factory=str
    )
    required_version: Annotated[
        Text, _about("本工具的版本要求，如 >=0.1,<1", "versions of this tool that will do, as in >=0.1,<1")
    ] = Field(default_factory=str)


def json_schema() -> dict[str, Any]:
    """Of a configuration file, or of the table `tool.openness-lint` in pyproject.toml."""
    found = ConfigurationFile.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **found,
        "title": "openness-lint configuration",
        "minProperties": 1,
    }


def _keys(shape: type[BaseModel]) -> list[str]:
    return [one.alias or name for name, one in shape.model_fields.items()]


def first_fault(tree: Mapping) -> tuple[TextSpan, Phrase] | None:
    """What is wrong with the shape of a configuration, and where; of several, what stands first."""
    try:
        ConfigurationFile.model_validate(plain_data(tree))
    except ValidationError as error:
        return min(
            (_said(one, tree) for one in error.errors(include_url=False)), key=lambda one: (one[0].line, one[0].column)
        )
    return None


def _said(error: Any, tree: Mapping) -> tuple[TextSpan, Phrase]:
    path: tuple[str | int, ...] = tuple(error["loc"])
    name = next((one for one in reversed(path) if isinstance(one, str)), "")
    node, key = node_at(tree, path)
    match error["type"]:
        case "extra_forbidden":
            assert key is not None
            known = _keys(PerFileFile if path[0] == "per-file" else ConfigurationFile)
            hint = did_you_mean(name, known)
            words = Phrase("不认识的键 {key}{hint}", "unknown key {key}{hint}")
            if not hint.zh:
                hint = join([Phrase.same(one) for one in known])
                words = Phrase("不认识的键 {key}；可用：{hint}", "unknown key {key}; known: {hint}")
            return key.span, words.fill(key=name, hint=hint)
        case "missing":
            return node_at(tree, path[:-1])[0].span, Phrase(f"缺少 {name}", f"{name} is missing")
    if isinstance(node, Scalar) and not node.is_null and error["type"] == "list_type" and name in {"extends", "files"}:
        error = {**error, "type": "string_type"}  # one text may stand for a list of one
    place = key if key is not None and isinstance(node, Scalar) and node.is_null else node
    return place.span, wrong_value(error, node, path)
