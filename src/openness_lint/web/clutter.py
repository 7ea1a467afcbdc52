"""The report within a web page: what a content system puts around it is left out.

The report is found by the form's headings and tables, and everything else by where it stands: the
smallest element that holds all of them, and the title above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from openness_lint.model.form import Form
from openness_lint.model.text import Text, joined
from openness_lint.model.values import NamedTuple
from openness_lint.recognition.assembly import title_of
from openness_lint.recognition.document import Block, Grid
from openness_lint.recognition.frames import table_of, unframed
from openness_lint.recognition.headings import heading_of
from openness_lint.web.flow import Flow
from openness_lint.web.tree import Element

# Six headings and three tables, each perhaps cut in ten: what has more is no report, and need not be weighed.
MOST_SIGNS = 500
# Longer paragraphs are the report's own.
LONGEST_FURNITURE = 100

# What content systems print around an article. Only between title and first heading, and at the end, are
# these no part of the report.
_FURNITURE = re.compile(
    r"""[\s\[【(（|｜>]*(?:
        (?:信息|文章|稿件)?来源 | 发布(?:机构|单位|者|人|日期|时间)[:：] | 发稿时间 | (?:公开|生成|成文)(?:日期|时间) | 索引号 | 主题分类
      | 文号[:：] | 文\s*号 | 体裁分类 | 信息(?:分类|名称|类别) | 公开(?:方式|范围|形式)[:：]? | 有效性
      | (?:浏览|阅读|访问|点击)(?:次数|量|率|数)? | 字号 | 字体 | 大\s*中\s*小 | 打印 | 收藏 | 分享 | 扫一扫 | 微信扫 | 用微信 | 手机(?:扫|查看|浏览)
      | 二维码 | 责任编辑 | 编辑[:：] | 审核[:：] | 作者[:：] | 撰稿 | 当前位置 | 您?(?:现在|当前)?(?:所在)?的?位置 | 视力保护
      | 无障碍 | 我要纠错 | 纠错 | 关闭(?:窗口|本页|页面)?[\]】)）\s]*$ | 返回(?:顶部|首页|列表) | 首页\s*[>＞»] | 附件(?:下载)?[:：]
      | \d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:来源|浏览|作者|$)
    )""",
    re.VERBOSE,
)
# From here on a page speaks of other things.
_END = re.compile(
    r"""[\s\[【(（|｜]*(?:
        (?:上|下)一(?:篇|条|页) | 相关(?:链接|文章|新闻|信息|稿件|阅读|推荐|报道|内容)[:：】\]]?\s*$ | 主办(?:单位)?[:：] | 承办(?:单位)?[:：]
      | 版权所有 | copyright | © | 网站标识码 | \S{1,3}ICP备 | \S{1,3}公网安备 | 网站地图 | 友情链接 | 关于我们 | 联系我们
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_BODY = re.compile(r"(?:[局委办厅镇乡处院所部署区县市省社会站队段]|政府|中心|街道|公司|公室)$")


class Part(NamedTuple):
    """The report's blocks in reading order, and what stands before them: navigation, date, sources.

    `is_titled` is whether its title was found, `kinds` how many different headings and tables of a form.
    """

    blocks: tuple[Block, ...]
    before: tuple[Text, ...]
    is_titled: bool
    kinds: int


class _Sign(NamedTuple):
    """A heading or table of some form, and where among the blocks it stands."""

    place: int
    kind: str
    is_table: bool


def report_in(flow: Flow, forms: Sequence[Form]) -> Part | None:
    """The part of a page that is the report; None when there is no heading and no table of one."""
    return _Page(flow, forms).part()


class _Page:
    """The blocks of a page, tables taken out of their frames, and which of them lie in which element."""

    def __init__(self, flow: Flow, forms: Sequence[Form]) -> None:
        self.forms = forms
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        moved = [0]
        for block, element in flow.blocks:
            pieces = unframed([block], forms)
            self.blocks += pieces
            self.elements += [element] * len(pieces)
            moved.append(len(self.blocks))
        self.extents = {id: (moved[first], moved[end]) for id, (first, end) in flow.extents.items()}

    def part(self) -> Part | None:
        signs = self._signs()
        if not signs:
            return None
        holder, first, last = self._holder(signs)
        inside = [sign.place for sign in signs if first <= sign.place < last]
        start, is_titled, before = self._start(holder, first, inside[0])
        head = [block for block in self.blocks[start : inside[0]] if not _is_furniture(block)]
        tail: list[Block] = []
        for block in self.blocks[inside[-1] + 1 : last]:
            if isinstance(block, Text) and (_END.match(block.text) or title_of(block)):
                break  # what follows is other pages, those of other years first of all
            if not _is_furniture(block):
                tail.append(block)
        blocks = (*head, *self.blocks[inside[0] : inside[-1] + 1], *tail)
        return Part(blocks, tuple(before), is_titled, len({sign.kind for sign in signs}))

    def _signs(self) -> list[_Sign]:
        found: list[_Sign] = []
        for place, block in enumerate(self.blocks):
            if len(found) == MOST_SIGNS:
                break
            kind = next((kind for form in self.forms if (kind := _kind_of(block, form))), None)
            if kind is not None:
                found.append(_Sign(place, kind, isinstance(block, Grid)))
        return found

    def _holder(self, signs: Sequence[_Sign]) -> tuple[Element, int, int]:
        """The smallest element that holds a sign of every kind there is, and the blocks from first to last in it.

        Where a heading stands last, what follows it is taken in too, however far up the tree that leads.
        """
        wanted = {sign.kind for sign in signs}
        held: dict[int, set[str]] = {}
        holders: list[Element] = []
        for sign in signs:
            for element in self._around(self.elements[sign.place]):
                kinds = held.setdefault(id(element), set())
                if sign.kind not in kinds:
                    kinds.add(sign.kind)
                    if kinds == wanted:
                        holders.append(element)
        ranges = [(*self.extents[id(one)], one) for one in holders]
        first, last, holder = min(ranges, key=lambda one: one[1] - one[0])
        final = max((sign for sign in signs if first <= sign.place < last), key=lambda sign: sign.place)
        for element in self._around(holder):
            holder = element
            first, last = self.extents[id(element)]
            if final.is_table or any(_says_something(block) for block in self.blocks[final.place + 1 : last]):
                break
        return holder, first, last

    def _around(self, element: Element) -> Iterator[Element]:
        """The element and those around it that begin lines of their own, from the innermost."""
        at: Element | None = element
        while at is not None:
            if id(at) in self.extents:
                yield at
            at = at.parent

    def _start(self, holder: Element, first: int, heading: int) -> tuple[int, bool, list[Text]]:
        """Where the report begins, whether with its title, and the paragraphs before it.

        The title is the nearest above the first heading: pages list the reports of other years too.
        """
        for element in self._around(holder):
            begin = self.extents[id(element)][0]
            title = self._title_before(begin, heading)
            if title is not None:
                return title, True, self._texts(0, heading)
        return first, False, self._texts(0, heading)

    def _texts(self, first: int, end: int) -> list[Text]:
        return [block for block in self.blocks[first:end] if isinstance(block, Text) and block.text.strip()]

    def _title_before(self, first: int, heading: int) -> int | None:
        """Where the last title before the first heading begins; it may be broken over three lines."""
        lines = [
            (place, block)
            for place, block in enumerate(self.blocks[first:heading], first)
            if isinstance(block, Text) and block.text.strip() and len(block.text) <= LONGEST_FURNITURE
        ]
        for end in range(len(lines), 0, -1):
            run = lines[max(end - 3, 0) : end]
            titles = {
                count: title
                for count in range(1, len(run) + 1)
                if (title := title_of(joined([text for _, text in run[-count:]])))
            }
            if not titles:
                continue
            count = min(titles)
            if "agency" not in titles[count] and "agency" in titles.get(count + 1, {}):
                # `首页` above `2024年…报告` is no agency.
                count += bool(_BODY.search(run[-count - 1][1].text.strip()))
            return run[-count][0]
        return None


def _kind_of(block: Block, form: Form) -> str | None:
    """Which table or section of the form a block is the table or the heading of."""
    if isinstance(block, Grid):
        table = table_of(block, form)
        return f"table {table}" if table else None
    heading = heading_of(block, form)
    return f"section {heading.section.id}" if heading else None


def _says_something(block: Block) -> bool:
    return not isinstance(block, Text) or bool(block.text.strip())


def _is_furniture(block: Block) -> bool:
    if isinstance(block, Text):
        return len(block.text) <= LONGEST_FURNITURE and bool(_FURNITURE.match(block.text))
    return any(_FURNITURE.match(cell.text.text) for cell in block.cells)
