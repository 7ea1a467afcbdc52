"""Documents made to do harm, or that are not what their names say: one line that says what is wrong, exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("reportlab")
hostile = pytest.importorskip("papers.hostile")
pytestmark = pytest.mark.usefixtures("all_rules")


@pytest.mark.parametrize("name", hostile.documents())
def test_each_is_refused_in_one_line_of_either_language(run, name):
    suffix, data = hostile.documents()[name]()
    path = Path(f"report{suffix}")
    path.write_bytes(data)

    said = {language: run("-q", "--lang", language, path) for language in ("zh", "en")}

    assert {one.code for one in said.values()} == {2}
    (zh,), (en,) = (said[language].err.splitlines() for language in ("zh", "en"))
    assert [said[language].out for language in said] == ["", ""]
    assert zh.startswith(f"{path.name}:")
    assert en.startswith(f"{path.name}:")
    assert en.isascii()
    assert any("\u4e00" <= one <= "\u9fff" for one in zh)
