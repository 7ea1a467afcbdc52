"""With --verbose every heading and label says what it was read as, and by what right."""

from __future__ import annotations

import io

import pytest

from openness_lint.engine import judge
from openness_lint.hooks import Look
from openness_lint.host import gather, open_rulebook
from openness_lint.model.source import Source
from openness_lint.reporters.text import Text

DOCUMENT = """\
示例县水利局2024年政府信息公开工作年度报告
一、总體情况
五、存在问题及改进情况
略
四、政府信息公开行政复议、行政诉讼情况
二、主动公开政府信息情况
信息内容\t本年制发 件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范文件\t0\t0\t0
"""
SHOWN = {
    "zh": """\
✓ a.txt：没有可判定的项
a.txt：认出 4 个标题、5 个行列标签
  2:1  “一、总體情况” → 一、总体情况（繁体字）
  3:1  “五、存在问题及改进情况” → 五、存在的主要问题及改进情况（已知的其他用语）
  5:1  “四、政府信息公开行政复议、行政诉讼情况” → 四、政府信息公开行政复议、行政诉讼情况（与格式相同）
  6:1  “二、主动公开政府信息情况” → 二、主动公开政府信息情况（与格式相同）
  7:6  “本年制发 件数” → 本年制发件数（空格、标点或全角半角不同）
  7:14  “本年废止件数” → 本年废止件数（与格式相同）
  7:21  “现行有效件数” → 现行有效件数（与格式相同）
  8:1  “规章” → 规章（与格式相同）
  9:1  “行政规范文件” → 行政规范性文件（有错漏字，编辑距离 1）
""",
    "en": """\
  3:1  '五、存在问题及改进情况' → Problems and improvements (another known wording)
""",
}


def shown(language, **look):
    host = gather()
    report = host.readers[".txt"].read(Source("a.txt", DOCUMENT.encode()), open_rulebook(host).shelf)
    stream = io.StringIO()
    Text().write([judge(report, [], "a.txt")], stream, Look(language=language, **look))
    return stream.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_label_is_shown_with_what_it_was_read_as(language):
    assert SHOWN[language] in shown(language, verbose=True).replace("- a.txt：", "✓ a.txt：")


@pytest.mark.parametrize("look", [{}, {"verbose": True, "quiet": True}])
def test_nothing_is_said_of_labels_unless_asked(look):
    assert "总體" not in shown("zh", **look)
