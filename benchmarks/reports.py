"""Reports made from a seed: clean ones of about ten kilobytes with text, and the same with ten findings each.

Figures and sentences are our own. Tables add up, the text says what the tables say, no two reports are alike.

    python benchmarks/reports.py FOLDER COUNT [--faults]
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

APPLICANTS = 6
OUTCOMES = {
    "（一）予以公开": 8,
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": 2,
    "（三）不予公开": {
        "1.属于国家秘密": 0,
        "2.其他法律行政法规禁止公开": 0.2,
        "3.危及“三安全一稳定”": 0,
        "4.保护第三方合法权益": 0.4,
        "5.属于三类内部事务信息": 0.3,
        "6.属于四类过程性信息": 0.3,
        "7.属于行政执法案卷": 0.3,
        "8.属于行政查询事项": 0.2,
    },
    "（四）无法提供": {
        "1.本机关不掌握相关政府信息": 3,
        "2.没有现成信息需要另行制作": 0.4,
        "3.补正后申请内容仍不明确": 0.2,
    },
    "（五）不予处理": {
        "1.信访举报投诉类申请": 0.3,
        "2.重复申请": 0.3,
        "3.要求提供公开出版物": 0,
        "4.无正当理由大量反复申请": 0,
        "5.要求行政机关确认或重新出具已获取信息": 0,
    },
    "（六）其他处理": {
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": 0.3,
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": 0,
        "3.其他": 0.5,
    },
}
SUBJECTS = "水利 教育 民政 财政 交通运输 农业农村 卫生健康 文化和旅游 市场监督管理 生态环境 城市管理 应急管理".split()
# Sentences without figures, in groups: one for each of the five aspects of the first section, one for the fifth.
SENTENCES = (
    (
        "凡以本机关名义印发的文件，在起草时就写明公开属性，不公开的要附上理由，由办公室逐件复核后再送签。",
        "公开目录按业务科室重新排列，群众办事常看的几类放在前面，每一类都写明由哪个科室负责更新。",
        "财政资金的安排和使用情况随预算、决算一并公布，项目名称写全称，金额的单位写在表头。",
        "行政许可的条件、程序和结果放在同一页，申请材料的样本可以直接下载，填错的常见情形附在样本后面。",
        "年初公布的工作要点逐项对照落实，没有完成的写明原因和下一步打算，不以会议和文件代替结果。",
        "对已经公开的旧文件分批清点，内容过时的加注说明，链接失效的重新上传，原来的网址继续可以打开。",
        "涉及群众切身利益的决定，公布征求意见的全文和采纳情况，没有采纳的意见同样说明理由。",
        "检查的事项、依据和结果及时公布，被检查的单位整改以后，整改情况也在原处补充。",
    ),
    (
        "收到申请当天登记，内容不清楚的先打电话问明，需要补正的一次告知，不让申请人来回跑。",
        "答复文书使用统一的样式，写明依据、理由和救济途径，由业务科室起草，法制人员审核后再发出。",
        "申请的内容涉及几个科室时，由牵头科室汇总意见，避免同一件申请得到前后不一的说法。",
        "能够公开的尽量以申请人要求的形式提供，不能提供电子文本的，说明原因并提供其他便利。",
        "对经常被问到的内容作了归类，具备公开条件的转为主动公开，以减少重复的申请。",
        "申请人当面咨询的，由窗口人员说明办理的步骤和时限，现场可以查到的当场告知查询的方法。",
        "征求第三方意见的，给对方留出合理的时间，对方不同意公开的，由本机关衡量后作出决定并告知双方。",
        "答复发出之后留存送达的凭证，案卷按件归档，便于以后核对和统计。",
    ),
    (
        "信息发布之前核对文字、数字和附件，由承办人和科室负责人先后签字，谁发布谁负责。",
        "个人的姓名、住址和联系方式在公布之前作遮挡处理，遮挡之后由另一人再看一遍。",
        "按季度核对已公开文件的效力状态，废止的文件在网页上作了标注，并写明由哪一份文件替代。",
        "修订的文件把新旧两个版本放在一起，改动之处用文字说明，方便群众比较。",
        "公开属性发生变化的文件，及时调整所在的栏目，并保留调整的记录。",
        "历年的文件集中存放，按年份和类别都能查到，需要纸质文本的可以到档案室查阅。",
        "保密审查有书面记录，审查的人、依据和结论写在同一张表上，随文件一起归档。",
    ),
    (
        "合并了长期不更新的栏目，改版后检索一次即可到达，首页只保留常用的入口。",
        "网页的字号和颜色按照无障碍的要求作了调整，视力不好的老人可以让网页朗读全文。",
        "政务公开专区摆放了查询的设备和纸质的目录，有专人引导，群众可以免费打印办事指南。",
        "新媒体账号由专人管理，留言在工作日内回复，不能马上答复的先告知办理的进度。",
        "站内搜索补充了同义词，输入俗称也能找到正式的名称，搜索不到时给出相近的结果。",
        "手机上打开的表格可以左右滑动，附件同时提供可以编辑的格式和不能改动的格式。",
        "网站的备份定期演练，出现故障时先恢复查询功能，再恢复其他的栏目。",
    ),
    (
        "信息公开计入科室年度考核，考核的标准事先公布，结果在机关内部通报。",
        "业务培训以案例为主，讲清楚常见的错误和正确的做法，新到岗的人员先培训后上岗。",
        "邀请群众代表对公开的内容提意见，能改的当场记下，改好以后逐一回访。",
        "上级检查指出的问题列成清单，写明责任人和完成的时间，整改完成一项销号一项。",
        "各科室指定一名联络员，负责本科室信息的收集和更新，联络员变动时办好交接。",
        "每个季度抽查一次已发布的内容，抽查的结果发给有关的科室，同样的错误不重复出现。",
    ),
    (
        "少数答复没有写明救济途径，说理的部分偏于简单，申请人看了仍要打电话来问。",
        "政策解读以文字为主，形式比较单一，专业的词语没有作通俗的说明。",
        "部分科室更新信息不够及时，栏目之间的内容有重复，查找起来不够方便。",
        "改进情况：统一了答复文书的样式，由专人复核，重点看依据是否准确、理由是否充分。",
        "新发布的政策配了图解和问答，问答来自窗口和热线里群众真正提出的问题。",
        "把更新的时限写进科室的职责，逾期由办公室提醒，提醒之后仍不更新的在考核中扣分。",
        "下一步将把公开的要求写进业务流程，做到办理和公开同步，减少事后补录。",
    ),
)
OTHER = (
    "乡镇和街道的便民窗口同步摆放了办事指南，村里的公开栏由包村干部定期更新。",
    "热线接到的咨询每月汇总，咨询集中的事项由业务科室编写通俗的说明，再放到网页和窗口。",
    "本机关的工作人员到基层走访时，一并征求对公开工作的意见，意见逐条登记，办理结果当面反馈。",
    "公开的内容同时送到图书馆和档案馆，没有上网条件的群众可以就近查阅。",
    "对老年人和残疾人，窗口提供朗读和代填的服务，工作人员不收取任何费用。",
    "政策实施一段时间之后，请第三方了解群众是否看得懂、用得上，再据此修改说明的写法。",
)
PLANS = (
    "今后把公开工作和业务工作一同部署、一同检查，检查的重点放在内容是否完整、更新是否及时。",
    "继续清理重复的栏目，把同一类内容放在一处，减少群众来回查找的时间。",
    "继续完善答复文书的样式，把常用的依据和理由整理成参考用语，避免照抄照搬。",
    "继续加强与有关部门的沟通，需要几家共同答复的申请，事先商量好口径和时限。",
    "继续做好新旧文件的衔接，文件一经修订就同步更新解读，旧的解读移到历史栏目。",
    "继续听取群众的意见，能马上改的马上改，一时改不了的说明原因。",
)
HEADINGS = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")


class _Figures:
    """The figures of one report: rows of the third table by label, each by applicant with the total last."""

    def __init__(self, random: random.Random) -> None:
        self.random = random
        received = [random.randint(8, 60), random.randint(0, 6), 0, 0, random.randint(0, 2), random.randint(0, 1)]
        carried_in = [min(random.randint(0, 4), one) for one in received]
        carried_out = [min(random.randint(0, 3), one) for one in received]
        self.received, self.carried_in, self.carried_out = map(_with_total, (received, carried_in, carried_out))
        done = [a + b - c for a, b, c in zip(received, carried_in, carried_out, strict=True)]
        self.done = _with_total(done)
        kinds = {(group, row): weight for group, rows in _groups() for row, weight in rows.items()}
        drawn = [random.choices(list(kinds), list(kinds.values()), k=count) for count in done]
        self.rows = {kind: _with_total([one.count(kind) for one in drawn]) for kind in kinds}

    def row(self, group: str, row: str) -> list[int]:
        return self.rows[group, row]


def _groups() -> list[tuple[str, dict[str, float]]]:
    """The outcomes in groups; one that stands alone is a group of its own with one row without a name."""
    return [(group, rows if isinstance(rows, dict) else {"": rows}) for group, rows in OUTCOMES.items()]


def _with_total(figures: list[int]) -> list[int]:
    return [*figures, sum(figures)]


def clean_report(seed: int) -> str:
    """The text of a report without a finding."""
    random_ = random.Random(seed)
    figures = _Figures(random_)
    agency = f"示例{seed}县{random_.choice(SUBJECTS)}局"
    issued, repealed, standing = random_.randint(0, 5), random_.randint(0, 2), random_.randint(6, 30)
    licences, penalties = random_.randint(0, 400), random_.randint(0, 90)
    review = [random_.randint(0, 4), random_.randint(0, 2), random_.randint(0, 1), random_.randint(0, 2)]
    direct, after = ([random_.randint(0, 2) for _ in range(4)] for _ in range(2))
    parts = [_shuffled(group, random_) for group in SENTENCES]
    parts[0].insert(0, f"公布规范性文件{issued}件，公布行政许可的结果{licences}条。" if issued else "公开以文字为主。")
    parts[1].insert(0, f"全年新收政府信息公开申请{figures.received[-1]}件，办结{figures.done[-1]}件。")
    lines = [
        f"agency: {agency}",
        "year: 2024",
        "issuer: department",
        "level: county",
        f"title: {agency}2024年政府信息公开工作年度报告",
        f"published: 2025-01-{random_.randint(6, 28):02}",
        "sections:",
        "  一、总体情况: |",
        *(
            f"    （{'一二三四五'[i]}）{HEADINGS[i]}。{''.join(sentences)}"
            for i, sentences in enumerate(parts[: len(HEADINGS)])
        ),
        "  二、主动公开政府信息情况:",
        "    规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}",
        f"    行政规范性文件: {{本年制发件数: {issued}, 本年废止件数: {repealed}, 现行有效件数: {standing}}}",
        f"    行政许可: {{本年处理决定数量: {licences}}}",
        f"    行政处罚: {{本年处理决定数量: {penalties}}}",
        "    行政强制: {本年处理决定数量: 0}",
        f"    行政事业性收费: {{本年收费金额（单位：万元）: {random_.randint(0, 9000) / 100:.2f}}}",
        "  三、收到和处理政府信息公开申请情况:",
        "    附注: （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        f"    一、本年新收政府信息公开申请数量: {figures.received}",
        f"    二、上年结转政府信息公开申请数量: {figures.carried_in}",
        "    三、本年度办理结果:",
    ]
    for group, rows in _groups():
        if "" in rows:
            lines.append(f"      {group}: {figures.row(group, '')}")
        else:
            lines.append(f"      {group}:")
            lines += [f"        {row}: {figures.row(group, row)}" for row in rows]
    lines += [
        f"      （七）总计: {figures.done}",
        f"    四、结转下年度继续办理: {figures.carried_out}",
        "  四、政府信息公开行政复议、行政诉讼情况:",
        f"    行政复议: {_with_total(review)}",
        "    行政诉讼:",
        f"      未经复议直接起诉: {_with_total(direct)}",
        f"      复议后起诉: {_with_total(after)}",
        "  五、存在的主要问题及改进情况: |",
        f"    主要问题：{''.join(SENTENCES[-1][:3])}",
        f"    {''.join(SENTENCES[-1][3:])}",
        "  六、其他需要报告的事项: |",
        "    本年度未收取信息处理费。",
        *(f"    {''.join(part)}" for part in (_shuffled(OTHER, random_)[:5], _shuffled(PLANS, random_)[:5])),
    ]
    return "\n".join(lines) + "\n"


def _shuffled(sentences: tuple[str, ...], random: random.Random) -> list[str]:
    return random.sample(sentences, len(sentences))


def faulty_report(seed: int) -> str:
    """The same report with ten findings: figures that do not add up, and figures ill written."""
    lines = clean_report(seed).splitlines()
    changes = {
        "    行政许可: {": lambda line: line.replace("数量: ", "数量: 0"),
        "    行政处罚: {": lambda line: line.replace("数量: 0", "数量: ０").replace("}", "件}"),
        "    行政强制: {": lambda line: line.replace(": 0}", ": /}"),
        "    行政事业性收费": lambda line: line.replace("}", "元}"),
        "      （七）总计": lambda line: line.replace(", 0, 0, ", ", 1, 0, "),
        "    行政复议: [": lambda line: line[:-1] + "9]",
        "      未经复议": lambda line: line[:-1] + "7]",
        "      复议后起诉": lambda line: line[:-1] + "5]",
    }
    for start, change in changes.items():
        lines = [change(line) if line.startswith(start) else line for line in lines]
    return "\n".join(lines) + "\n"


def write_reports(folder: Path, count: int, *, faults: bool = False) -> None:
    """So many reports in a folder, `report-00001.yaml` and on."""
    folder.mkdir(parents=True, exist_ok=True)
    make = faulty_report if faults else clean_report
    for seed in range(1, count + 1):
        (folder / f"report-{seed:05}.yaml").write_text(make(seed), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--faults", action="store_true", help="with ten findings each")
    options = parser.parse_args()
    write_reports(options.folder, options.count, faults=options.faults)


if __name__ == "__main__":
    main()
