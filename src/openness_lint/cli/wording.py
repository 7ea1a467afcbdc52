"""The command line's own words, in both languages."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping, Sequence

from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import LANGUAGES, Language, Phrase
from openness_lint.model.values import dataclass

LANGUAGE_VARIABLE = "OPENNESS_LINT_LANG"


@dataclass(slots=True)
class Speech:
    """The language of a run, and the option or variable that asks for it; where none does, a configuration may."""

    language: Language = "zh"
    asked: str | None = None


def language_of(words: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language that the command line and the environment settle on; see `speech_of`."""
    return speech_of(words, environment).language


def speech_of(words: Sequence[str], environment: Mapping[str, str]) -> Speech:
    """The language of a run: `--lang`, else the environment's, else Chinese.

    Raises:
        OpennessLintError: the environment asks for a language that there is not.
    """
    by_option = [value for option, value in _options(words) if option == "--lang" and value in LANGUAGES]
    wanted, asked = (
        (by_option[-1], "--lang") if by_option else (environment.get(LANGUAGE_VARIABLE, ""), LANGUAGE_VARIABLE)
    )
    if not wanted:
        return Speech()
    if wanted not in LANGUAGES:
        message = Phrase(
            f"环境变量 {LANGUAGE_VARIABLE} 不能是“{wanted}”；可用：zh、en",
            f"the environment variable {LANGUAGE_VARIABLE} cannot be {wanted!r}; use zh or en",
        )
        raise OpennessLintError(message)
    return Speech("en" if wanted == "en" else "zh", asked)


def wants_traceback(words: Sequence[str]) -> bool:
    """Whether `--debug` is among the options; asked before the command line is read, which may fail."""
    return any(option == "--debug" for option, _ in _options(words))


def _options(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Each word that may be an option, with its value as far as it has one."""
    for word, following in zip(words, [*words, ""][1:], strict=True):
        if word == "--":
            return
        option, equals, value = word.partition("=")
        yield option, value if equals else following


LONGEST_LINE = 2000  # characters


def one_line(text: str) -> str:
    """The text without line ends and control characters, for one line on a terminal, and no endless one."""
    if len(text) > LONGEST_LINE:
        text = f"{text[: LONGEST_LINE - 1]}…"
    return "".join(c if c.isprintable() else " " for c in text)


_REASONS = {
    errno.EACCES: Phrase("没有权限", "no permission"),
    errno.EEXIST: Phrase("已有同名文件", "a file of this name exists"),
    errno.EISDIR: Phrase("这是文件夹", "it is a folder"),
    errno.ELOOP: Phrase("符号链接循环", "its symbolic links run in a circle"),
    errno.ENAMETOOLONG: Phrase("文件名太长", "the file name is too long"),
    errno.ENOENT: Phrase("没有这个文件或文件夹", "no such file or folder"),
    errno.ENOSPC: Phrase("磁盘已满", "the disk is full"),
    errno.ENOTDIR: Phrase("路径中有一段不是文件夹", "part of the path is no folder"),
    errno.EPERM: Phrase("没有权限", "no permission"),
    errno.EROFS: Phrase("磁盘只读", "the disk is read-only"),
}


def in_words(error: OSError) -> Phrase:
    """Why the system would not read or write a file."""
    known = _REASONS.get(error.errno or 0)
    return known or Phrase(f"系统错误 {error.errno}", error.strerror or f"system error {error.errno}")
