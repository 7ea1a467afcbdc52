"""Where files are judged one after the other."""

import gc
from datetime import date
from pathlib import Path

import pytest

from openness_lint.cli.configured import open_plans
from openness_lint.cli.desk import Desk
from openness_lint.cli.files import Found
from openness_lint.config.settings import Layer
from openness_lint.model.outcome import Outcome
from openness_lint.model.report import Report

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


@pytest.fixture(scope="module")
def desk():
    plans = open_plans(config=None, isolated=True, options=Layer(), cache=False)
    return Desk(plans, reports_only=False, debug=False, today=date(2025, 1, 31))


def reports_alive():
    return {id(one) for one in gc.get_objects() if isinstance(one, Report)}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_report_is_gone_once_it_is_judged(desk, path):
    """Without waiting for a sweep: else a run over many holds several reports that nobody will read again."""
    gc.collect()
    gc.disable()
    try:
        before = reports_alive()

        judged = desk.judge(Found(path.name, path, True))

        assert isinstance(judged.result, Outcome)
        del judged
        assert reports_alive() <= before
    finally:
        gc.enable()
