"""Regular expressions that are compiled when they are first used, and not again in the next run.

To compile one takes from a tenth of a millisecond to two, and a run over one report, which needs a tenth of all
there are, would spend a third of its time on it. What a pattern compiles to is plain numbers, the same for
one text, its flags and one Python; whoever runs the program may keep them (`known`) and put them back.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Any, AnyStr

from openness_lint.model.values import NamedTuple


class Code(NamedTuple):
    """What `re` makes of a pattern: all flags, its program, groups, their numbers by name, their names by number."""

    flags: int
    program: bytes
    groups: int
    numbers: dict[str, int]
    names: tuple[str | None, ...]


# By text and flags. Filled from outside before the first pattern is used, and read when the last one was.
known: dict[tuple[str | bytes, int], tuple[Any, ...]] = {}


def compiled(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The compiled pattern, as `re.compile` gives it.

    Raises:
        re.error: the text is no pattern.
    """
    flags = int(flags)
    try:
        import _sre  # type: ignore[import-not-found]

        if (text, flags) not in known:
            known[text, flags] = _code(text, flags)
        code = Code(*known[text, flags])
        program = memoryview(code.program).cast("I").tolist()
        # `_sre` checks the program, and refuses one that it could not have made.
        return _sre.compile(text, code.flags, program, code.groups, code.numbers, code.names)  # type: ignore[no-any-return]
    # Another Python than those we know, or what was kept is damaged: then as everybody does it.
    except (ImportError, AttributeError, TypeError, ValueError, RuntimeError, OverflowError):
        return re.compile(text, flags)


def _code(text: str | bytes, flags: int) -> Code:
    """As the last lines of `re._compiler.compile` have it."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(text, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    program = array("I", _compiler._code(parsed, flags)).tobytes()  # noqa: SLF001
    return Code(flags | state.flags, program, state.groups - 1, dict(state.groupdict), tuple(names))


def fingerprint() -> str:
    """Of what a program of `re` depends on beside its pattern: another one must not be put back."""
    import _sre
    import sys

    return f"{sys.implementation.cache_tag}-{sys.hexversion:x}-{_sre.MAGIC}-{_sre.CODESIZE}-{array('I').itemsize}{sys.byteorder}"


if TYPE_CHECKING:

    def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]: ...

else:

    class pattern:  # noqa: N801
        """What becomes the compiled pattern once it is asked to match."""

        def __init__(self, text: AnyStr, flags: int = 0) -> None:
            self.pattern = text
            self._flags = int(flags)

        def __getattr__(self, name: str) -> Any:
            made = compiled(self.pattern, self._flags)
            for method in ("match", "fullmatch", "search", "sub", "split", "findall", "finditer"):
                setattr(self, method, getattr(made, method))
            return getattr(made, name)
