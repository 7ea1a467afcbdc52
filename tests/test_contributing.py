"""The guide for those who work on the house tells of the house as it is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_floors_in_the_guide_are_those_of_the_contract():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = guide.partition("| floor |")[2].partition("\n\n")[0]

    told = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)

    assert told == [layer.removeprefix("openness_lint.") for layer in contract["layers"]]


def test_every_package_and_module_stands_on_a_floor():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    floors = {layer.removeprefix("openness_lint.") for layer in contract["layers"]}

    found = {path.stem for path in (ROOT / "src" / "openness_lint").iterdir() if not path.name.startswith("_")}

    assert found - {"py", "rules", "schemas"} == floors  # files beside the code
