"""Make what the documentation shows by running it: output blocks, pictures, pages on rules; and the schemas.

    python docs/generate.py           write them anew
    python docs/generate.py --check   write nothing, fail when one is stale or superfluous

A block that shows output stands under a comment that names its command, and one that shows a file
under a comment that names the file:

    <!-- run: openness-lint examples/faults-2024.yaml -->
    <!-- file: examples/plugin/pyproject.toml -->

Pictures are listed in PICTURES below. Every file in `docs/rules/` is made here, from the rules, and every
JSON Schema in `src/openness_lint/schemas/`, which the wheel takes along for editors.
"""

from __future__ import annotations

import html
import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from openness_lint.cli.main import run as run_words
from openness_lint.cli.schema import KINDS
from openness_lint.explaining import markdown
from openness_lint.explaining.page import explain
from openness_lint.host import gather, open_rulebook
from openness_lint.model.language import LANGUAGES, Language, Phrase

ROOT = Path(__file__).resolve().parent.parent
PICTURES = {
    "docs/images/faults-zh.svg": "openness-lint --color always --quiet --select T303,T401,U101 examples/faults-2024.yaml",
    "docs/images/faults-en.svg": "openness-lint --color always --quiet --lang en --select T303,T401,U101 examples/faults-2024.yaml",
}
RULES = "docs/rules"
SCHEMAS = "src/openness_lint/schemas"

