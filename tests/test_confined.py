"""Work in a process of its own: answers, refusals, and what becomes of work that does not end."""

from __future__ import annotations

import json

import pytest

from openness_lint.confined import confined
from openness_lint.model.errors import UnreadableInput

WORK = """
import os
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase

def answer(data):
    return {"bytes": len(data), "lone": "\\ud800", "same": os.getpid() == int(data)}

def refuse(data):
    raise UnreadableInput(Phrase("不是", "is not"))

def fail(data):
    raise ValueError("never seen")

def crash(data):
    os.abort()

def loop(data):
    while True:
        pass

def swell(data):
    return len(bytearray(10_000_000_000))

def chatter(data):
    os.write(2, b"noise" * 100_000)
    return []
"""


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    (tmp_path / "work_for_trial.py").write_text(WORK, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))


def test_what_the_work_makes_comes_back_from_another_process():
    import os

    data = str(os.getpid()).encode()

    assert confined("work_for_trial:answer", data) == {"bytes": len(data), "lone": "\ud800", "same": False}


def test_a_refusal_comes_back_in_both_languages():
    with pytest.raises(UnreadableInput) as caught:
        confined("work_for_trial:refuse", b"")

    assert caught.value.message == ("不是", "is not")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fail", "the file is damaged or cut off"),
        ("crash", "more than 512 MB of memory, or crashed"),
        ("swell", "more than 512 MB of memory, or crashed"),
    ],
)
def test_whatever_breaks_in_it_is_told_of_the_file(name, words, capfd):
    with pytest.raises(UnreadableInput) as caught:
        confined(f"work_for_trial:{name}", b"")

    assert words in caught.value.message.en
    assert capfd.readouterr() == ("", "")


def test_work_that_does_not_end_is_given_up(monkeypatch):
    monkeypatch.setattr("openness_lint.confined.SECONDS", 1)

    with pytest.raises(UnreadableInput) as caught:
        confined("work_for_trial:loop", b"")

    assert caught.value.message.en.startswith("not read after 1 seconds")


def test_noise_is_not_heard(capfd):
    assert confined("work_for_trial:chatter", b"") == []
    assert capfd.readouterr() == ("", "")


def test_data_beyond_a_pipe_is_passed_whole():
    with pytest.raises(UnreadableInput):
        confined("work_for_trial:answer", b"x" * 1_000_000)
    assert json.dumps(confined("builtins:len", b"x" * 1_000_000)) == "1000000"
