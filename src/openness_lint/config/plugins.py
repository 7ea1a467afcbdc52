"""Plugins that a configuration names: installed modules, never files that happen to lie beside it.

Whoever hands us a folder of reports may have put a configuration into it. It may choose among what is
installed; it may not bring code of its own. `python -m openness_lint` puts the working folder at the
head of the places that Python imports from, so that place is left out here.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import entry_points

from openness_lint.config.settings import Sourced
from openness_lint.hooks import PROJECT
from openness_lint.host import Host, gather
from openness_lint.model.errors import InvalidPlugin, OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.pattern import pattern
from openness_lint.plugins import given

_MODULE = pattern(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


def import_plugin(name: Sourced[str]) -> object:
    """The module of this name.

    Raises:
        OpennessLintError: it is no name of a module, none is installed, or it fails; with the place in the
            configuration.
    """
    if not _MODULE.fullmatch(name.value):
        words = Phrase(
            "plugins 写已安装的模块名，如 our_county.openness；“{name}”不是模块名，文件不能直接载入",
            "plugins are names of installed modules, as in our_county.openness; '{name}' is none, and files are not loaded",
        )
        raise _complaint(name, words.fill(name=name.value))
    try:
        with _without_working_folder():
            module = importlib.import_module(name.value)
    except ModuleNotFoundError as error:
        if not (error.name and f"{name.value}.".startswith(f"{error.name}.")):
            raise _failed(name, error) from error
        words = Phrase("没有安装模块 {name}", "there is no installed module {name}")
        raise _complaint(name, words.fill(name=name.value)) from None
    # Somebody else's code: whatever its import raises, leaving the program included, the user needs to hear which one.
    except (Exception, SystemExit) as error:
        raise _failed(name, error) from error
    return module


def gathered(names: Sequence[Sourced[str]]) -> Host:
    """The parts of a run with the plugins of these names; what is installed with an entry point is there anyway.

    Raises:
        OpennessLintError: one of them cannot be used; with the place in the configuration.
    """
    installed = {one.value for one in entry_points(group=PROJECT)}
    modules = {one.value: (one, import_plugin(one)) for one in reversed(names) if one.value not in installed}
    try:
        return gather(module for _, module in reversed(modules.values()))
    except InvalidPlugin as error:
        for name, module in modules.values():
            try:
                given(name.value, module)
            except InvalidPlugin as its_own:
                raise _complaint(name, its_own.message) from error
        raise


def _failed(name: Sourced[str], error: BaseException) -> OpennessLintError:
    words = Phrase("插件 {name} 无法载入：{why}", "the plugin {name} cannot be loaded: {why}")
    return _complaint(name, words.fill(name=name.value, why=f"{type(error).__name__}: {error}"))


def _complaint(name: Sourced[str], message: Phrase) -> OpennessLintError:
    place = name.origin.place
    return place.complaint(message) if place else InvalidPlugin(message)


@contextmanager
def _without_working_folder() -> Iterator[None]:
    """Import from everywhere but the working folder, where that was put first, or into the list as nothing.

    By its name it may stand further down: an installed package whose source it is put it there.
    """
    before = [*sys.path]
    is_safe = sys.flags.safe_path or sys.path[:1] != [os.getcwd()]  # noqa: PTH109  # as Python wrote it
    sys.path[:] = [one for one in before[0 if is_safe else 1 :] if one]
    if sys.path == before:
        yield
        return
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:] = before
