"""What cannot be read is refused: one message, at the very key or value at fault, in both languages."""

from __future__ import annotations

import pytest

HEAD = "agency: x\nyear: 2024\n"
SECTIONS = HEAD + "sections:\n"

# What is wrong: the source with § before the place, and what is said of it in Chinese and in English.
REFUSALS = {
    'top: a list': (
        '§- agency: x\n',
        '文件顶层是列表，应是“键: 值”：agency、year、sections 等（openness-lint init 可生成空白报告）',
        'the top of the file is a list; it should be `key: value` pairs: agency, year, sections (openness-lint init writes an empty report)',
    ),
    'top: text': (
        '§a report\n',
        '文件顶层是一段文字，应是“键: 值”：agency、year、sections 等（openness-lint init 可生成空白报告）',
        'the top of the file is plain text; it should be `key: value` pairs: agency, year, sections (openness-lint init writes an empty report)',
    ),
    'top key unknown': (
        'agency: x\n§yaer: 2024\nsections: {}\n',
        '不认识的键“yaer”；可用：agency、year、issuer、level、title、published、form、preface、sections；是否指“year”？',
        "unknown key 'yaer'; known: agency, year, issuer, level, title, published, form, preface, sections; did you mean 'year'?",
    ),
    'top key unknown, nothing near': (
        '§zzz: 1\nsections: {}\n',
        '不认识的键“zzz”；可用：agency、year、issuer、level、title、published、form、preface、sections',
        "unknown key 'zzz'; known: agency, year, issuer, level, title, published, form, preface, sections",
    ),
    'top key twice': (
        'agency: x\n§agency: y\n',
        '键“agency”重复，第 1 行已有；删去其一，否则不知以哪个为准',
        "duplicate key 'agency', first on line 1; remove one of the two",
    ),
    'top key under two names': (
        'year: 2024\nagency: x\n§机关: y\nsections: {}\n',
        '“机关”与第 2 行的“agency”是同一项，写了两次；删去其一',
        "'机关' and 'agency' on line 2 are the same thing, given twice; remove one",
    ),
    'no sections': (
        '§agency: x\nyear: 2024\n',
        '没有 sections（正文）：六个部分都写在它下面',
        'no `sections`: all parts of the report stand below it',
    ),
    'no year': (
        '§agency: x\nsections: {}\n',
        '没有年度，不知按哪一年的格式检查；请写 year: 2024（或 form: 指明格式）',
        'no year, so the form is unknown; write `year: 2024` (or name the `form:`)',
    ),
    'year no year': (
        'agency: x\nyear: §二〇二四\nsections: {}\n',
        '年度“二〇二四”不是年份；写成四位数字，如 2024',
        "year '二〇二四' is no year; write four digits, as in 2024",
    ),
    'year a list': (
        'agency: x\nyear: §[2024]\nsections: {}\n',
        '这里应是一个值，不是列表或映射',
        'a single value is expected here, not a list or mapping',
    ),
    'agency a mapping': (
        'agency: §{name: x}\nyear: 2024\nsections: {}\n',
        '这里应是一个值，不是列表或映射',
        'a single value is expected here, not a list or mapping',
    ),
    'issuer unknown': (
        HEAD + 'issuer: §departement\nsections: {}\n',
        '不认识的值“departement”；可用：government、government-office、department、township；是否指“department”？',
        "unknown value 'departement'; use one of: government, government-office, department, township; did you mean 'department'?",
    ),
    'level unknown': (
        HEAD + 'level: §town\nsections: {}\n',
        '不认识的值“town”；可用：national、province、city、county',
        "unknown value 'town'; use one of: national, province, city, county",
    ),
    'date no date': (
        HEAD + 'published: §2025-02-30\nsections: {}\n',
        '发布日期“2025-02-30”不是日期；写成 2025-01-17',
        "'2025-02-30' is no date; write it as in 2025-01-17",
    ),
    'sections a list': (
        HEAD + 'sections: §[]\n',
        'sections（正文）应是“标题: 内容”，不是列表',
        '`sections` should be `heading: content` pairs, not a list',
    ),
    'sections a text': (
        HEAD + 'sections: §none\n',
        'sections（正文）应是“标题: 内容”，不是一段文字',
        '`sections` should be `heading: content` pairs, not plain text',
    ),
    'section unknown': (
        SECTIONS + '  §七、附件: x\n',
        '格式在这里没有“七、附件”；可用：“一、总体情况”、“二、主动公开政府信息情况”、“三、收到和处理政府信息公开申请情况”、“四、政府信息公开行政复议、行政诉讼情况”、“五、存在的主要问题及改进情况”、“六、其他需要报告的事项”',
        "the form has no '七、附件' here; known: '一、总体情况', '二、主动公开政府信息情况', '三、收到和处理政府信息公开申请情况', '四、政府信息公开行政复议、行政诉讼情况', '五、存在的主要问题及改进情况', '六、其他需要报告的事项'",
    ),
    'section misspelt twice over': (
        SECTIONS + '  §一、总况: x\n',
        '格式在这里没有“一、总况”；是否指“一、总体情况”？',
        "the form has no '一、总况' here; did you mean '一、总体情况'?",
    ),
    'table section a list': (
        SECTIONS + '  disputes: §[0, 0]\n',
        '这一部分是表格，应是“行: 数字”，不是列表',
        'this section holds a table: write `row: figures` pairs, not a list',
    ),
    'text section a mapping': (
        SECTIONS + '  overview: §{其中: 3}\n',
        '这里应是文字，不是“键: 值”；文字里若有英文冒号，请写在“|”之后另起的行里',
        "text is expected here, not `key: value` pairs; where a text holds ': ', write it below a `|`",
    ),
    'text section a list of lists': (
        SECTIONS + '  overview:\n  - a\n  - §[b]\n',
        '这里应是一个值，不是列表或映射',
        'a single value is expected here, not a list or mapping',
    ),
    'text beside a table twice': (
        SECTIONS + '  disputes:\n    text: x\n    §文字: y\n',
        '“文字”与第 5 行的“text”是同一项，写了两次；删去其一',
        "'文字' and 'text' on line 5 are the same thing, given twice; remove one",
    ),
    'note twice': (
        SECTIONS + '  requests:\n    note: x\n    §附注: y\n',
        '“附注”与第 5 行的“note”是同一项，写了两次；删去其一',
        "'附注' and 'note' on line 5 are the same thing, given twice; remove one",
    ),
    'note a list': (
        SECTIONS + '  requests:\n    note: §[x]\n',
        '这里应是一个值，不是列表或映射',
        'a single value is expected here, not a list or mapping',
    ),
    'row unknown': (
        SECTIONS + '  disputes:\n    §行政调解: [0, 0, 0, 0, 0]\n',
        '格式在这里没有“行政调解”；格式之外的行列写在“格式外”下；是否指“行政诉讼”？',
        "the form has no '行政调解' here; rows and columns beyond the form go below `unlisted`; did you mean '行政诉讼'?",
    ),
    'row near two': (
        SECTIONS + '  requests:\n    §本年度申请: [0, 0, 0, 0, 0, 0, 0]\n',
        '格式在这里没有“本年度申请”；格式之外的行列写在“格式外”下',
        "the form has no '本年度申请' here; rows and columns beyond the form go below `unlisted`",
    ),
    'row twice by one name': (
        SECTIONS + '  disputes:\n    review: [0, 0, 0, 0, 0]\n    §review: [0, 0, 0, 0, 0]\n',
        '键“review”重复，第 5 行已有；删去其一，否则不知以哪个为准',
        "duplicate key 'review', first on line 5; remove one of the two",
    ),
    'row twice by two names': (
        SECTIONS + '  disputes:\n    review: [0, 0, 0, 0, 0]\n    §行政复议: [0, 0, 0, 0, 0]\n',
        '“行政复议”与第 5 行的“review”是同一项，写了两次；删去其一',
        "'行政复议' and 'review' on line 5 are the same thing, given twice; remove one",
    ),
    'row twice, flat and nested': (
        SECTIONS + '  requests:\n    denied.state_secret: [0, 0, 0, 0, 0, 0, 0]\n    denied:\n      §1、属于国家秘密: [0, 0, 0, 0, 0, 0, 0]\n',
        '“1、属于国家秘密”与第 5 行的“denied.state_secret”是同一项，写了两次；删去其一',
        "'1、属于国家秘密' and 'denied.state_secret' on line 5 are the same thing, given twice; remove one",
    ),
    'row of another group': (
        SECTIONS + '  requests:\n    denied:\n      §not_held: [0, 0, 0, 0, 0, 0, 0]\n',
        '格式在这里没有“not_held”；格式之外的行列写在“格式外”下；可用：“1.属于国家秘密”、“2.其他法律行政法规禁止公开”、“3.危及“三安全一稳定””、“4.保护第三方合法权益”、“5.属于三类内部事务信息”、“6.属于四类过程性信息”、“7.属于行政执法案卷”、“8.属于行政查询事项”',
        "the form has no 'not_held' here; rows and columns beyond the form go below `unlisted`; known: '1.属于国家秘密', '2.其他法律行政法规禁止公开', '3.危及“三安全一稳定”', '4.保护第三方合法权益', '5.属于三类内部事务信息', '6.属于四类过程性信息', '7.属于行政执法案卷', '8.属于行政查询事项'",
    ),
    'subtotal twice': (
        SECTIONS + '  requests:\n    denied:\n      subtotal: [0, 0, 0, 0, 0, 0, 0]\n      §小计: [0, 0, 0, 0, 0, 0, 0]\n',
        '“小计”与第 6 行的“subtotal”是同一项，写了两次；删去其一',
        "'小计' and 'subtotal' on line 6 are the same thing, given twice; remove one",
    ),
    'too few figures': (
        SECTIONS + '  disputes:\n    review: §[0, 0, 0, 0]\n',
        "这里应有 5 个数字（结果维持、结果纠正、其他结果、尚未审结、总计），实有 4 个；空白的格写成 ''",
        "figures expected here: 5 (结果维持, 结果纠正, 其他结果, 尚未审结, 总计); found: 4; write a blank cell as ''",
    ),
    'too many figures': (
        SECTIONS + '  disputes:\n    review: §[0, 0, 0, 0, 0, 0]\n',
        "这里应有 5 个数字（结果维持、结果纠正、其他结果、尚未审结、总计），实有 6 个；空白的格写成 ''",
        "figures expected here: 5 (结果维持, 结果纠正, 其他结果, 尚未审结, 总计); found: 6; write a blank cell as ''",
    ),
    'one figure for many': (
        SECTIONS + '  disputes:\n    review: §0\n',
        "这里应有 5 个数字（结果维持、结果纠正、其他结果、尚未审结、总计），实有 1 个；空白的格写成 ''",
        "figures expected here: 5 (结果维持, 结果纠正, 其他结果, 尚未审结, 总计); found: 1; write a blank cell as ''",
    ),
    'a list for one figure': (
        SECTIONS + '  proactive:\n    licences: §[1, 2]\n',
        "这里应有 1 个数字（本年处理决定数量），实有 2 个；空白的格写成 ''",
        "figures expected here: 1 (本年处理决定数量); found: 2; write a blank cell as ''",
    ),
    'a list within a list': (
        SECTIONS + '  disputes:\n    review: [0, 0, §[0], 0, 0]\n',
        '这里应是一个值，不是列表或映射',
        'a single value is expected here, not a list or mapping',
    ),
    'a group as a figure': (
        SECTIONS + '  requests:\n    denied: §5\n',
        '“denied”下应是各行，写成“行: 数字”',
        "rows are expected below 'denied', as `row: figures` pairs",
    ),
    'a group without subtotal as a list': (
        SECTIONS + '  disputes:\n    litigation: §[0, 0, 0, 0, 0]\n',
        '“litigation”下应是各行，写成“行: 数字”',
        "rows are expected below 'litigation', as `row: figures` pairs",
    ),
    'column unknown': (
        SECTIONS + '  disputes:\n    review: {§结案: 1}\n',
        '格式在这里没有“结案”；格式之外的行列写在“格式外”下；可用：“结果维持”、“结果纠正”、“其他结果”、“尚未审结”、“总计”',
        "the form has no '结案' here; rows and columns beyond the form go below `unlisted`; known: '结果维持', '结果纠正', '其他结果', '尚未审结', '总计'",
    ),
    'column twice by two names': (
        SECTIONS + '  disputes:\n    review: {upheld: 1, §结果维持: 1}\n',
        '“结果维持”在这一行写了两次；删去其一',
        "'结果维持' is given twice in this row; remove one",
    ),
    'column flat and nested': (
        SECTIONS + '  requests:\n    received: {business: 1, 法人或其他组织: {§商业企业: 1}}\n',
        '“商业企业”在这一行写了两次；删去其一',
        "'商业企业' is given twice in this row; remove one",
    ),
    'column in a list and by name': (
        SECTIONS + '  requests:\n    received: {business: 1, §法人或其他组织: [0, 0, 0, 0, 0]}\n',
        '“法人或其他组织”在这一行写了两次；删去其一',
        "'法人或其他组织' is given twice in this row; remove one",
    ),
    'column group with too few': (
        SECTIONS + '  requests:\n    received: {法人或其他组织: §[0, 0, 0, 0]}\n',
        "这里应有 5 个数字（商业企业、科研机构、社会公益组织、法律服务机构、其他），实有 4 个；空白的格写成 ''",
        "figures expected here: 5 (商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他); found: 4; write a blank cell as ''",
    ),
    'column group subtotal twice': (
        SECTIONS + '  requests:\n    received: {法人或其他组织: {小计: 1, §subtotal: 1}}\n',
        '“subtotal”在这一行写了两次；删去其一',
        "'subtotal' is given twice in this row; remove one",
    ),
    'column group subtotal twice in two places': (
        SECTIONS + '  requests:\n    received: {法人小计: 1, 法人或其他组织: {§小计: 1}}\n',
        '“小计”在这一行写了两次；删去其一',
        "'小计' is given twice in this row; remove one",
    ),
    'column a mapping': (
        SECTIONS + '  disputes:\n    review: {upheld: §{a: 1}}\n',
        '这里应是一个值，不是列表或映射',
        'a single value is expected here, not a list or mapping',
    ),
    'unlisted a figure': (
        SECTIONS + '  disputes:\n    格式外: §3\n',
        '“格式外”下应是“标签: 数字”',
        '`unlisted` should hold `label: figures` pairs',
    ),
    'unlisted columns a figure': (
        SECTIONS + '  disputes:\n    review: {unlisted: §3}\n',
        '“格式外”下应是“标签: 数字”',
        '`unlisted` should hold `label: figures` pairs',
    ),
    'id misspelt': (
        SECTIONS + '  requests:\n    §recieved: [0, 0, 0, 0, 0, 0, 0]\n',
        '格式在这里没有“recieved”；格式之外的行列写在“格式外”下；是否指“received”？',
        "the form has no 'recieved' here; rows and columns beyond the form go below `unlisted`; did you mean 'received'?",
    ),
    'id of a column misspelt': (
        SECTIONS + '  disputes:\n    review: {§uphold: 1}\n',
        '格式在这里没有“uphold”；格式之外的行列写在“格式外”下；是否指“upheld”？',
        "the form has no 'uphold' here; rows and columns beyond the form go below `unlisted`; did you mean 'upheld'?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_it_is_refused_at_its_place_in_both_languages(refusal, name):
    source, zh, en = REFUSALS[name]

    error = refusal(source)

    assert (error.message.zh, error.message.en) == (zh, en)


@pytest.mark.parametrize(
    ("source", "begins"),
    [
        ("agency: x\nyear: §2018\nsections: {}\n", "there is no form for 2018; years covered: 2019–2020"),
        (
            HEAD + "form: §cn-openness-2022\nsections: {}\n",
            "there is no form 'cn-openness-2022'; known: cn-openness-2019, cn-openness-2021; did you mean",
        ),
        (
            "agency: x\nform: §cn-openness-2012\nsections: {}\n",
            "there is no form 'cn-openness-2012'; known: cn-openness-2019, cn-openness-2021; did you mean",
        ),
    ],
)
def test_a_form_there_is_not_is_refused_where_it_is_asked_for(refusal, source, begins):
    assert refusal(source).message.en.startswith(begins)


@pytest.mark.parametrize("value", ["甲" * 10_000, "a" * 10_000, "[/]" * 3000, "{key}" * 2000])
@pytest.mark.parametrize(
    "source",
    [
        SECTIONS + "  disputes:\n    ? '§{}'\n    : 1\n",
        SECTIONS + "  disputes:\n    review:\n      ? '§{}'\n      : 1\n",
        SECTIONS + "  ? '§{}'\n  : 1\n",
        "? '§{}'\n: 1\n",
        "year: '§{}'\n",
        HEAD + "issuer: '§{}'\nsections:\n",
        HEAD + "published: '§{}'\nsections:\n",
    ],
)
def test_of_a_long_word_only_the_beginning_is_quoted(refusal, source, value):
    error = refusal(source.replace("{}", value))

    assert value[:59] in error.message.zh
    assert value[:60] not in error.message.zh
    assert len(error.message.en) < 400


@pytest.mark.parametrize("key", ["\\x1b[31m", "{0}", "{key}", "%s", "\\u202e", "[/]"])
def test_a_word_with_a_meaning_of_its_own_is_only_quoted(refusal, key):
    assert "here" in refusal(SECTIONS + f'  disputes:\n    "§{key}": 1\n').message.en
