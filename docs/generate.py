"""Make what the documentation shows by running it: output blocks and pictures.

    python docs/generate.py           write them anew
    python docs/generate.py --check   write nothing, fail when one is stale

A block that shows output stands under a comment that names its command:

    <!-- run: openness-lint examples/faults-2024.yaml -->

and a picture is listed in PICTURES below.
"""

from __future__ import annotations

import html
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*.md"))]
PICTURES = {
    "docs/images/faults-zh.svg": "openness-lint --color always --quiet --select T303,T401,U101 examples/faults-2024.yaml",
    "docs/images/faults-en.svg": "openness-lint --color always --quiet --lang en --select T303,T401,U101 examples/faults-2024.yaml",
}

_BLOCK = re.compile(r"(<!-- run: (?P<command>[^\n]+?) -->\n```\w*\n)(?P<body>.*?)(?=^```$)", re.DOTALL | re.MULTILINE)

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


def run(command: str, *, width: int = 100) -> str:
    """What a command prints, standard error behind standard output."""
    words = shlex.split(command)
    assert words[0] == "openness-lint", command
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": str(width), "OPENNESS_LINT_LANG": ""}
    for name in ("NO_COLOR", "FORCE_COLOR"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "openness_lint", *words[1:]],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in {0, 1, 2}, done
    return done.stdout + done.stderr


def page(text: str) -> str:
    """The page with every output block as its command prints it now."""
    return _BLOCK.sub(lambda found: found[1] + run(found["command"]).rstrip("\n") + "\n", text)


def picture(command: str) -> str:
    """A terminal with the command and its output, as SVG."""
    import io

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
    console.print(Text.from_ansi(run(command)), soft_wrap=True)
    return console.export_svg(
        title="", theme=theme, code_format=_FRAME.replace("{chrome_background}", "#0c1014"), unique_id="terminal"
    )


def words_in(svg: str) -> str:
    """The text a picture shows: what must be fresh, whatever the drawing library's version."""
    return "".join(html.unescape(one) for one in re.findall(r"<text[^>]*>([^<]*)</text>", svg))


def main(check: bool) -> int:
    """Write or check everything; the exit code."""
    stale: list[str] = []
    for path in PAGES:
        old = path.read_text(encoding="utf-8")
        new = page(old)
        if new != old:
            stale.append(path.relative_to(ROOT).as_posix())
            if not check:
                path.write_text(new, encoding="utf-8")
    for name, command in PICTURES.items():
        path = ROOT / name
        new = picture(command)
        if not path.exists() or words_in(path.read_text(encoding="utf-8")) != words_in(new):
            stale.append(name)
            if not check:
                path.write_text(new, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'stale; run python docs/generate.py' if check else 'written'}")
    return 1 if stale and check else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
