"""`convert`: documents as `report.yaml`, with the same figures and the same findings."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT.parent / "shared" / "data" / "000_e0759db8c8ae201d.txt"
pytestmark = pytest.mark.usefixtures("all_rules")

TEXT = (
    "示例县水利局2024年政府信息公开工作年度报告\n"
    "二、主动公开政府信息情况\n"
    "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t\t 0\n"
    "信息内容\t本年收费金额\n行政事业性收费\t0元\n"
    "五、存在问题及改进情况\n  无。\n"
)


def findings(run, path):
    """Rule and message of each finding, places left out."""
    lines = run("-q", "-f", "concise", path).out.splitlines()
    return sorted(line.split(": ", 1)[1] for line in lines)


@pytest.fixture
def document() -> Path:
    path = Path("报告.txt")
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_printed_text_is_kept_to_the_character(run, document):
    assert run("convert", document).out == (
        "agency: 示例县水利局\n"
        "year: 2024\n"
        "title: 示例县水利局2024年政府信息公开工作年度报告\n"
        "sections:\n"
        "  二、主动公开政府信息情况:\n"
        "    article_20_1:\n"
        "      规章: [0, '', \" 0\"]\n"
        "    article_20_8:\n"
        "      行政事业性收费: {本年收费金额: 0元}\n"
        "  五、存在问题及改进情况: |2\n"
        "      无。\n"
    )


def test_the_result_is_judged_like_the_document(run, document):
    run("convert", document, "-o", "out.yaml")

    assert findings(run, "out.yaml") == findings(run, document) != []


@pytest.mark.parametrize("name", ["chaoyang-2024", "clean-2024", "faults-2024", "huaian-2024"])
def test_a_report_converts_to_itself(run, name):
    path = ROOT / "examples" / f"{name}.yaml"

    run("convert", path, "-o", "once.yaml")
    run("convert", "once.yaml", "-o", "twice.yaml")

    assert findings(run, "once.yaml") == findings(run, path)
    assert Path("once.yaml").read_bytes() == Path("twice.yaml").read_bytes()


def test_a_folder_goes_to_a_folder_without_what_is_no_report(run, document):
    Path("in").mkdir()
    document.rename("in/a.txt")
    Path("in/b.txt").write_text(TEXT, encoding="utf-8")
    Path("in/notes.txt").write_text("买菜\n", encoding="utf-8")
    Path("in/other.yaml").write_text("a: 1\n", encoding="utf-8")

    ran = run("convert", "in", "-o", "out")

    assert (ran.code, ran.err) == (0, "")
    assert sorted(one.name for one in Path("out").iterdir()) == ["a.yaml", "b.yaml"]


def test_files_of_one_name_do_not_overwrite_each_other(run, document):
    for name in ("in/水利局/报告.txt", "in/教育局/报告.txt", "in/教育局/报告.md"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(TEXT, encoding="utf-8")

    ran = run("convert", "in", "-o", "out")

    assert (ran.code, ran.err) == (0, "")
    assert sorted(one.relative_to("out").as_posix() for one in Path("out").rglob("*.yaml")) == [
        "教育局/报告.md.yaml",
        "教育局/报告.txt.yaml",
        "水利局/报告.yaml",
    ]


def test_several_documents_need_a_folder(run, document):
    ran = run("convert", document, document.parent)

    assert (ran.code, ran.err) == (2, "openness-lint: 转换几份文档时，用 --output 写明放结果的文件夹\n")


def test_an_existing_file_is_kept_unless_forced(run, document):
    Path("out.yaml").write_text("mine\n", encoding="utf-8")

    refused = run("convert", document, "-o", "out.yaml", "--lang", "en")
    kept = Path("out.yaml").read_text(encoding="utf-8")
    forced = run("convert", document, "-o", "out.yaml", "--force")

    assert (refused.code, refused.err, kept) == (
        2,
        "out.yaml: the file exists and was left alone; --force writes over it\n",
        "mine\n",
    )
    assert (forced.code, Path("out.yaml").read_text(encoding="utf-8")[:6]) == (0, "agency")


BEYOND = """\
<h1>示例县水利局2024年政府信息公开工作年度报告</h1>
<p>二、主动公开政府信息情况</p>
<table>
<tr><td>信息内容</td><td>本年新制作数量</td><td>本年 废止件数</td><td>现行有效件数</td><td>拟制件数</td></tr>
<tr><td>规章</td><td>1</td><td>2</td><td>3</td><td>４</td></tr>
<tr><td>行政规范性文件</td><td>5</td><td>6</td><td>7</td><td></td></tr>
<tr><td>其他对外管理服务事项</td><td>8</td><td>0</td><td>9</td><td>0</td></tr>
<tr><td>其中：农村</td><td>10</td><td>11</td><td>12</td><td>13</td></tr>
<tr><td>其中：农村</td><td>14</td><td></td><td>16</td><td>0元</td></tr>
</table>
"""


def test_what_the_form_does_not_have_is_written_too_with_its_figures(run):
    Path("a.html").write_text(BEYOND, encoding="utf-8")

    run("convert", "a.html", "-o", "once.yaml")
    run("convert", "once.yaml", "-o", "twice.yaml")

    assert Path("once.yaml").read_text(encoding="utf-8").splitlines()[5:] == [
        "    article_20_1:",
        '      规章: {"本年 废止件数": 2, 现行有效件数: 3, 本年新制作数量: 1, unlisted: {拟制件数: ４}}',
        "      行政规范性文件: {repealed: 6, in_force: 7, 本年新制作数量: 5}",
        "    其他对外管理服务事项: [8, 0, 9, 0]",
        "    unlisted:",
        "      - 其中：农村: [10, 11, 12, 13]",
        "      - 其中：农村: [14, '', 16, 0元]",
    ]
    assert Path("once.yaml").read_bytes() == Path("twice.yaml").read_bytes()


def test_what_the_form_does_not_have_is_told_by_the_same_rules(run):
    Path("a.html").write_text(BEYOND, encoding="utf-8")
    run("convert", "a.html", "-o", "a.yaml")

    told = [
        [line.split(": ", 1)[1] for line in run("-q", "-s", "S110,S113", "-f", "concise", one).out.splitlines()]
        for one in ("a.html", "a.yaml")
    ]

    assert sorted(told[1]) == sorted(told[0]) != []


def test_check_tells_what_the_form_does_not_have(run):
    Path("a.html").write_text(BEYOND, encoding="utf-8")

    said = run("convert", "--check", "a.html").out.splitlines()

    assert [line for line in said if "拟制" in line or "农村" in line or "新制作" in line or "对外" in line] == [
        "a.html: 格式里没有“拟制件数”",
        "a.html: 格式里没有“其中：农村”",
        "a.html: “本年新制作数量”是“政府信息公开工作年度报告（2019年试行格式）”的用语",
        "a.html: “其他对外管理服务事项”是“政府信息公开工作年度报告（2019年试行格式）”的用语",
    ]


def test_check_says_what_was_not_recognised(run, document):
    ran = run("convert", "--check", "--lang", "en", document)

    assert ran.code == 1
    assert ran.out.splitlines()[:3] == [
        "报告.txt: not found: 一、总体情况",
        "报告.txt: not found: 三、收到和处理政府信息公开申请情况",
        "报告.txt: not found: 四、政府信息公开行政复议、行政诉讼情况",
    ]
    assert "报告.txt: not found: the figures of 行政规范性文件" in ran.out.splitlines()


def test_check_says_a_column_or_table_that_is_lost_once(run):
    head = "<tr><td>信息内容</td><td>本年制发件数</td><td>拟制件数</td><td>现行有效件数</td></tr>"
    rows = "<tr><td>规章</td><td>1</td><td>2</td><td>3</td></tr><tr><td>行政规范性文件</td><td>4</td><td>5</td><td>6</td></tr>"
    rows += "<tr><td>行政许可</td><td>7</td></tr>"
    disputes = "<tr><td>行政复议</td><td>结果维持</td></tr><tr><td>见附件</td><td>见附件</td></tr>"
    Path("a.html").write_text(
        f"<p>二、主动公开政府信息情况</p><table>{head}{rows}</table>"
        f"<p>四、政府信息公开行政复议、行政诉讼情况</p><table>{disputes}</table>",
        encoding="utf-8",
    )

    said = run("convert", "--check", "a.html").out.splitlines()

    assert "a.html: 没有找到“本年废止件数”一列" in said
    assert "a.html: 没有认出复议诉讼情况表里的任何数字" in said
    assert not any("规章" in line or "行政规范性文件" in line for line in said)


def test_what_is_no_report_is_trouble_when_it_was_named(run):
    Path("notes.txt").write_text("买菜\n", encoding="utf-8")

    ran = run("convert", "notes.txt")

    assert (ran.code, ran.out, ran.err) == (2, "", "notes.txt: 没有找到年度报告的标题和表格\n")


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample is not at hand")
def test_the_sample_is_recognised_whole_and_keeps_its_fault(run):
    checked = run("convert", "--check", SAMPLE)
    run("convert", SAMPLE, "-o", "sample.yaml")

    assert checked.code == 0
    assert checked.out.endswith("全部认出：6 个部分，200 个数字\n")
    assert findings(run, "sample.yaml") == findings(run, SAMPLE)
    assert "U101 error 本列以万元计，这里写成“0元”；应为 0" in findings(run, SAMPLE)
