"""A first configuration: every key explained, only one of them in force."""

from __future__ import annotations

from openness_lint.model.language import Phrase

# Each key as a comment that is YAML once its "# " is gone; two blanks after the # mark words.
STARTER = Phrase(
    """\
#  openness-lint 的配置。对本文件夹和下级文件夹里的报告有效；去掉行首的“# ”即启用一项。
#  规则写代码（T303）、名称（carry-identity）或代码的开头（T、T3）；openness-lint rules 列出全部规则。
#  openness-lint config --show 显示实际起作用的设置；openness-lint schema config 供编辑器补全。

#  有这一级别或更高级别的问题时，退出码为 1：error（默认）、warning、info
fail-on: error

#  只用这些规则；不写则全用
# select: [T, C, U]

#  不用这些规则
# ignore: [C108]

#  改变规则的级别
# severity: {T401: warning, U: error}

#  必查规则：不能关闭、降级，也不能豁免
# mandatory: [T301, T303]

#  只对一部分文件的设置；文件的写法同 .gitignore，以本文件夹为准
# per-file:
#   - files: /2019/
#     ignore: [T202]

#  查文件夹时不查的文件和文件夹，写法同 .gitignore
# exclude: [drafts/]

#  先读另一份配置，再以本文件为准；路径以本文件为准
# extends: ../shared.openness-lint.yaml

#  另加的规则：规则文件、文件夹或规则包
# rules: [our-rules/]

#  已安装的插件模块
# plugins: [our_county.openness]

#  只显示这一级别和更高级别的问题
# min-severity: info

#  输出语言（zh、en）和格式
# lang: zh
# format: text

#  已知问题的基线文件
# baseline: openness-baseline.txt

#  去年的报告：文件，或者放着去年报告的文件夹
# previous: ../2023

#  上级机关和所属机关的名单
# roster: roster.yaml

#  要求的版本
# required-version: ">=0.1"
""",
    """\
#  Configuration of openness-lint, for the reports in this folder and below; take away "# " to turn an entry on.
#  A rule is a code (T303), a name (carry-identity) or the beginning of codes (T, T3); openness-lint rules lists them.
#  openness-lint config --show prints what is in force; openness-lint schema config is for editors.

#  Exit with 1 at findings of this severity or above: error (default), warning, info
fail-on: error

#  Only these rules; all, where nothing is said
# select: [T, C, U]

#  Not these rules
# ignore: [C108]

#  The severity that rules are given
# severity: {T401: warning, U: error}

#  Rules that nothing turns off, makes less grave or suppresses
# mandatory: [T301, T303]

#  What holds for some files only; files are written as in .gitignore, from this folder on
# per-file:
#   - files: /2019/
#     ignore: [T202]

#  Files and folders that are not checked when a folder is, written as in .gitignore
# exclude: [drafts/]

#  Another configuration to build upon; paths start from this file
# extends: ../shared.openness-lint.yaml

#  Further rules: rule files, folders of them, or packs
# rules: [our-rules/]

#  Installed modules that are plugins
# plugins: [our_county.openness]

#  Show only findings of this severity or above
# min-severity: info

#  Language of the output (zh, en), and its format
# lang: en
# format: text

#  The baseline file, of findings that are known
# baseline: openness-baseline.txt

#  Last year's reports: a file, or a folder that holds them
# previous: ../2023

#  The roster of a parent and its bodies
# roster: roster.yaml

#  Versions of openness-lint that will do
# required-version: ">=0.1"
""",
)