_RUN = re.compile(r"(<!-- run: (?P<command>[^\n]+?) -->\n```\w*\n)(?P<body>.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"(<!-- file: (?P<path>[^\n]+?) -->\n```\w*\n)(?P<body>.*?)(?=^```$)", re.DOTALL | re.MULTILINE)

# Of one column in such a picture: rich draws characters 20 high, with this share of it as width.
CHARACTER_WIDTH = 20 * 0.61

# A frame without fonts from elsewhere: pages that show it may not fetch any.
_FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace;
 font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
<rect fill="{chrome_background}" x="1" y="1" width="{terminal_width}" height="{terminal_height}" rx="8"/>
<g transform="translate({terminal_x}, 12)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def run(command: str, root: Path, *, width: int = 100) -> str:
    """What a command prints when it is run in a folder, standard error behind standard output.

    In this process: starting Python for each block would take longer than all the rest.
    """
    words = shlex.split(command)
    assert words[0] == "openness-lint", command
    with _environment(COLUMNS=str(width)), ExitStack() as stack:
        stack.enter_context(chdir(root))
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        try:
            code = run_words(words[1:])
        except SystemExit as end:  # click leaves so where a page of help was all there was to do
            code = int(end.code or 0)
        assert code in {0, 1, 2}, command
    return _written(out) + _written(err)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")


@contextmanager
def _environment(**settings: str) -> Iterator[None]:
    """The environment without what would make the output another one."""
    before = dict(os.environ)
    for name in ("NO_COLOR", "FORCE_COLOR", "OPENNESS_LINT_LANG"):
        os.environ.pop(name, None)
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def page(text: str, root: Path) -> str:
    """The page with every block as its command prints it, and its file has it, now."""
    text = _RUN.sub(lambda found: f"{found[1]}{run(found['command'], root).rstrip()}\n", text)
    return _FILE.sub(
        lambda found: f"{found[1]}{(root / found['path']).read_text(encoding='utf-8').rstrip()}\n",
        text,
    )


def written_pages(root: Path) -> Iterator[Path]:
    """The pages that people write, with blocks in them."""
    yield from (path for path in (root / "README.md", root / "README.zh-CN.md") if path.exists())
    yield from sorted((root / "docs").glob("*.md"))


def rule_pages() -> dict[str, str]:
    """The pages on the built-in rules, in each language, by their names in the tree."""
    host = gather()
    rulebook = open_rulebook(replace(host, packs=host.packs[:1]))  # plugins explain their own rules
    explained = [explain(one, rulebook.forms, rulebook.rules) for one in rulebook.rules]
    text, concise = host.reporters["text"], host.reporters["concise"]
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for one in explained:
            name = markdown.file_name(one)
            body = markdown.page(one, language, text, concise)
            found[f"{RULES}/{language}/{name}"] = body + _footer(language, name)
        found[f"{RULES}/{language}/README.md"] = markdown.index(explained, language) + _footer(language, "README.md")
    return found


def _footer(language: Language, name: str) -> str:
    other, label = ("en", "English") if language == "zh" else ("zh", "中文")
    links = [f"[{label}](../{other}/{name})"]
    if name != "README.md":
        links.insert(0, f"[{Phrase('全部规则', 'All rules').say(language)}](README.md)")
    return f"\n---\n\n{' · '.join(links)}\n"


def schemas(root: Path) -> dict[str, str]:
    """The JSON Schema of each kind of file, by its name in the tree."""
    return {f"{SCHEMAS}/{kind}.schema.json": run(f"openness-lint schema {kind} --isolated", root) for kind in KINDS}


def picture(command: str, root: Path) -> str:
    """A terminal with the command and its output, as SVG."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme
    from rich.text import Text

    ground = (12, 16, 20)
    theme = TerminalTheme(
        ground,
        (214, 218, 222),
        [(60, 66, 72), (240, 98, 98), (126, 200, 120), (232, 196, 90), (108, 166, 240), (200, 140, 230), (92, 200, 210), (214, 218, 222)],
        [(120, 128, 136), (255, 122, 122), (150, 220, 146), (245, 212, 118), (136, 188, 255), (220, 164, 245), (120, 220, 230), (245, 247, 250)],
    )  # fmt: skip
    shown = re.sub(r" --(?:color always|quiet|select \S+)", "", command)
    console = Console(record=True, width=104, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.assemble(("$ ", "bright_black"), (shown, "bold")), soft_wrap=True)
    console.print(Text.from_ansi(run(command, root)), soft_wrap=True)
    frame = _FRAME.replace("{chrome_background}", "#0c1014")
    svg = console.export_svg(title="", theme=theme, code_format=frame, unique_id="terminal")

    # rich spreads the characters of a piece evenly, wide ones no wider than others: each run gets a place of its own.
    def parted(found: re.Match[str]) -> str:
        before, x, middle, text = found[1], float(found[2]), found[3], html.unescape(found[4])
        pieces: list[str] = []
        for _, run_of in groupby(text, cell_len):
            piece = "".join(run_of)
            wide = cell_len(piece) * CHARACTER_WIDTH
            pieces.append(f'<text{before} x="{x:.1f}"{middle} textLength="{wide:.1f}">{html.escape(piece)}</text>')
            x += wide
        return "".join(pieces)

    return re.sub(r'<text( class="[^"]*") x="([0-9.]+)"( y="[^"]*") textLength[^>]*>([^<]*)</text>', parted, svg)


def words_in(svg: str) -> str:
    """The text a picture shows: what must be fresh, whatever the drawing library's version."""
    return "".join(html.unescape(one) for one in re.findall(r"<text[^>]*>([^<]*)</text>", svg))


def stale(root: Path) -> Iterator[tuple[Path, str | None]]:
    """Each file that is not as it should be, and what it should hold; None for one that should not be there."""
    for path in written_pages(root):
        old = path.read_text(encoding="utf-8")
        if (new := page(old, root)) != old:
            yield path, new
    for name, command in PICTURES.items():
        path, new = root / name, picture(command, root)
        if not path.exists() or words_in(path.read_text(encoding="utf-8")) != words_in(new):
            yield path, new
    wanted = rule_pages() | schemas(root)
    for name, new in wanted.items():
        path = root / name
        if not path.exists() or path.read_text(encoding="utf-8") != new:
            yield path, new
    for path in sorted([*(root / RULES).rglob("*"), *(root / SCHEMAS).rglob("*")]):
        if path.is_file() and path.relative_to(root).as_posix() not in wanted:
            yield path, None


def main(*, check: bool, root: Path = ROOT) -> int:
    """Write or check everything; the exit code."""
    found = False
    for path, new in stale(root):
        found = True
        name = path.relative_to(root).as_posix()
        if check:
            print(f"{name}: {'superfluous' if new is None else 'stale'}; run python docs/generate.py")
        elif new is None:
            path.unlink()
            print(f"{name}: removed")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(new, encoding="utf-8", newline="\n")
            print(f"{name}: written")
    return 1 if found and check else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
