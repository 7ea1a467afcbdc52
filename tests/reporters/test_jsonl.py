import io
import json
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.hooks import Look
from openness_lint.reporters.json import Json
from openness_lint.reporters.jsonl import Jsonl

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


def test_a_run_is_a_line_for_each_file_and_one_for_the_sum(made, written):
    expected = (
        '{"path":"report.yaml","form":"cn-openness-2021","agency":"朝阳市科学技术局","year":2024,"judged":131,"held":130,'
        '"diagnostics":[{"code":"U101","name":"yuan-in-wan-yuan","kind":"violation","severity":"error",'
        '"confidence":"exact","message":"本列以万元为单位，这里写的是“0元”","data":{},"address":"proactive.fees.amount",'
        '"where":"二、主动公开政府信息情况 › 行政事业性收费 › 本年收费金额（单位：万元）",'
        '"location":{"kind":"text","line":7,"column":14,"end_line":7,"end_column":16},"related":[],'
        '"fixes":[{"applicability":"safe","message":"删去“元”","edits":[{"location":{"kind":"text","line":7,"column":15,'
        '"end_line":7,"end_column":16},"replacement":""}]}],"repairs":[],"cause":null,"diagnosis":null,"suppressed":null,'
        '"fingerprint":"e2540869936d0aecf54e1ae58c9ff760"}]}\n'
        '{"path":"局/二〇二四.yaml","form":"cn-openness-2021","agency":"朝阳市科学技术局","year":2024,"judged":131,'
        '"held":131,"diagnostics":[]}\n'
        '{"path":"empty.yaml","error":{"line":1,"column":1,"message":"文件是空的"}}\n'
        '{"summary":{"files":2,"error":1,"warning":0,"info":0,"gap":0,"fault":0,"suppressed":0,"judged":262,"held":261,'
        '"unread":1},"schema_version":1,"tool":{"name":"openness-lint","version":"1.2.3"}}\n'
    )
    _, clean, unread = made.everything()

    assert expected == written(Jsonl(), [made.outcome(made.unit()), clean, unread])


def test_a_run_in_english(made, written, snapshot):
    assert written(Jsonl(), made.everything(), language="en") == snapshot


def test_lines_say_what_the_json_format_says(made, written):
    whole = json.loads(written(Json(), made.everything()))

    *lines, last = [json.loads(line) for line in written(Jsonl(), made.everything()).splitlines()]

    assert whole["files"] == [line for line in lines if "error" not in line]
    assert whole["errors"] == [{"path": line["path"], **line["error"]} for line in lines if "error" in line]
    assert last == {key: whole[key] for key in ("summary", "schema_version", "tool")}


def test_a_run_without_files_is_its_sum(written):
    [line] = written(Jsonl(), []).splitlines()

    assert json.loads(line)["summary"]["files"] == 0


def test_each_report_is_written_before_the_next_is_judged(made):
    stream, seen = io.StringIO(), []

    def results():
        for path in ("a.yaml", "b.yaml"):
            yield made.outcome(path=path)
            seen.append(len(stream.getvalue().splitlines()))

    Jsonl().write(results(), stream, Look())

    assert seen == [1, 2]


def test_hostile_text_comes_back_as_it_was(made, written, hostile):
    said = written(Jsonl(), [made.one_line(hostile, path=hostile)])

    assert not [one for one in said if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp"}]
    read = json.loads(said.split("\n")[0])
    assert hostile == read["path"] == read["agency"]
    assert read["diagnostics"][0]["message"] == f"“{hostile}”不对"


@settings(deadline=None)
@given(value=ANY_TEXT)
def test_whatever_a_report_says_it_is_one_line_and_comes_back(made, written, value):
    said = written(Jsonl(), [made.one_line(value, path=value)])

    first, second, end = said.split("\n")
    assert end == ""
    assert json.loads(first)["diagnostics"][1]["message"] == value
    assert "summary" in json.loads(second)
    assert not [one for one in said if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert said == written(Jsonl(), [made.one_line(value, path=value)])
